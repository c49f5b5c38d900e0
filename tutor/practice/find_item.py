"""Items by their id, wherever they are kept: the learner's own, then the course's bank.

Knows nothing of how items are made or shown.
"""

from ingest.errors import TutorError
from tutor.config import Settings
from tutor.practice.bank import load_bank
from tutor.practice.types import PracticeItem

__all__ = ["bank_items", "find_item", "known_items"]


def find_item(settings: Settings, item_id: str, course_id: str | None = None) -> PracticeItem:
    """The item of that id, withdrawn or not.

    Raises:
        TutorError: Neither the learner's items nor the course's bank have it.
        StoreError: The learner's items cannot be read.
        CourseError: The bank breaks its format.
    """
    from tutor.learner.items import ItemStore
    from tutor.learner.learners import learner_database

    stored = ItemStore(learner_database(settings)).get(item_id)
    if stored is not None:
        return stored
    for item in bank_items(settings, course_id):
        if item.id == item_id:
            return item
    course = course_id or settings.course
    raise TutorError(
        f"There is no item {item_id!r} among your items or in the bank of {course}. "
        "Check the id, or name the course with --course."
    )


def known_items(settings: Settings, course_id: str | None = None) -> tuple[PracticeItem, ...]:
    """The learner's items and the bank's, without those that were reported; each id once."""
    from tutor.learner.items import ItemStore
    from tutor.learner.learners import learner_database

    store = ItemStore(learner_database(settings))
    reported = store.reported_ids()
    every = (*store.all(course_id or settings.course), *bank_items(settings, course_id))
    return tuple({item.id: item for item in every if item.id not in reported}.values())


def bank_items(settings: Settings, course_id: str | None = None) -> tuple[PracticeItem, ...]:
    """The course's written items, in the order of their files; none for a course without a bank."""
    from tutor.workspace import open_workspace

    course = open_workspace(settings, course_id).course
    return load_bank(sorted((course.directory / "questions").glob("*.jsonl"))) if course else ()
