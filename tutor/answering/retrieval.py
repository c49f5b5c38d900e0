"""Question to passages: words and vectors, fused, then re-ranked by the vectors of single tokens.

    words (BM25) \
                  > reciprocal rank fusion > late interaction (MaxSim) > near-copies dropped
    vectors      /

Fusion is Cormack, Clarke and Buettcher (SIGIR 2009); late interaction is that of ColBERT (Khattab and
Zaharia, SIGIR 2020) over the embedder's own token vectors. Knows nothing of prompts or models.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import Embedder
from ingest.index import Hit, PassageIndex, Selection
from ingest.types import Chunk
from ingest.words import search_words
from tutor.answering.glossary import Glossary

__all__ = ["Passage", "RetrievalSettings", "Retriever", "max_sim"]


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """Each value with the measurement behind it; `evals` varies them."""

    candidates: int = 30
    """Taken from each of the two searches; more changes nothing up to 1,000 chunks."""
    reranked: int = 24
    """Passages whose token vectors are read, about 0.2 ms each."""
    fusion_constant: float = 10.0
    """k of reciprocal rank fusion: 10 beat the usual 60 on short lists."""
    synonym_weight: float = 0.3
    """Of a glossary's other names in the word search, the question's own words having 1."""
    fusion_share: float = 0.35
    """Of the fused rank in the final score, MaxSim having the rest: words keep acronyms in front."""
    near_copy: float = 0.97
    """Cosine from which a passage says nothing that a better one has not said."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a question. `score` orders one question's passages; the parts are kept to read."""

    chunk: Chunk
    score: float
    position: int = -1
    similarity: float = 0.0
    """Cosine of the question's and the passage's vectors."""
    token_similarity: float = 0.0
    """MaxSim: mean over the question's tokens of the best cosine with a token of the passage."""
    word_score: float = 0.0
    """BM25."""


@dataclass(frozen=True, slots=True)
class _Query:
    text: str
    words: dict[str, float]
    vector: NDArray[np.float32]
    tokens: NDArray[np.float32]


class Retriever:
    """Searches one index. `embedder` must be the one that the index was made with."""

    def __init__(
        self,
        index: PassageIndex,
        embedder: Embedder,
        glossary: Glossary | None = None,
        settings: RetrievalSettings | None = None,
    ) -> None:
        self.index = index
        self.embedder = embedder
        self.glossary = glossary or Glossary()
        self.settings = settings or RetrievalSettings()

    def search(
        self, question: str, count: int = 8, selection: Selection | None = None
    ) -> tuple[Passage, ...]:
        """At most `count` passages, best first; none when the question has no words."""
        query = self._query(question)
        allowed = self.index.allowed(selection or Selection())
        by_words = self.index.search_words(query.words, self.settings.candidates, allowed)
        by_vector = self.index.search_vectors(query.vector, self.settings.candidates, allowed)
        fused = _fused((by_words, by_vector), self.settings.fusion_constant)[: self.settings.reranked]
        passages = self._reranked(query, fused, {hit.position: hit.score for hit in by_words})
        return self._without_copies(passages, count)

    def _query(self, question: str) -> _Query:
        others = self.glossary.other_names(question)
        words = dict.fromkeys(
            (w for name in others for w in search_words(name)), self.settings.synonym_weight
        )
        words |= dict.fromkeys(search_words(question), 1.0)
        vectors = self.embedder.embed_query(question)
        return _Query(question, words, vectors.vector, vectors.tokens)

    def _reranked(self, query: _Query, fused: Sequence[Hit], word_scores: dict[int, float]) -> list[Passage]:
        """Best first by a blend of MaxSim and the fused rank, each scaled to 0..1 over the candidates."""
        positions = [hit.position for hit in fused]
        if not positions:
            return []
        late = [max_sim(query.tokens, self.index.token_vectors(position)) for position in positions]
        cosines = self.index.vectors(positions) @ query.vector
        share = self.settings.fusion_share
        blend = (1 - share) * _scaled(late) + share * _scaled([hit.score for hit in fused])
        passages = [
            Passage(
                chunk=self.index.chunks[position],
                score=float(blend[i]),
                position=position,
                similarity=float(cosines[i]),
                token_similarity=late[i],
                word_score=word_scores.get(position, 0.0),
            )
            for i, position in enumerate(positions)
        ]
        return sorted(passages, key=lambda p: (-p.score, p.position))

    def _without_copies(self, passages: list[Passage], count: int) -> tuple[Passage, ...]:
        kept: list[Passage] = []
        vectors = self.index.vectors([p.position for p in passages]) if passages else None
        kept_rows: list[int] = []
        for row, passage in enumerate(passages):
            if len(kept) == count or vectors is None:
                break
            if kept_rows and float((vectors[kept_rows] @ vectors[row]).max()) >= self.settings.near_copy:
                continue
            kept.append(passage)
            kept_rows.append(row)
        return tuple(kept)


def max_sim(query: NDArray[np.float32], passage: NDArray[np.int8]) -> float:
    """Mean over the rows of `query` (m, dim; unit) of the best cosine with a row of `passage` (n, dim).

    Between -1 and 1; 0 when either has no rows.
    """
    if not len(query) or not len(passage):
        return 0.0
    rows = passage.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    cosines = (query @ rows.T) / np.maximum(lengths, 1e-9)
    return float(cosines.max(axis=1).mean())


def _fused(lists: Sequence[Sequence[Hit]], constant: float) -> list[Hit]:
    scores: dict[int, float] = {}
    for hits in lists:
        for rank, hit in enumerate(hits, start=1):
            scores[hit.position] = scores.get(hit.position, 0.0) + 1.0 / (constant + rank)
    return [Hit(position, score) for position, score in sorted(scores.items(), key=lambda i: (-i[1], i[0]))]


def _scaled(values: Sequence[float]) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    spread = array.max() - array.min()
    return (array - array.min()) / spread if spread > 0 else np.ones_like(array)
