"""What the exam page works on: the course's figures and items, and what the open page remembers.

Only which report is looked at and the like is remembered here; every answer is in the learner's file, from
which a reload takes up an exam or a gap assessment where it stood.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ingest.errors import IndexUnavailableError, TutorError
from ingest.types import Blueprint
from tutor.learner.exam_pool import exam_pool, written_items
from tutor.practice.exams.exam import ExamPool
from tutor.ui.resources import Resources

__all__ = ["SEEDS", "ExamDesk", "course_blueprint", "course_pool", "exam_desk", "new_seed", "said"]

SEEDS = 2**31
_DESKS = "tutor_exam_desks"


@dataclass(slots=True)
class ExamDesk:
    """What one learner's open page remembers of one course's exams."""

    sitting_id: str = ""
    """The exam that was on the page in the last run; when it is over, its report is shown."""
    is_finishing: bool = False
    """Whether the learner was asked if the exam is to be finished."""
    report_id: str = ""
    gap_id: str = ""
    """The gap assessment on the page, under way or done."""
    gap_left: set[str] = field(default_factory=set)
    """Assessments that the learner stepped out of."""
    gap_chosen: tuple[int, ...] = ()
    gap_item: tuple[str, float] = ("", 0.0)
    """The item on the page, and when it came there, in seconds since the epoch."""
    review_at: dict[str, int] = field(default_factory=dict)
    """The position that is looked at, by exam or assessment."""
    notice: str = ""
    """Why the last press did nothing; shown once."""

    def go_home(self) -> None:
        """Back to the start page."""
        self.report_id, self.gap_id, self.gap_chosen = "", "", ()


def exam_desk(resources: Resources, course_id: str) -> ExamDesk:
    """The page's memory for the present learner and course, made at the first call."""
    desks: dict[tuple[str, str], ExamDesk] = st.session_state.setdefault(_DESKS, {})
    return desks.setdefault((resources.settings().learner, course_id), ExamDesk())


def said(desk: ExamDesk, action: Callable[..., Any], *given: Any) -> None:  # noqa: ANN401 - passed on as they are
    """Do something for a button; a TutorError becomes the desk's notice, for a callback can draw nothing."""
    try:
        action(*given)
    except TutorError as fault:
        desk.notice = str(fault)


def new_seed() -> int:
    """A seed that nobody can guess, for an exam of its own."""
    return random.SystemRandom().randrange(SEEDS)


def course_blueprint(resources: Resources, course_id: str) -> Blueprint:
    """The course's blueprint, or the one read from the learner's files; an empty one without both."""
    workspace = resources.workspace(course_id)
    if workspace.course is not None:
        return workspace.course.blueprint
    empty = Blueprint(workspace.title, ())
    try:
        return resources.index(course_id).contents.blueprint or empty
    except IndexUnavailableError:
        return empty


def course_pool(resources: Resources, course_id: str, blueprint: Blueprint) -> ExamPool:
    """The items that an exam of the course may hold: those of the blueprint's domains, if it states any.

    Raises CourseError for a faulty bank and StoreError for an unreadable learner's file.
    """
    pool = exam_pool(course_id, written_items(resources.workspace(course_id)), resources.database())
    numbers = {domain.number for domain in blueprint.domains}
    if not numbers:
        return pool
    return ExamPool(
        tuple(item for item in pool.items if item.domain in numbers),
        tuple(item for item in pool.generated if item.domain in numbers),
        pool.seen,
    )
