"""A corpus of any size that behaves like a course to a search, made of a course's own words.

Passages are runs of words drawn from real ones, with random directions for vectors: nothing in it means
anything, but the word index, the vector search and the re-ranking do the work that they would do.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.index import IndexContents, LocalIndex, WordIndex, graph_of
from ingest.types import BlockKind, Chunk, chunk_id

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PASSAGE_WORDS", "TOKENS_EACH", "synthetic_index"]

PASSAGE_WORDS = 60
TOKENS_EACH = 80
"""Word pieces in a passage of so many words, about."""


def synthetic_index(
    words: Sequence[str], size: int, dim: int, embedder_name: str, folder: Path
) -> LocalIndex:
    """An index of `size` passages of random `words`; its token vectors stand in a file in `folder`.

    The file has just been written, so it is in the system's file cache: a warm index, if memory allows (31 KB
    a passage). A sparse file would not be: reading a hole took a hundred times as long as reading a cached
    page. Above `ingest.index.EXACT_UP_TO` passages the graph takes minutes to build.
    """
    chance = random.Random(size)
    vectors = _unit_rows(size, dim)
    chunks = tuple(_chunks(words, size, chance))
    rows = size * TOKENS_EACH
    path = folder / f"tokens-{size}"
    passage = chance.randbytes(TOKENS_EACH * dim)
    with path.open("wb") as file:
        for _ in range(size):
            file.write(passage)
    tokens: NDArray[np.int8] = np.memmap(path, np.int8, "r", shape=(rows, dim))
    return LocalIndex(
        IndexContents(
            embedder_name=embedder_name,
            documents=(),
            pages={},
            chunks=chunks,
            vectors=vectors,
            tokens=tokens,
            token_starts=np.arange(0, rows + 1, TOKENS_EACH, dtype=np.int64),
            words=WordIndex.of(chunk.text for chunk in chunks),
            graph=graph_of(vectors),
        )
    )


def _unit_rows(size: int, dim: int) -> NDArray[np.float32]:
    """Directions around 256 centres: texts come in subjects, and a graph over pure noise is no fair test."""
    chance = np.random.default_rng(size)
    centres = chance.standard_normal((256, dim), dtype=np.float32)
    rows = centres[chance.integers(0, len(centres), size)]
    rows = rows + chance.standard_normal((size, dim), dtype=np.float32)
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def _chunks(words: Sequence[str], size: int, chance: random.Random) -> "Iterator[Chunk]":
    start = 0
    for _ in range(size):
        text = " ".join(chance.choices(words, k=PASSAGE_WORDS))
        name = chunk_id("synthetic", 1, start, text)
        yield Chunk(
            name, "synthetic", 1, start, start + len(text), text, BlockKind.PROSE, (), tokens=TOKENS_EACH
        )
        start += len(text) + 1
