"""One course on this machine: its sources, its index, and what is built from them.

A course is a folder of `corpus/` with a `course.toml`, or nothing but a learner's own files. The
learner's part stands in the tutor's home:

    courses/<id>/sources.json     paths that the learner added, in order
    courses/<id>/files/           copies of uploaded files
    courses/<id>/index/           the index of all of them

Knows nothing of the page or of the command line.
"""

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.course import COURSE_FILE, Course, list_courses, load_course
from ingest.errors import IndexUnavailableError, TutorError
from tutor.config import Settings

if TYPE_CHECKING:
    from ingest.build import BuildReport, Progress
    from ingest.embedding import Embedder
    from ingest.index import LocalIndex

__all__ = ["BUNDLED_COURSES", "Workspace", "course_ids", "embedder_of", "open_index", "open_workspace"]

BUNDLED_COURSES = Path(__file__).resolve().parents[1] / "corpus"
"""Courses that come with the program."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where everything of one course stands. `course` is None for one without a `course.toml`."""

    id: str
    folder: Path
    course: Course | None

    @property
    def title(self) -> str:
        """The course's title, or its id."""
        return self.course.title if self.course else self.id

    @property
    def course_documents(self) -> frozenset[str]:
        """The names that the course's own files may have in the index; longer where a learner's is alike."""
        if self.course is None:
            return frozenset()
        folder = self.course.directory
        names = [path.relative_to(folder).as_posix() for path in self.course.sources]
        return frozenset((*names, *(f"{folder.name}/{name}" for name in names)))

    @property
    def index_dir(self) -> Path:
        """Where the index stands, or will."""
        return self.folder / "index"

    @property
    def own_sources(self) -> tuple[Path, ...]:
        """What the learner added: paths in the order of adding, then the folder of uploads."""
        listed = self.folder / "sources.json"
        paths = [Path(p) for p in json.loads(listed.read_text(encoding="utf-8"))] if listed.exists() else []
        return (*paths, self.uploads) if self.uploads.is_dir() else tuple(paths)

    @property
    def uploads(self) -> Path:
        """The folder of copies of uploaded files."""
        return self.folder / "files"

    @property
    def sources(self) -> tuple[Path, ...]:
        """Everything that is indexed: the course's own files, then the learner's."""
        return (*(self.course.sources if self.course else ()), *self.own_sources)

    def add_sources(self, paths: Sequence[Path]) -> None:
        """Remember paths to index from now on; a path that is known already stays where it is."""
        known = [path for path in self.own_sources if path != self.uploads]
        self._write_sources(dict.fromkeys([*known, *(path.resolve() for path in paths)]))

    def remove_source(self, name: str) -> bool:
        """Forget an uploaded file or an added path by its name; False if the learner has none of it."""
        upload = self.uploads / name
        if upload.is_file() and upload.resolve().is_relative_to(self.uploads.resolve()):
            upload.unlink()
            if not any(self.uploads.iterdir()):
                self.uploads.rmdir()
            return True
        kept = [path for path in self.own_sources if path != self.uploads and path.name != name]
        removed = len(kept) < len([path for path in self.own_sources if path != self.uploads])
        if removed:
            self._write_sources(dict.fromkeys(kept))
        return removed

    def save_upload(self, name: str, content: bytes) -> Path:
        """Keep an uploaded file under its own name, whatever folders the name speaks of."""
        plain = re.sub(r"[^\w .()+-]", "_", Path(name.replace("\\", "/")).name).strip(". ") or "upload"
        self.uploads.mkdir(parents=True, exist_ok=True)
        temporary = self.uploads / f".{plain}.part"
        temporary.write_bytes(content)
        return temporary.replace(self.uploads / plain)

    def build(self, embedder: "Embedder", progress: "Progress | None" = None) -> "BuildReport":
        """Bring the index up to date with the sources. Raises what `build_index` raises."""
        from ingest.build import build_index

        if not self.sources:
            add = f"tutor ingest PATH --course {self.id}"
            raise TutorError(f"The course {self.id} has no files yet. Run `{add}` to add some.")
        return build_index(
            self.sources,
            self.index_dir,
            embedder,
            blueprint=self.course.blueprint if self.course else None,
            base=self.course.directory if self.course else None,
            progress=progress,
        )

    def delete(self) -> None:
        """Remove the learner's part of the course: index, uploads and the list of sources."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _write_sources(self, paths: dict[Path, None]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        temporary = self.folder / "sources.json.part"
        temporary.write_text(json.dumps([str(path) for path in paths], indent=1), encoding="utf-8")
        temporary.replace(self.folder / "sources.json")


def open_workspace(
    settings: Settings, course_id: str | None = None, bundled: Path = BUNDLED_COURSES
) -> Workspace:
    """The workspace of a course, the settings' own unless one is named; nothing is created yet.

    Raises:
        TutorError: the id is not made of small letters, digits and hyphens.
        CourseError: its `course.toml` breaks the format.
    """
    chosen = course_id or settings.course
    if not _ID.fullmatch(chosen):
        raise TutorError(f"{chosen!r} is no course id; use small letters, digits and hyphens, as in mls-c01.")
    directory = bundled / chosen
    course = load_course(directory) if (directory / COURSE_FILE).exists() else None
    return Workspace(chosen, settings.home / "courses" / chosen, course)


def course_ids(settings: Settings, bundled: Path = BUNDLED_COURSES) -> tuple[str, ...]:
    """The ids of all courses, those that come with the program first."""
    shipped = [path.name for path in list_courses(bundled)]
    root = settings.home / "courses"
    own = sorted(path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
    return tuple(dict.fromkeys([*shipped, *own]))


def embedder_of(settings: Settings) -> "Embedder":
    """The embedder of the settings; its weights are loaded at the first use.

    Raises ModelError when the catalogue knows the name and the weights are not stored.
    """
    from ingest.embedding import SentenceEmbedder
    from tutor.models import embedder_location

    return SentenceEmbedder(embedder_location(settings), settings.embedder)


def open_index(workspace: Workspace, settings: Settings) -> "LocalIndex":
    """The workspace's index as it stands on disk.

    Raises IndexUnavailableError with the command that builds it when there is none.
    """
    from ingest.index_files import load_index

    try:
        return load_index(workspace.index_dir, settings.embedder)
    except IndexUnavailableError as error:
        if (workspace.index_dir / "CURRENT").exists():
            raise
        command = f"tutor ingest --course {workspace.id}"
        raise IndexUnavailableError(
            f"The course {workspace.id} is not indexed yet. Run `{command}`."
        ) from error
