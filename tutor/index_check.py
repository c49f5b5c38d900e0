"""The doctor's look at a course's index. Apart from `doctor`, which knows no courses."""

from collections.abc import Iterable

from ingest.errors import CourseError, IndexUnavailableError
from ingest.index_files import read_manifest
from tutor.config import Settings
from tutor.doctor import Finding, Level
from tutor.workspace import open_workspace

__all__ = ["check_index"]


def check_index(settings: Settings) -> Iterable[Finding]:
    """The index of the course in the settings: there, and made with the embedder in the settings."""
    try:
        workspace = open_workspace(settings)
        manifest = read_manifest(workspace.index_dir)
    except CourseError as fault:
        yield Finding("course", Level.FAIL, f"{settings.course}: {fault}", "Run `tutor course check` on it.")
        return
    except IndexUnavailableError as fault:
        command = f"Run `tutor ingest --course {settings.course}`."
        yield Finding("index", Level.WARN, str(fault).split(". ")[0], command)
        return
    made = f"made {manifest['built_at'][:16]} with {manifest['embedder']}"
    found = f"{workspace.id}: {manifest['chunks']} chunks, {made}"
    if manifest["embedder"] == settings.embedder:
        yield Finding("index", Level.OK, found)
    else:
        advice = f"The settings say {settings.embedder}; run `tutor ingest` to rebuild the index."
        yield Finding("index", Level.WARN, found, advice)
