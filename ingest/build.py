"""The whole ingestion, straight: files -> documents -> chunks -> vectors -> an index on disk.

Unchanged files keep their chunks and vectors, changed and removed ones are replaced. Knows nothing
of courses, questions or the command line.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from ingest.blueprint import merge_blueprints, read_blueprint
from ingest.blueprint.json_form import blueprint_to_json
from ingest.chunking import ChunkSizes, split
from ingest.embedding import Embedder
from ingest.errors import IndexUnavailableError, SourceError, TutorError
from ingest.index import DocumentEntry
from ingest.index_files import load_index, only_writer, read_manifest, save_index
from ingest.index_parts import Part, contents_of, parts_of
from ingest.sources import Source, find_documents
from ingest.tasks import with_tasks
from ingest.types import Blueprint, Document
from ingest.worker import ReaderWorker

__all__ = ["READER_VERSION", "BuildReport", "FileStatus", "Progress", "Stage", "build_index"]

READER_VERSION = 1
"""Raised when a reader's or the chunker's output changes, so that indexes are built anew."""
_BLUEPRINT = "blueprint"


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
    with only_writer(index_dir):
        progress = progress or _silent
        moment = now or datetime.now(UTC)
        settings = _settings(embedder, blueprint)
        previous = _previous_parts(index_dir, settings)
        sources, problems = find_documents(paths, base)
        parts, unread = _read_all(sources, previous, embedder, progress, moment)
        problems = (*problems, *unread)
        statuses = _statuses(sources, previous, parts)
        if _is_current(index_dir, settings, statuses, previous):
            return BuildReport(statuses, problems, sum(len(p.chunks) for p in parts), 0, changed=False)
        _refuse_nothing(paths, parts, problems)
        embedded = _embedded(parts, embedder, progress)
        contents = contents_of(embedded, embedder.name)
        contents = replace(contents, blueprint=_whole_blueprint(blueprint, parts))
        contents = replace(contents, chunks=with_tasks(contents, embedder))
        progress(Stage.SAVING, 0, 1, "")
        save_index(contents, index_dir, settings, moment)
        progress(Stage.SAVING, 1, 1, "")
        count = sum(len(p.chunks) for p in parts if p.vectors is None)
        return BuildReport(statuses, problems, len(contents.chunks), count, changed=True)


def _silent(stage: Stage, done: int, total: int, detail: str) -> None:
    """Progress that nobody watches."""


def _whole_blueprint(given: Blueprint | None, parts: Sequence[Part]) -> Blueprint | None:
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
    """How an index is made; all but the blueprint decide whether an older part can be used again."""
    sizes = ChunkSizes()
    known = json.dumps(blueprint_to_json(blueprint), sort_keys=True) if blueprint else ""
    return {
        "reader": READER_VERSION,
        "embedder": embedder.name,
        "chunk_tokens": [sizes.shortest, sizes.target, sizes.longest],
        _BLUEPRINT: hashlib.sha256(known.encode()).hexdigest(),
    }


def _of_parts(settings: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in settings.items() if key != _BLUEPRINT}


def _is_current(
    index_dir: Path,
    settings: dict[str, Any],
    statuses: Sequence[tuple[str, FileStatus]],
    previous: dict[str, Part],
) -> bool:
    """True if a new index would be the one on disk; a file that failed before may fail again."""
    same = all(
        status is FileStatus.UNCHANGED or (status is FileStatus.FAILED and name not in previous)
        for name, status in statuses
    )
    return bool(previous) and same and read_manifest(index_dir)["settings"] == settings


def _previous_parts(index_dir: Path, settings: dict[str, Any]) -> dict[str, Part]:
    """The documents of the index on disk by name, or none when it was made otherwise or is damaged."""
    try:
        if _of_parts(read_manifest(index_dir)["settings"]) != _of_parts(settings):
            return {}
        return parts_of(load_index(index_dir))
    except IndexUnavailableError:
        return {}


def _read_all(
    sources: Sequence[Source],
    previous: dict[str, Part],
    embedder: Embedder,
    progress: Progress,
    now: datetime,
) -> tuple[list[Part], tuple[SourceError, ...]]:
    parts: list[Part] = []
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


def _part_from(document: Document, embedder: Embedder, now: datetime) -> Part:
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
    return Part(entry, document.pages, chunks)


def _statuses(
    sources: Iterable[Source], previous: dict[str, Part], parts: Iterable[Part]
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


def _refuse_nothing(paths: Sequence[Path], parts: Sequence[Part], problems: Sequence[SourceError]) -> None:
    if any(part.chunks for part in parts):
        return
    if problems:
        raise problems[0]
    found = "holds any text" if parts else "was found"
    raise TutorError(f"Nothing to index: no document {found} in {', '.join(str(p) for p in paths)}.")


def _embedded(parts: Sequence[Part], embedder: Embedder, progress: Progress) -> list[Part]:
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
