"""Everything that the progress page charts, in one value. Knows nothing of stores or pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ingest.types import Blueprint
from tutor.learner.planning.targets import Target, WeekScore, weekly_scores
from tutor.learner.standing.calibration import Calibration, calibration
from tutor.learner.standing.coverage import Coverage
from tutor.learner.standing.forecast import ReviewForecast
from tutor.learner.standing.mastery import LearnerStanding
from tutor.learner.standing.pass_estimate import PassEstimate, PassRule, pass_estimate
from tutor.learner.types import Attempt, AttemptMode

__all__ = ["Progress", "ProgressParts", "progress_of"]


@dataclass(frozen=True, slots=True)
class Progress:
    """A learner's progress in one course at `made_at`."""

    course: str
    title: str
    made_at: datetime
    exam_on: date | None
    where: LearnerStanding
    estimate: PassEstimate
    scores: tuple[WeekScore, ...]
    """Week by week, with the targets of the plan where there is one."""
    calibration: Calibration
    coverage: Coverage
    reviews: ReviewForecast
    answers: int
    """Of all answers to items, repeats too."""

    @property
    def days_left(self) -> int | None:
        """Days to the exam, below 0 once it is past; None without a date."""
        return (self.exam_on - self.made_at.date()).days if self.exam_on else None


@dataclass(frozen=True, slots=True)
class ProgressParts:
    """What `progress_of` does not count itself."""

    where: LearnerStanding
    rule: PassRule
    coverage: Coverage
    reviews: ReviewForecast
    targets: tuple[Target, ...] = ()
    """Of the plan, gone weeks and those to come."""


def progress_of(
    course: str, blueprint: Blueprint, attempts: Sequence[Attempt], exam_on: date | None, parts: ProgressParts
) -> Progress:
    """The progress at the standing's time. Labs are left out of scores: they are worked on till they pass."""
    now = parts.where.at
    items = [one for one in attempts if one.mode is not AttemptMode.LAB]
    anchor = exam_on or now.date() + timedelta(days=1)
    return Progress(
        course=course,
        title=blueprint.title,
        made_at=now,
        exam_on=exam_on,
        where=parts.where,
        estimate=pass_estimate(parts.where, attempts, parts.rule),
        scores=weekly_scores(items, parts.targets, anchor, now),
        calibration=calibration(items),
        coverage=parts.coverage,
        reviews=parts.reviews,
        answers=len(items),
    )
