"""Passages that can be searched by words and by vectors (only user of faiss and bm25s).

`PassageIndex` is what the rest of the project needs of an index; a served vector database can take
its place by these few methods. `LocalIndex` is the one that is shipped: everything in memory but
the token vectors, which stay on disk. Knows nothing of files (see `index_files`) or of questions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.types import Blueprint, Chunk, Page
from ingest.words import search_words

__all__ = [
    "EXACT_UP_TO",
    "DocumentEntry",
    "Hit",
    "IndexContents",
    "LocalIndex",
    "PassageIndex",
    "Selection",
    "WordIndex",
    "graph_of",
]

EXACT_UP_TO = 20_000
"""Chunks up to which vector search is exact. Above it a graph (HNSW) is searched, which may miss some.

The recall lost is tested on 21,000 random vectors (at least .95 is kept); at 100,000 it is not measured.
"""
_GRAPH_NEIGHBOURS = 32
_GRAPH_BUILD_BREADTH = 80
_GRAPH_SEARCH_BREADTH = 160


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: its position in the index, and a score of which more is better."""

    position: int
    score: float


@dataclass(frozen=True, slots=True)
class Selection:
    """Which passages may be found; an empty field does not restrict. Tasks count as "1.2", domains as 1."""

    documents: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()
    domains: frozenset[int] = frozenset()

    def allows(self, chunk: Chunk) -> bool:
        """True if the chunk passes every field."""
        if self.documents and chunk.document not in self.documents:
            return False
        if self.tasks and chunk.task not in self.tasks:
            return False
        domain = int(chunk.task.split(".")[0]) if chunk.task else None
        return not self.domains or domain in self.domains


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document as the index keeps it: what its file was, and how much was found in it."""

    name: str
    title: str
    sha256: str
    size_bytes: int
    pages: int
    chunks: int
    indexed_at: str
    """UTC, ISO 8601."""
    notes: tuple[str, ...] = ()


class PassageIndex(Protocol):
    """What a retriever asks of an index. Positions count from 0."""

    @property
    def embedder_name(self) -> str: ...
    @property
    def chunks(self) -> Sequence[Chunk]: ...
    @property
    def documents(self) -> Sequence[DocumentEntry]: ...
    def page(self, document: str, number: int) -> Page:
        """The page, for showing a citation where it stands. Raises KeyError if there is none."""
        ...

    def allowed(self, selection: Selection) -> NDArray[np.bool_] | None:
        """(n,) True where a passage may be found, or None when nothing is excluded."""
        ...

    def search_words(
        self, query: Mapping[str, float], count: int, allowed: NDArray[np.bool_] | None = None
    ) -> list[Hit]:
        """Best first by BM25, passages sharing no word left out; `query` weighs each stemmed word."""
        ...

    def search_vectors(
        self, vector: NDArray[np.float32], count: int, allowed: NDArray[np.bool_] | None = None
    ) -> list[Hit]:
        """Best first by cosine."""
        ...

    def vectors(self, positions: Sequence[int]) -> NDArray[np.float32]:
        """(len(positions), dim), unit rows."""
        ...

    def token_vectors(self, position: int) -> NDArray[np.int8]:
        """(tokens, dim) directions, see `ingest.embedding.quantised`."""
        ...

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a stemmed word, ln(1 + (n - df + .5) / (df + .5))."""
        ...


class WordIndex:
    """BM25 over stemmed words. `engine` is a bm25s index, `frequencies` the document count of each word."""

    def __init__(self, engine: Any, frequencies: Mapping[str, int], size: int) -> None:  # noqa: ANN401
        self.engine = engine
        self.frequencies = frequencies
        self._size = size

    @classmethod
    def of(cls, texts: Iterable[str]) -> "WordIndex":
        """An index over the texts, in their order."""
        import bm25s

        documents = [search_words(text) or [""] for text in texts]
        frequencies: dict[str, int] = {}
        for words in documents:
            for word in set(words):
                frequencies[word] = frequencies.get(word, 0) + 1
        # k1 and b are the usual ones of Lucene; passages are of like length, so b matters little
        engine = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
        engine.index(documents, show_progress=False)
        return cls(engine, frequencies, len(documents))

    def scores(self, query: Mapping[str, float]) -> NDArray[np.float32]:
        """(n,) BM25 of each passage; words that stand in none are passed over."""
        total = np.zeros(self._size, dtype=np.float32)
        stored = self.engine.scores
        for word, weight in query.items():
            if word in self.frequencies:
                column = self.engine.vocab_dict[word]
                of_word = slice(stored["indptr"][column], stored["indptr"][column + 1])
                # a passage stands once in a word's list; bm25s' own sum, for any list, is many times slower
                total[stored["indices"][of_word]] += np.float32(weight) * stored["data"][of_word]
        return total

    def rarity(self, word: str) -> float:
        """See `PassageIndex.rarity`; a word that stands nowhere is the rarest."""
        found = self.frequencies.get(word, 0)
        return float(np.log(1 + (self._size - found + 0.5) / (found + 0.5)))


@dataclass(frozen=True, slots=True)
class IndexContents:
    """Everything an index consists of. `token_starts` has n + 1 rows into `tokens` (rows, dim)."""

    embedder_name: str
    documents: tuple[DocumentEntry, ...]
    pages: Mapping[tuple[str, int], Page]
    chunks: tuple[Chunk, ...]
    vectors: NDArray[np.float32]
    tokens: NDArray[np.int8]
    token_starts: NDArray[np.int64]
    words: WordIndex
    blueprint: Blueprint | None = None
    """What the sources say of the exam, if they say anything."""
    graph: Any = field(default=None)
    """A faiss HNSW index over `vectors` when there are more than `EXACT_UP_TO`, else None."""


class LocalIndex:
    """`PassageIndex` over `IndexContents`."""

    def __init__(self, contents: IndexContents) -> None:
        self.contents = contents
        self._flat: Any = None

    @property
    def embedder_name(self) -> str:
        return self.contents.embedder_name

    @property
    def chunks(self) -> Sequence[Chunk]:
        return self.contents.chunks

    @property
    def documents(self) -> Sequence[DocumentEntry]:
        return self.contents.documents

    def page(self, document: str, number: int) -> Page:
        return self.contents.pages[document, number]

    def allowed(self, selection: Selection) -> NDArray[np.bool_] | None:
        if selection == Selection():
            return None
        return np.fromiter((selection.allows(c) for c in self.chunks), dtype=np.bool_, count=len(self.chunks))

    def search_words(
        self, query: Mapping[str, float], count: int, allowed: NDArray[np.bool_] | None = None
    ) -> list[Hit]:
        scores = self.contents.words.scores(query)
        if allowed is not None:
            scores[~allowed] = 0.0
        return [hit for hit in _best(scores, count) if hit.score > 0]

    def search_vectors(
        self, vector: NDArray[np.float32], count: int, allowed: NDArray[np.bool_] | None = None
    ) -> list[Hit]:
        if allowed is not None:
            return self._search_selected(vector, count, np.flatnonzero(allowed))
        if not self.chunks:
            return []
        scores, positions = self._searcher().search(vector[np.newaxis], min(count, len(self.chunks)))
        return [Hit(int(p), float(s)) for p, s in zip(positions[0], scores[0], strict=True) if p >= 0]

    def vectors(self, positions: Sequence[int]) -> NDArray[np.float32]:
        return np.asarray(self.contents.vectors[list(positions)], dtype=np.float32)

    def token_vectors(self, position: int) -> NDArray[np.int8]:
        start, end = self.contents.token_starts[position : position + 2]
        return np.asarray(self.contents.tokens[start:end])

    def rarity(self, word: str) -> float:
        return self.contents.words.rarity(word)

    def _search_selected(
        self, vector: NDArray[np.float32], count: int, selected: NDArray[np.intp]
    ) -> list[Hit]:
        """Exact over the selected ones: a graph loses too many when most of it is forbidden."""
        scores = np.asarray(self.contents.vectors[selected], dtype=np.float32) @ vector
        return [Hit(int(selected[hit.position]), hit.score) for hit in _best(scores, count)]

    def _searcher(self) -> Any:  # noqa: ANN401 - faiss has no types
        if self.contents.graph is not None:
            return self.contents.graph
        if self._flat is None:
            import faiss

            self._flat = faiss.IndexFlatIP(self.contents.vectors.shape[1])
            self._flat.add(np.ascontiguousarray(self.contents.vectors))
        return self._flat


def graph_of(vectors: NDArray[np.float32]) -> Any:  # noqa: ANN401 - faiss has no types
    """A faiss HNSW graph over unit rows (Malkov and Yashunin, 2016), or None when exact search will do."""
    if len(vectors) <= EXACT_UP_TO:
        return None
    import faiss

    graph = faiss.IndexHNSWFlat(vectors.shape[1], _GRAPH_NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction = _GRAPH_BUILD_BREADTH
    graph.hnsw.efSearch = _GRAPH_SEARCH_BREADTH
    graph.add(np.ascontiguousarray(vectors))
    return graph


def _best(scores: NDArray[np.float32], count: int) -> list[Hit]:
    """The highest `count`, best first; equal scores in order of position, so that results repeat."""
    count = min(count, len(scores))
    if count <= 0:
        return []
    top = np.argpartition(-scores, count - 1)[:count]
    top = top[np.lexsort((top, -scores[top]))]
    return [Hit(int(i), float(scores[i])) for i in top]
