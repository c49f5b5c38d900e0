"""What a run measures: an index and its retriever, and a name for everything that a result depends on.

Only this module knows how a course, a folder with an index, or extra notes become one.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ingest.embedding import Embedder, PassageVectors, QueryVectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.index import LocalIndex
    from tutor.answering.chain import AnswerChain
    from tutor.answering.retrieval import Retriever
    from tutor.config import Settings

__all__ = ["Bench", "OnceEmbedded", "code_digest", "digest", "open_bench", "with_notes"]

MakeChain = Callable[["Settings", "Retriever", str], "AnswerChain"]
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)  # no slots: what is costly is made once, when it is asked for
class Bench:
    """One index under measurement. `folder` holds what later runs need not compute again."""

    settings: "Settings"
    retriever: "Retriever"
    title: str
    folder: Path
    make_chain: "MakeChain | None" = None
    """From settings, retriever and title to a chain; None takes the tutor's own."""

    @property
    def index(self) -> "LocalIndex":
        """The retriever's index, with its pages."""
        return cast("LocalIndex", self.retriever.index)

    def page_text(self, document: str, number: int) -> str:
        """The text of a page of the index. Raises KeyError if there is none."""
        return self.index.page(document, number).text

    @cached_property
    def fingerprint(self) -> str:
        """Equal for indexes that hold the same passages, made with the same embedder."""
        parts = (f"{chunk.id}\0{chunk.full_text}" for chunk in self.index.chunks)
        return digest([self.index.embedder_name, *parts])

    @cached_property
    def embedder(self) -> "OnceEmbedded":
        """The retriever's embedder; what several systems ask for is embedded once."""
        return OnceEmbedded(self.retriever.embedder)

    @cached_property
    def chain(self) -> "AnswerChain":
        """The tutor's own way to an answer, with the settings' model (started if need be)."""
        return self._chain(self.settings)

    @cached_property
    def silent_chain(self) -> "AnswerChain":
        """The same without a model, for its parts: search and support check."""
        return self._chain(replace(self.settings, llm="none"))

    def _chain(self, settings: "Settings") -> "AnswerChain":
        if self.make_chain is not None:
            return self.make_chain(settings, self.retriever, self.title)
        from tutor.tutoring import answer_chain

        return answer_chain(settings, self.retriever, self.title)


class OnceEmbedded:
    """An embedder that remembers the questions it was given."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._queries: dict[str, QueryVectors] = {}

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dim(self) -> int:
        return self._embedder.dim

    def count_tokens(self, texts: "Sequence[str]") -> list[int]:
        return self._embedder.count_tokens(texts)

    def embed_passages(
        self, texts: "Sequence[str]", advance: Callable[[int], None] = lambda done: None
    ) -> PassageVectors:
        return self._embedder.embed_passages(texts, advance)

    def embed_query(self, text: str) -> QueryVectors:
        if text not in self._queries:
            self._queries[text] = self._embedder.embed_query(text)
        return self._queries[text]


def open_bench(settings: "Settings", course: str | None = None, index_dir: Path | None = None) -> Bench:
    """The bench of a course (the settings' own if none is named) or of an index in a folder.

    Raises IndexUnavailableError or ModelError, each with what to run.
    """
    from tutor.tutoring import retriever_at, retriever_for
    from tutor.workspace import open_workspace

    folder = settings.home / "evals"
    if index_dir is not None:
        return Bench(settings, retriever_at(settings, index_dir), index_dir.name, folder)
    workspace = open_workspace(settings, course)
    return Bench(settings, retriever_for(settings, workspace.id), workspace.title, folder)


def with_notes(settings: "Settings", course: str | None, notes: Path, folder: Path) -> Bench:
    """A bench of a course and further notes, in an index of its own; unchanged files keep their vectors."""
    from ingest.build import build_index
    from tutor.tutoring import retriever_at
    from tutor.workspace import embedder_of, open_workspace

    workspace = open_workspace(settings, course)
    own = folder / f"{workspace.id}-with-{notes.name}"
    if not own.exists() and workspace.index_dir.exists():
        shutil.copytree(workspace.index_dir, own)  # so that only the notes are embedded
    build_index(
        [*workspace.sources, notes],
        own,
        embedder_of(settings),
        blueprint=workspace.course.blueprint if workspace.course else None,
        base=workspace.course.directory if workspace.course else None,
    )
    retriever = retriever_at(settings, own, workspace.course_documents)
    return Bench(settings, retriever, workspace.title, folder)


def digest(parts: Iterable[str]) -> str:
    """The first 16 hex digits of SHA-256 over texts."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode())
        whole.update(b"\0")
    return whole.hexdigest()[:16]


def code_digest(*paths: str) -> str:
    """A digest of the project's files and folders of these names: results of other code are not reused."""
    files: list[Path] = []
    for name in paths:
        path = ROOT / name
        files += sorted(path.rglob("*")) if path.is_dir() else [path]
    whole = hashlib.sha256()
    for file in files:
        if file.is_file() and "__pycache__" not in file.parts:
            whole.update(file.relative_to(ROOT).as_posix().encode())
            whole.update(file.read_bytes())
    return whole.hexdigest()[:16]
