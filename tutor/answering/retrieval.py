"""Question to passages: words and vectors, fused, then re-ranked by the vectors of single tokens.

    words (BM25) \
                  > reciprocal rank fusion > late interaction (MaxSim) > near-copies dropped
    vectors      /

Fusion is Cormack, Clarke and Buettcher (SIGIR 2009); late interaction is that of ColBERT (Khattab and
Zaharia, SIGIR 2020) over the embedder's own token vectors. Knows nothing of prompts or models.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import Embedder, QueryVectors
from ingest.index import Hit, PassageIndex, Selection
from ingest.types import Chunk
from ingest.words import search_words
from tutor.answering.compound import asking_part, halves
from tutor.answering.facts import numbers_in
from tutor.answering.glossary import Glossary
from tutor.answering.overview import begins_with, name_share, subjects_of
from tutor.answering.pasted_item import pasted_item

__all__ = ["Passage", "RetrievalSettings", "Retriever", "max_sim"]


_SMALL_WORD = 0.05
"""Weight of a token that is no word to search for: "the", "which", a full stop."""


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """Each value with the measurement behind it; `evals` varies them."""

    candidates: int = 40
    """Taken from each search."""
    reranked: int = 30
    """Passages whose token vectors are read, about 0.2 ms each."""
    fusion_constant: float = 10.0
    """k of reciprocal rank fusion: 10 beat the usual 60 on short lists."""
    synonym_weight: float = 0.3
    """Of a glossary's other names in the word search, the question's own words having 1."""
    fusion_share: float = 0.2
    """Of the fused rank in the final score, MaxSim having the rest: words keep acronyms in front."""
    item_reranked: int = 80
    """As `reranked`, for an item: its options name several things, so more is worth a look."""
    option_share: float = 0.5
    """Of the options' MaxSim for an item, their mean and their best in equal parts, the stem's having the
    rest. With this and the next, on every other bank item: key words among the first five .69 -> .75."""
    item_fusion_share: float = 0.5
    """As `fusion_share`, for an item: an option's few words name a thing, which a word search finds."""
    half_reranked: int = 40
    """As `reranked`, for a question that asks for two things."""
    half_share: float = 0.7
    """Of a half's MaxSim where a question asks for two things, the whole question's having the rest; of .3,
    .5, .7 and 1 those from .5 on were alike on 60 joined development questions."""
    named_above: float = 0.1
    """Added for a broad question's subject in the heading of a passage, or the mean of its two; with the
    next, on 80 development questions: gold among the first five .875 -> .912, in the context .80 -> .875."""
    begins_heading: float = 0.2
    """Added where the heading begins with it: "K-means: intuition and limits"."""
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
    words: dict[str, float]
    vectors: QueryVectors
    token_weights: NDArray[np.float32]
    """(tokens,): how rare the word of each token is, 0 to 1; small words count next to nothing."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """One question as it is searched for: whole, what asks in a scenario, options of an item, halves."""

    whole: _Query
    asking: tuple[_Query, ...] = ()
    options: tuple[_Query, ...] = ()
    halves: tuple[_Query, ...] = ()
    subjects: tuple[str, ...] = ()
    """Of a broad question: they stand in the headings of what tells of them."""


class Retriever:
    """Searches one index. `embedder` must be the one that the index was made with.

    `course_documents` names the documents that came with the course, all by one author.
    """

    def __init__(
        self,
        index: PassageIndex,
        embedder: Embedder,
        glossary: Glossary | None = None,
        settings: RetrievalSettings | None = None,
        course_documents: Collection[str] = (),
    ) -> None:
        self.index = index
        self.embedder = embedder
        self.glossary = glossary or Glossary()
        self.settings = settings or RetrievalSettings()
        self.course_documents = frozenset(course_documents)

    def search(
        self, question: str, count: int = 8, selection: Selection | None = None
    ) -> tuple[Passage, ...]:
        """At most `count` passages, best first; none when the question has no words.

        A question with options under it, "A. ... B. ...", is searched for as the exam item that it is.
        """
        item = pasted_item(question)
        if item is not None:
            return self.search_item(item.stem, item.options, count, selection)
        both = tuple(map(self._query, halves(question)))
        parts = _Parts(
            self._query(question), self._asking_part(question), halves=both, subjects=subjects_of(question)
        )
        return self._search(parts, count, selection)

    def search_item(
        self, stem: str, options: Sequence[str], count: int = 8, selection: Selection | None = None
    ) -> tuple[Passage, ...]:
        """At most `count` passages on what an exam item asks and on what its options speak of, best first."""
        named = tuple(query for query in map(self._query, options) if len(query.vectors.tokens))
        return self._search(_Parts(self._query(stem), self._asking_part(stem), named), count, selection)

    def closeness(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """MaxSim of the question with each of some texts of any length, as passages are ranked; (texts,)."""
        query = self._query(question)
        rows = self.embedder.embed_passages(texts).tokens
        return np.array([max_sim(query.vectors.tokens, row, query.token_weights) for row in rows])

    def _search(self, parts: _Parts, count: int, selection: Selection | None) -> tuple[Passage, ...]:
        if not len(parts.whole.vectors.tokens):
            return ()
        chosen = self.settings
        allowed = self.index.allowed(selection or Selection())
        lists = [
            hits
            for query in (parts.whole, *parts.asking, *parts.halves, *parts.options)
            for hits in self._found(query, chosen.candidates, allowed)
        ]
        kept = chosen.reranked
        if parts.options or parts.halves:
            kept = chosen.item_reranked if parts.options else chosen.half_reranked
        fused = _fused(lists, chosen.fusion_constant)[:kept]
        passages = self._reranked(parts, fused, {hit.position: hit.score for hit in lists[0]})
        return self._without_copies(passages, count)

    def _found(
        self, query: _Query, count: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[list[Hit], list[Hit]]:
        """By words and by meaning, each best first."""
        by_words = self.index.search_words(query.words, count, allowed)
        return by_words, self.index.search_vectors(query.vectors.vector, count, allowed)

    def _asking_part(self, question: str) -> tuple[_Query, ...]:
        """The last two sentences of a scenario as a query of their own; nothing for a plain question."""
        asking = asking_part(question)
        return (self._query(asking),) if asking != question else ()

    def _query(self, question: str) -> _Query:
        others = self.glossary.other_names(question)
        words = dict.fromkeys(
            (w for name in others for w in search_words(name)), self.settings.synonym_weight
        )
        words |= dict.fromkeys(search_words(question), 1.0)
        vectors = self.embedder.embed_query(question)
        rarest = self.index.rarity("")
        weights = [self._weight(word, rarest) for word in vectors.words]
        return _Query(words, vectors, np.asarray(weights, dtype=np.float32))

    def _weight(self, word: str, rarest: float) -> float:
        rarities = [self.index.rarity(stem) for stem in search_words(word)]
        return max(rarities) / rarest if rarities else _SMALL_WORD

    def _reranked(self, parts: _Parts, fused: Sequence[Hit], word_scores: dict[int, float]) -> list[Passage]:
        """Best first by a blend of MaxSim and the fused rank, each scaled to 0..1 over the candidates.

        For a question that asks for two things the better blend of both halves counts, so that the best
        passages of either stand in front.
        """
        positions = [hit.position for hit in fused]
        if not positions:
            return []
        late = np.array([self._late(parts, position) for position in positions])  # (candidates, aims)
        cosines = self.index.vectors(positions) @ parts.whole.vectors.vector
        share = self.settings.item_fusion_share if parts.options else self.settings.fusion_share
        fused_scores = _scaled([hit.score for hit in fused])
        blend = np.max([(1 - share) * _scaled(aim) + share * fused_scores for aim in late.T], axis=0)
        passages = [
            Passage(
                chunk=self.index.chunks[position],
                score=float(blend[i]) + self._above(parts.subjects, self.index.chunks[position]),
                position=position,
                similarity=float(cosines[i]),
                token_similarity=float(late[i].max()),
                word_score=word_scores.get(position, 0.0),
            )
            for i, position in enumerate(positions)
        ]
        return sorted(passages, key=lambda p: (-p.score, p.position))

    def _above(self, subjects: Sequence[str], chunk: Chunk) -> float:
        """What the heading above a passage adds, where the question is about something as a whole."""
        if not subjects or not chunk.headings:
            return 0.0
        heading, rarity, chosen = chunk.headings[-1], self.index.rarity, self.settings
        return sum(
            chosen.named_above * name_share(subject, heading, rarity)
            + chosen.begins_heading * begins_with(subject, heading, rarity)
            for subject in subjects
        ) / len(subjects)

    def _late(self, parts: _Parts, position: int) -> list[float]:
        """MaxSim of the question, blended with that of an item's options; a value for each half."""
        rows = self.index.token_vectors(position)
        whole = max_sim(parts.whole.vectors.tokens, rows, parts.whole.token_weights)
        each = [
            max_sim(query.vectors.tokens, rows, query.token_weights)
            for query in (*parts.options, *parts.halves)
        ]
        if parts.options:
            share = self.settings.option_share
            return [(1 - share) * whole + share * (sum(each) / len(each) + max(each)) / 2]
        share = self.settings.half_share
        return [(1 - share) * whole + share * half for half in each] or [whole]

    def _without_copies(self, passages: list[Passage], count: int) -> tuple[Passage, ...]:
        kept: list[Passage] = []
        vectors = self.index.vectors([p.position for p in passages]) if passages else None
        kept_rows: list[int] = []
        for row, passage in enumerate(passages):
            if len(kept) == count or vectors is None:
                break
            alike = [other for other in kept_rows if vectors[other] @ vectors[row] >= self.settings.near_copy]
            # an older edition says the same with another figure, and that is to be seen
            if any(_figures(passages[other]) == _figures(passage) for other in alike):
                continue
            kept.append(passage)
            kept_rows.append(row)
        return tuple(kept)


def max_sim(
    query: NDArray[np.float32], passage: NDArray[np.int8], weights: NDArray[np.float32] | None = None
) -> float:
    """Mean over the rows of `query` (m, dim; unit) of the best cosine with a row of `passage` (n, dim).

    `weights` (m,) makes it a weighted mean. Between -1 and 1; 0 when either has no rows.
    """
    if not len(query) or not len(passage):
        return 0.0
    rows = passage.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    best = ((query @ rows.T) / np.maximum(lengths, 1e-9)).max(axis=1)
    return float(np.average(best, weights=weights))


def _figures(passage: Passage) -> frozenset[str]:
    return numbers_in(passage.chunk.text)


def _fused(lists: Sequence[Sequence[Hit]], constant: float) -> list[Hit]:
    scores: dict[int, float] = {}
    for hits in lists:
        for rank, hit in enumerate(hits, start=1):
            scores[hit.position] = scores.get(hit.position, 0.0) + 1.0 / (constant + rank)
    return [Hit(position, score) for position, score in sorted(scores.items(), key=lambda i: (-i[1], i[0]))]


def _scaled(values: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    spread = array.max() - array.min()
    return (array - array.min()) / spread if spread > 0 else np.ones_like(array)
