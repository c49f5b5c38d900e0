"""The values of a sitting, and what follows from them: time left, result, attempts. All pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tutor.learner.types import Attempt, AttemptMode
from tutor.practice.exams.exam_form import ExamForm
from tutor.practice.exams.scoring import ExamResult, MarkedItem, score_exam
from tutor.practice.types import PracticeItem

__all__ = [
    "Sitting",
    "SittingItem",
    "attempts_of",
    "result_of",
    "seconds_by_position",
]


@dataclass(frozen=True, slots=True)
class SittingItem:
    """One place of an exam: the item as it was drawn, and the learner's latest answer to it."""

    position: int
    """From 1."""
    item: PracticeItem
    scored: bool
    chosen: tuple[int, ...] = ()
    """Options from 0, ascending; empty when unanswered."""
    answered_at: datetime | None = None
    flagged: bool = False
    seconds: float = 0.0
    """On the screen so far; the time since the last step is added by the next one."""

    @property
    def correct(self) -> bool:
        """Whether exactly the keyed options are chosen; no answer is not correct."""
        return self.chosen == self.item.key


@dataclass(frozen=True, slots=True)
class Sitting:
    """One exam that a learner sits or sat. `result` and `ended_at` are None as long as it is open."""

    id: str
    course: str
    form: ExamForm
    seed: int
    started_at: datetime
    minutes: float
    items: tuple[SittingItem, ...]
    position: int = 1
    """Where the learner was last, from 1."""
    ended_at: datetime | None = None
    result: ExamResult | None = None

    @property
    def ends_at(self) -> datetime:
        """When the time is over."""
        return self.started_at + timedelta(minutes=self.minutes)

    @property
    def is_over(self) -> bool:
        """Whether it was finished, by the learner or by its limit."""
        return self.ended_at is not None

    @property
    def answered(self) -> int:
        """How many items have an answer."""
        return sum(bool(item.chosen) for item in self.items)

    def seconds_left(self, now: datetime) -> float:
        """Seconds until the limit, 0 when it has passed or the exam is over."""
        return 0.0 if self.is_over else max(0.0, (self.ends_at - now).total_seconds())


def result_of(sitting: Sitting) -> ExamResult:
    """How the sitting would be scored as it stands."""
    marked = [MarkedItem(each.item.domain, each.scored, each.correct) for each in sitting.items]
    return score_exam(marked, sitting.form.domains, sitting.form.scale)


def attempts_of(sitting: Sitting) -> tuple[Attempt, ...]:
    """An attempt for each item of a finished sitting; an unanswered one was given up at the end."""
    ended_at = sitting.ended_at or sitting.ends_at
    return tuple(
        Attempt(
            item_id=each.item.id,
            course=sitting.course,
            task=each.item.task,
            chosen=each.chosen,
            correct=each.correct,
            answered_at=each.answered_at if each.answered_at and each.chosen else ended_at,
            mode=AttemptMode.EXAM,
            seconds=each.seconds,
            session=sitting.id,
        )
        for each in sitting.items
    )


def seconds_by_position(
    started_at: datetime, steps: Iterable[tuple[datetime, int]], ended_at: datetime | None
) -> dict[int, float]:
    """The seconds that each position was on the screen.

    `steps` are (time, position) in order of time. An exam begins at position 1; the time between two steps
    belongs to the position of the first one, and the time from the last step to `ended_at` to the last.
    """
    seconds: dict[int, float] = {}
    since, at = started_at, 1
    for time, position in steps:
        seconds[at] = seconds.get(at, 0.0) + max(0.0, (time - since).total_seconds())
        since, at = time, position
    if ended_at is not None:
        seconds[at] = seconds.get(at, 0.0) + max(0.0, (ended_at - since).total_seconds())
    return seconds
