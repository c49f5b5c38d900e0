"""An index on disk: written whole into a folder of its own, then made current by one rename.

    index_dir/
      CURRENT            the name of the version in use
      v-<time>-<id>/     manifest.json, documents.jsonl, chunks.jsonl, vectors.npy, tokens.npy,
                         token_starts.npy, words/, blueprint.json, graph.faiss

A process killed at any moment leaves `CURRENT` as it was. Nothing is unpickled. Knows nothing of
how the contents came about.
"""

import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from ingest.blueprint.json_form import blueprint_from_json, blueprint_to_json
from ingest.document_json import document_from_json, document_to_json
from ingest.errors import IndexUnavailableError
from ingest.index import DocumentEntry, IndexContents, LocalIndex, WordIndex
from ingest.types import BlockKind, Blueprint, Chunk, Document, Page

__all__ = ["FORMAT", "load_index", "only_writer", "read_manifest", "save_index"]

FORMAT = 1
"""Raised when what stands in the files changes; an index of another format is built anew."""
_CURRENT = "CURRENT"
_MANIFEST = "manifest.json"
_LOCK_SECONDS = 5.0
_BLUEPRINT = "blueprint.json"
_UNREADABLE = (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, RuntimeError)
"""What files of the right size and the wrong bytes raise in JSON, NumPy, bm25s and faiss."""


def save_index(contents: IndexContents, index_dir: Path, settings: Mapping[str, Any], now: datetime) -> Path:
    """Write a new version, make it current, remove older ones; returns the version's folder.

    `settings` says how the contents were made, and is kept in the manifest for the next build to compare.
    """
    name = f"v-{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
    folder = index_dir / name
    folder.mkdir(parents=True)
    _write_contents(contents, folder)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    _sync(files)
    sizes = {str(path.relative_to(folder)): path.stat().st_size for path in files}
    manifest = {
        "format": FORMAT,
        "embedder": contents.embedder_name,
        "chunks": len(contents.chunks),
        "built_at": now.isoformat(),
        "settings": dict(settings),
        "files": sizes,
    }
    _write_synced(folder / _MANIFEST, json.dumps(manifest, indent=1))
    _write_synced(index_dir / f"{_CURRENT}.{name}", name)
    (index_dir / f"{_CURRENT}.{name}").replace(index_dir / _CURRENT)
    _remove_others(index_dir, keep=name)
    return folder


@contextmanager
def only_writer(index_dir: Path, wait_seconds: float = _LOCK_SECONDS) -> Iterator[None]:
    """Holds the index's lock; another writer's is waited for.

    Raises:
        IndexUnavailableError: another process is still writing.
    """
    lock = FileLock(index_dir / ".lock", timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexUnavailableError(
            f"Another process is writing the index in {index_dir}. Try again when it has ended."
        ) from error
    try:
        yield
    finally:
        lock.release()


def read_manifest(index_dir: Path) -> dict[str, Any]:
    """The manifest of the current version.

    Raises:
        IndexUnavailableError: there is none, it can't be read, or it has another format.
    """
    rebuild = "Run `tutor ingest` again to build it."
    try:
        name = (index_dir / _CURRENT).read_text(encoding="utf-8").strip()
        manifest: dict[str, Any] = json.loads((index_dir / name / _MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise IndexUnavailableError(f"There is no index in {index_dir}. {rebuild}") from error
    except (OSError, ValueError) as error:
        raise IndexUnavailableError(f"The index in {index_dir} can't be read: {error}. {rebuild}") from error
    if not isinstance(manifest, dict):
        raise IndexUnavailableError(f"The index in {index_dir} has a manifest of no use. {rebuild}")
    if manifest.get("format") != FORMAT:
        found = manifest.get("format")
        raise IndexUnavailableError(f"The index in {index_dir} has format {found}, not {FORMAT}. {rebuild}")
    manifest["folder"] = name
    return manifest


def load_index(index_dir: Path, embedder_name: str | None = None) -> LocalIndex:
    """The current version, its token vectors left on disk.

    Raises:
        IndexUnavailableError: there is no index, a file of it is missing or cut short, or it was made
            by another embedder than `embedder_name`.
    """
    manifest = read_manifest(index_dir)
    folder = index_dir / manifest["folder"]
    if embedder_name is not None and manifest["embedder"] != embedder_name:
        raise IndexUnavailableError(
            f"The index in {index_dir} was made with the embedder {manifest['embedder']}, but the settings "
            f"say {embedder_name}. Run `tutor ingest` again to rebuild it, or set the embedder back."
        )
    for name, size in manifest["files"].items():
        path = folder / name
        found = path.stat().st_size if path.exists() else None
        if found != size:
            state = "is missing" if found is None else f"has {found} bytes instead of {size}"
            raise IndexUnavailableError(
                f"The index in {index_dir} is damaged: {name} {state}. Run `tutor ingest` again to build it."
            )
    try:
        return LocalIndex(_read_contents(folder, manifest["embedder"]))
    except _UNREADABLE as error:
        raise IndexUnavailableError(
            f"The index in {index_dir} is damaged: {error}. Run `tutor ingest` again to build it."
        ) from error


def _write_contents(contents: IndexContents, folder: Path) -> None:
    _write_lines(folder / "documents.jsonl", _document_rows(contents))
    if contents.blueprint is not None:
        blueprint = json.dumps(blueprint_to_json(contents.blueprint))
        (folder / _BLUEPRINT).write_text(blueprint, encoding="utf-8")
    chunks = ({k: v for k, v in asdict(chunk).items() if k != "text"} for chunk in contents.chunks)
    _write_lines(folder / "chunks.jsonl", chunks)  # the text is cut from its page again when loading
    np.save(folder / "vectors.npy", contents.vectors, allow_pickle=False)
    np.save(folder / "tokens.npy", contents.tokens, allow_pickle=False)
    np.save(folder / "token_starts.npy", contents.token_starts, allow_pickle=False)
    contents.words.engine.save(folder / "words", show_progress=False)
    frequencies = json.dumps(dict(contents.words.frequencies))
    (folder / "words" / "frequencies.json").write_text(frequencies, encoding="utf-8")
    if contents.graph is not None:
        import faiss

        faiss.write_index(contents.graph, str(folder / "graph.faiss"))


def _read_contents(folder: Path, embedder_name: str) -> IndexContents:
    rows = list(_read_lines(folder / "documents.jsonl"))
    documents = [document_from_json(row["document"]) for row in rows]
    pages = {(document.name, page.number): page for document in documents for page in document.pages}
    chunks = tuple(_chunk(row, pages) for row in _read_lines(folder / "chunks.jsonl"))
    return IndexContents(
        embedder_name=embedder_name,
        documents=tuple(_entry(row["entry"]) for row in rows),
        pages=pages,
        chunks=chunks,
        vectors=np.load(folder / "vectors.npy", allow_pickle=False),
        tokens=np.load(folder / "tokens.npy", mmap_mode="r", allow_pickle=False),
        token_starts=np.load(folder / "token_starts.npy", allow_pickle=False),
        words=_read_words(folder / "words", len(chunks)),
        blueprint=_read_blueprint(folder / _BLUEPRINT),
        graph=_read_graph(folder / "graph.faiss"),
    )


def _read_words(folder: Path, size: int) -> WordIndex:
    import bm25s

    frequencies = json.loads((folder / "frequencies.json").read_text(encoding="utf-8"))
    engine = bm25s.BM25.load(folder, mmap=True, allow_pickle=False, show_progress=False, verbosity=0)
    return WordIndex(engine, frequencies, size)


def _read_graph(path: Path) -> Any:  # noqa: ANN401 - faiss has no types
    if not path.exists():
        return None
    import faiss

    return faiss.read_index(str(path))


def _read_blueprint(path: Path) -> Blueprint | None:
    return blueprint_from_json(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def _document_rows(contents: IndexContents) -> Iterator[dict[str, Any]]:
    pages: dict[str, list[Page]] = {entry.name: [] for entry in contents.documents}
    for (name, _), page in contents.pages.items():
        pages[name].append(page)
    for entry in contents.documents:
        document = Document(entry.name, entry.title, entry.sha256, entry.size_bytes, tuple(pages[entry.name]))
        yield {"entry": asdict(entry), "document": document_to_json(document)}


def _chunk(row: dict[str, Any], pages: Mapping[tuple[str, int], Page]) -> Chunk:
    text = pages[row["document"], row["page"]].text[row["start"] : row["end"]]
    fixed = {
        "kind": BlockKind(row["kind"]),
        "headings": tuple(row["headings"]),
        "header": tuple(row["header"]),
    }
    return Chunk(**{**row, **fixed, "text": text})


def _entry(row: dict[str, Any]) -> DocumentEntry:
    return DocumentEntry(**{**row, "notes": tuple(row["notes"])})


def _write_lines(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _write_synced(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    _sync([path])


def _sync(paths: Sequence[Path]) -> None:
    """Wait until the files are on the disk: a power cut must not leave a version current that is not."""
    for path in paths:
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _remove_others(index_dir: Path, keep: str) -> None:
    """Older versions and what killed builds left; a reader that still maps one keeps its pages."""
    for path in index_dir.iterdir():
        if path.name.startswith("v-") and path.name != keep:
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith(f"{_CURRENT}."):
            path.unlink(missing_ok=True)
