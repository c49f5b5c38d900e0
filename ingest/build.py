"""The whole ingestion, straight: files -> documents -> chunks -> vectors -> an index on disk.

Unchanged files keep their chunks and vectors, changed and removed ones are replaced. Knows nothing
of courses, questions or the command line.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from ingest.blueprint import merge_blueprints, read_blueprint
from ingest.chunking import ChunkSizes, split
from ingest.embedding import Embedder
from ingest.errors import IndexUnavailableError, SourceError, TutorError
from ingest.index import DocumentEntry, IndexContents, WordIndex, graph_of
from ingest.index_files import load_index, read_manifest, save_index
from ingest.sources import Source, find_documents
from ingest.tasks import with_tasks
from ingest.types import Blueprint, Chunk, Document, Page
from ingest.worker import ReaderWorker

__all__ = ["READER_VERSION", "BuildReport", "FileStatus", "Progress", "Stage", "build_index"]

READER_VERSION = 1
"""Raised when a reader's or the chunker's output changes, so that indexes are built anew."""
_LOCK_SECONDS = 5.0


class FileStatus(StrEnum):
    """What became of a file since the last build."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    FAILED = "failed"


class Stage(StrEnum):
    """What a build is doing; the unit of its progress stands in brackets."""

    READING = "reading (files)"
    EMBEDDING = "embedding (chunks)"
    SAVING = "saving (files)"


class Progress(Protocol):
    """Told how far a build is. `total` may be 0."""

    def __call__(self, stage: Stage, done: int, total: int, detail: str) -> None: ...


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `changed` is False when the index on disk was right already."""

    statuses: tuple[tuple[str, FileStatus], ...]
    problems: tuple[SourceError, ...]
    chunks: int
    embedded_chunks: int
    changed: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A document as it goes into the index; vectors are None until it is embedded."""

    entry: DocumentEntry
    pages: tuple[Page, ...]
    chunks: tuple[Chunk, ...]
    vectors: NDArray[np.float32] | None = None
    tokens: tuple[NDArray[np.int8], ...] = ()


def build_index(
    paths: Sequence[Path],
    index_dir: Path,
    embedder: Embedder,
    *,
    blueprint: Blueprint | None = None,
    base: Path | None = None,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> BuildReport:
    """Make `index_dir` the index of exactly the files in `paths`; what could be read is indexed.

    `blueprint` is what is known of the exam beforehand; what exam guides among the files say is added.
    Files below `base` are named relative to it.

    Raises:
        SourceError: not one file could be read.
        IndexUnavailableError: another process is writing this index.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    with _only_writer(index_dir):
        progress = progress or _silent
        moment = now or datetime.now(UTC)
        settings = _settings(embedder, blueprint)
        previous = _previous_parts(index_dir, settings)
        sources, problems = find_documents(paths, base)
        parts, unread = _read_all(sources, previous, embedder, progress, moment)
        problems = (*problems, *unread)
        statuses = _statuses(sources, previous, parts)
        if all(status is FileStatus.UNCHANGED for _, status in statuses) and parts:
            return BuildReport(statuses, problems, sum(len(p.chunks) for p in parts), 0, changed=False)
        _refuse_nothing(paths, parts, problems)
        embedded = _embedded(parts, embedder, progress)
        contents = _contents(embedded, embedder.name)
        contents = replace(contents, blueprint=_whole_blueprint(blueprint, parts))
        contents = replace(contents, chunks=with_tasks(contents, embedder))
        progress(Stage.SAVING, 0, 1, "")
        save_index(contents, index_dir, settings, moment)
        progress(Stage.SAVING, 1, 1, "")
        count = sum(len(p.chunks) for p in parts if p.vectors is None)
        return BuildReport(statuses, problems, len(contents.chunks), count, changed=True)


def _silent(stage: Stage, done: int, total: int, detail: str) -> None:
    """Progress that nobody watches."""


class _only_writer:
    """Holds the index's lock; another writer's lock is waited for a few seconds, then reported."""

    def __init__(self, index_dir: Path) -> None:
        self._index_dir = index_dir
        self._lock = FileLock(index_dir / ".lock", timeout=_LOCK_SECONDS)

    def __enter__(self) -> None:
        try:
            self._lock.acquire()
        except Timeout as error:
            raise IndexUnavailableError(
                f"Another process is writing the index in {self._index_dir}. Try again when it has ended."
            ) from error

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _whole_blueprint(given: Blueprint | None, parts: Sequence[_Part]) -> Blueprint | None:
    """The given one, then those of the exam guides among the documents: they state domains or a pass mark."""
    found = [given] if given else []
    for part in parts:
        entry = part.entry
        document = Document(entry.name, entry.title, entry.sha256, entry.size_bytes, part.pages)
        read = read_blueprint(document)
        if read.domains or read.values("pass_mark"):
            found.append(read)
    return merge_blueprints(found) if found else None


def _settings(embedder: Embedder, blueprint: Blueprint | None) -> dict[str, Any]:
    """What an older part must have been made with to be used again."""
    sizes = ChunkSizes()
    tasks = (
        [task.title + "".join(b.text for b in task.bullets) for task in blueprint.tasks] if blueprint else []
    )
    return {
        "reader": READER_VERSION,
        "embedder": embedder.name,
        "chunk_tokens": [sizes.shortest, sizes.target, sizes.longest],
        "tasks": tasks,
    }


def _previous_parts(index_dir: Path, settings: dict[str, Any]) -> dict[str, _Part]:
    """The documents of the index on disk by name, or none when it was made otherwise or is damaged."""
    try:
        if read_manifest(index_dir)["settings"] != settings:
            return {}
        index = load_index(index_dir)
    except IndexUnavailableError:
        return {}
    contents = index.contents
    pages: dict[str, list[Page]] = {entry.name: [] for entry in index.documents}
    for (name, _), page in contents.pages.items():
        pages[name].append(page)
    positions: dict[str, list[int]] = {entry.name: [] for entry in index.documents}
    for position, chunk in enumerate(contents.chunks):
        positions[chunk.document].append(position)
    return {
        entry.name: _Part(
            entry=entry,
            pages=tuple(pages[entry.name]),
            chunks=tuple(contents.chunks[i] for i in positions[entry.name]),
            vectors=index.vectors(positions[entry.name]),
            tokens=tuple(index.token_vectors(i) for i in positions[entry.name]),
        )
        for entry in index.documents
    }


def _read_all(
    sources: Sequence[Source],
    previous: dict[str, _Part],
    embedder: Embedder,
    progress: Progress,
    now: datetime,
) -> tuple[list[_Part], tuple[SourceError, ...]]:
    parts: list[_Part] = []
    problems: list[SourceError] = []
    with ReaderWorker() as worker:
        for done, source in enumerate(sources):
            progress(Stage.READING, done, len(sources), source.name)
            known = previous.get(source.name)
            if known is not None and known.entry.sha256 == source.sha256:
                parts.append(known)
                continue
            try:
                parts.append(_part_from(worker.read(source), embedder, now))
            except SourceError as problem:
                problems.append(problem)
    progress(Stage.READING, len(sources), len(sources), "")
    return parts, tuple(problems)


def _part_from(document: Document, embedder: Embedder, now: datetime) -> _Part:
    chunks = split(document, embedder.count_tokens)
    entry = DocumentEntry(
        name=document.name,
        title=document.title,
        sha256=document.sha256,
        size_bytes=document.size_bytes,
        pages=len(document.pages),
        chunks=len(chunks),
        indexed_at=now.isoformat(timespec="seconds"),
        notes=document.notes,
    )
    return _Part(entry, document.pages, chunks)


def _statuses(
    sources: Iterable[Source], previous: dict[str, _Part], parts: Iterable[_Part]
) -> tuple[tuple[str, FileStatus], ...]:
    read = {part.entry.name: part for part in parts}
    statuses: dict[str, FileStatus] = {}
    for source in sources:
        if source.name not in read:
            statuses[source.name] = FileStatus.FAILED
        elif source.name not in previous:
            statuses[source.name] = FileStatus.ADDED
        elif read[source.name].vectors is not None:
            statuses[source.name] = FileStatus.UNCHANGED
        else:
            statuses[source.name] = FileStatus.CHANGED
    statuses |= {name: FileStatus.REMOVED for name in previous if name not in statuses}
    return tuple(statuses.items())


def _refuse_nothing(paths: Sequence[Path], parts: Sequence[_Part], problems: Sequence[SourceError]) -> None:
    if parts:
        return
    if problems:
        raise problems[0]
    raise TutorError(f"Nothing to index: no document was found in {', '.join(str(p) for p in paths)}.")


def _embedded(parts: Sequence[_Part], embedder: Embedder, progress: Progress) -> list[_Part]:
    """The parts, those without vectors embedded; all their chunks go through in one run."""
    fresh = [part for part in parts if part.vectors is None]
    texts = [chunk.full_text for part in fresh for chunk in part.chunks]
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        progress(Stage.EMBEDDING, done, len(texts), "")

    progress(Stage.EMBEDDING, 0, len(texts), "")
    made = embedder.embed_passages(texts, advance) if texts else None
    result, first = [], 0
    for part in parts:
        if part.vectors is not None or made is None:
            result.append(part)
            continue
        end = first + len(part.chunks)
        result.append(replace(part, vectors=made.vectors[first:end], tokens=made.tokens[first:end]))
        first = end
    return result


def _contents(parts: Sequence[_Part], embedder_name: str) -> IndexContents:
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
