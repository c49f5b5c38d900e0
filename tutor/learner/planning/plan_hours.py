"""How the hours of one week are spent: review first, then an exam, a lab, reading and practice.

Knows nothing of which tasks the week is for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.learner.planning.plan_types import ExamStep, LabLink, WeekHours

__all__ = [
    "MINUTES_PER_ITEM",
    "WeekFrame",
    "exam_of_week",
    "lab_of_week",
    "practice_items",
    "readable_sections",
    "split",
    "week_hours",
]

MINUTES_PER_ITEM = 3.0
"""An exam item takes 180 / 65 = 2.8 minutes; explanations are read in what the quick ones leave over."""
_MINUTES_PER_SECTION = 4.0
"""Some 150 words, read with thought and put into one's own."""
_MOST_SECTIONS = 12
_REVIEW_LOW, _REVIEW_HIGH = 0.10, 0.40
"""Of a week's hours: always some review, and never so much that nothing new is learnt."""
_READING_SHARE = 0.35
"""Of what review, exam and lab leave. The rest is practice, which teaches more than reading again does."""
_LAB_SHARE = 0.5
"""A lab may take half of what review and exam leave."""
_STUDY_SHARE = 0.25
"""At least so much of a week goes to its tasks, even where an exam takes more than what is left."""
_FULL_EXAM_DAYS = 5
"""A last week shorter than this has a full exam only if its hours are enough for one."""
_EXAM_DAYS = 2
"""The day before the exam is for review and sleep."""
_SHORT_EXAM_WEEKS = 3
"""Weeks from one short exam to the next, counted back from the last week."""
_SHORT_EXAM_ITEMS = 20
_SHORT_EXAM_HOURS = 4.0
"""A week with fewer hours has no short exam: it would leave too little for its tasks."""


@dataclass(frozen=True, slots=True)
class WeekFrame:
    """What is known of a week before its tasks: the days and hours that are there, the weeks after it."""

    days: int
    hours: float
    review_minutes: float
    """Of cards that are due in it as scheduled now."""
    weeks_after: int


def exam_of_week(frame: WeekFrame, items: int, minutes: float) -> ExamStep | None:
    """A full exam in the last week, a short one every third week before it; None in the others.

    A last week that is cut short has a short one where a full one would not fit.
    """
    if frame.weeks_after == 0:
        if frame.days >= _FULL_EXAM_DAYS or frame.hours >= minutes / 60:
            return ExamStep(items, minutes, True)
        return _short_exam(items, minutes) if frame.days >= _EXAM_DAYS else None
    if frame.weeks_after % _SHORT_EXAM_WEEKS or frame.hours < _SHORT_EXAM_HOURS:
        return None
    return _short_exam(items, minutes)


def _short_exam(items: int, minutes: float) -> ExamStep:
    short = min(_SHORT_EXAM_ITEMS, items)
    return ExamStep(short, round(minutes * short / items), False)


def lab_of_week(
    labs: Sequence[LabLink], focus: Sequence[str], frame: WeekFrame, exam: ExamStep | None
) -> LabLink | None:
    """The first lab for a task of the week that fits into it; none in the last week."""
    if frame.weeks_after == 0:
        return None
    free = (frame.hours - _review(frame) - _exam_hours(exam)) * _LAB_SHARE * 60
    return next((lab for lab in labs if set(lab.tasks) & set(focus) and lab.minutes <= free), None)


def week_hours(frame: WeekFrame, exam: ExamStep | None, lab: LabLink | None) -> WeekHours:
    """The split; the total is above the frame's only where an exam takes more than what is left."""
    review, sitting, hands_on = _review(frame), _exam_hours(exam), lab.minutes / 60 if lab else 0.0
    study = max(_STUDY_SHARE * frame.hours, frame.hours - review - sitting - hands_on)
    reading = _READING_SHARE * study
    parts = (reading, study - reading, review, hands_on, sitting)
    return WeekHours(*(round(part, 2) for part in parts))


def readable_sections(hours: float) -> int:
    """How many sections can be read in some hours, at least one and at most twelve."""
    return min(_MOST_SECTIONS, max(1, round(hours * 60 / _MINUTES_PER_SECTION)))


def practice_items(hours: float) -> int:
    """How many items fit into hours of practice."""
    return round(hours * 60 / MINUTES_PER_ITEM)


def split(whole: int, sizes: Sequence[float]) -> tuple[int, ...]:
    """`whole` in parts as large as `sizes` are to each other, by largest remainder; ties go to the first."""
    total = sum(sizes)
    if not total:
        return tuple(0 for _ in sizes)
    exact = [whole * size / total for size in sizes]
    parts = [int(part) for part in exact]
    order = sorted(range(len(sizes)), key=lambda at: (-round(exact[at] - parts[at], 9), at))
    for at in order[: whole - sum(parts)]:
        parts[at] += 1
    return tuple(parts)


def _review(frame: WeekFrame) -> float:
    return min(max(frame.review_minutes / 60, _REVIEW_LOW * frame.hours), _REVIEW_HIGH * frame.hours)


def _exam_hours(exam: ExamStep | None) -> float:
    return exam.minutes / 60 if exam else 0.0
