"""What exams of a course may be drawn from: its written bank, and the learner's own items and history."""

from collections.abc import Iterable

from ingest.errors import IndexUnavailableError
from ingest.types import Blueprint
from tutor.config import Settings
from tutor.learner.attempts import AttemptStore
from tutor.learner.database import Database
from tutor.learner.items import ItemStore
from tutor.practice.bank import load_bank
from tutor.practice.exams.exam import ExamPool
from tutor.practice.types import PracticeItem
from tutor.workspace import Workspace, open_index

__all__ = ["blueprint_of", "exam_pool", "written_items"]


def blueprint_of(workspace: Workspace, settings: Settings) -> Blueprint:
    """The course's blueprint, or the one read from the learner's files; an empty one without both."""
    if workspace.course is not None:
        return workspace.course.blueprint
    empty = Blueprint(workspace.title, ())
    try:
        return open_index(workspace, settings).contents.blueprint or empty
    except IndexUnavailableError:
        return empty


def written_items(workspace: Workspace) -> tuple[PracticeItem, ...]:
    """The bank that comes with the course; empty without one. Raises CourseError for a faulty bank."""
    if workspace.course is None:
        return ()
    return load_bank(sorted((workspace.course.directory / "questions").glob("*.jsonl")))


def exam_pool(
    course: str, written: Iterable[PracticeItem], database: Database, *, with_history: bool = True
) -> ExamPool:
    """The written items and the learner's made or imported ones, without those that were reported.

    Without history nothing counts as seen, so that a seed gives the same exam tomorrow.
    """
    store = ItemStore(database)
    reported = store.reported_ids()
    seen: dict[str, None] = {}
    for attempt in AttemptStore(database).all(course) if with_history else ():
        seen.pop(attempt.item_id, None)  # its latest answer counts
        seen[attempt.item_id] = None
    return ExamPool(
        items=tuple(item for item in written if item.id not in reported),
        generated=store.all(course),
        seen=tuple(seen),
    )
