"""An index in parts, one a document, as a build takes it apart and puts it together. Reads no files."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.index import DocumentEntry, IndexContents, LocalIndex, WordIndex, graph_of
from ingest.types import Chunk, Page

__all__ = ["Part", "contents_of", "parts_of"]


@dataclass(frozen=True, slots=True)
class Part:
    """A document as it goes into the index; vectors are None until it is embedded."""

    entry: DocumentEntry
    pages: tuple[Page, ...]
    chunks: tuple[Chunk, ...]
    vectors: NDArray[np.float32] | None = None
    tokens: tuple[NDArray[np.int8], ...] = ()


def parts_of(index: LocalIndex) -> dict[str, Part]:
    """The parts of an index by the documents' names."""
    contents = index.contents
    pages: dict[str, list[Page]] = {entry.name: [] for entry in index.documents}
    for (name, _), page in contents.pages.items():
        pages[name].append(page)
    positions: dict[str, list[int]] = {entry.name: [] for entry in index.documents}
    for position, chunk in enumerate(contents.chunks):
        positions[chunk.document].append(position)
    return {
        entry.name: Part(
            entry=entry,
            pages=tuple(pages[entry.name]),
            chunks=tuple(contents.chunks[i] for i in positions[entry.name]),
            vectors=index.vectors(positions[entry.name]),
            tokens=tuple(index.token_vectors(i) for i in positions[entry.name]),
        )
        for entry in index.documents
    }


def contents_of(parts: Sequence[Part], embedder_name: str) -> IndexContents:
    """The parts, all embedded and at least one with a chunk, as one index without a blueprint."""
    chunks = tuple(chunk for part in parts for chunk in part.chunks)
    tokens = [rows for part in parts for rows in part.tokens]
    vectors = np.concatenate([part.vectors for part in parts if part.vectors is not None])
    return IndexContents(
        embedder_name=embedder_name,
        documents=tuple(part.entry for part in parts),
        pages={(part.entry.name, page.number): page for part in parts for page in part.pages},
        chunks=chunks,
        vectors=vectors,
        tokens=np.concatenate(tokens),
        token_starts=np.concatenate([[0], np.cumsum([len(rows) for rows in tokens])]).astype(np.int64),
        words=WordIndex.of(chunk.full_text for chunk in chunks),
        graph=graph_of(vectors),
    )
