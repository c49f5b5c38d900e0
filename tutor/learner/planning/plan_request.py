"""What a study plan is made from, and what cannot be planned for. Knows nothing of how it is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ingest.errors import TutorError
from tutor.learner.planning.plan_types import LabLink, StudyPlan, TaskResult
from tutor.learner.standing.coverage import Section
from tutor.learner.standing.forecast import ReviewForecast

__all__ = ["MOST_HOURS", "MOST_WEEKS", "ExamPaper", "PlanError", "PlanRequest", "check_request"]

MOST_WEEKS = 52
MOST_HOURS = 80.0


class PlanError(TutorError):
    """A plan cannot be made from this date or these hours."""


@dataclass(frozen=True, slots=True)
class ExamPaper:
    """A full exam, and the last day on which it could be sat if it was retired."""

    items: int = 65
    minutes: float = 180.0
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What a plan is made from, beside where the learner stands."""

    course: str
    exam_on: date
    hours_a_week: float
    results: Mapping[str, TaskResult]
    """Of every task statement, see `task_results`."""
    reviews: ReviewForecast
    sections: Mapping[str, tuple[Section, ...]] = field(default_factory=dict)
    """Where to read for a task, in the order of reading."""
    labs: tuple[LabLink, ...] = ()
    """Those that are not done, in their order."""
    paper: ExamPaper = ExamPaper()
    previous: StudyPlan | None = None
    """The plan before: the week that runs keeps its tasks while date and hours stay the same."""


def check_request(request: PlanRequest, today: date) -> None:
    """Raises PlanError unless there is an exam ahead, not too far, hours for it and tasks to study."""
    command = "`tutor plan --date YYYY-MM-DD`"
    if not request.results:
        raise PlanError(
            "No source states what the exam covers; add the exam guide to the course to get a plan."
        )
    if request.exam_on == today:
        raise PlanError(
            f"The exam is today, {today}, so there is no week left to plan; set another with {command}."
        )
    if request.exam_on < today:
        raise PlanError(
            f"The exam date {request.exam_on} is past (today is {today}); set a new one with {command}."
        )
    weeks = (request.exam_on - today).days / 7
    if weeks > MOST_WEEKS:
        raise PlanError(
            f"The exam on {request.exam_on} is {weeks:.0f} weeks away and a plan covers at most "
            f"{MOST_WEEKS}; set a nearer date with {command}."
        )
    if not 0 < request.hours_a_week <= MOST_HOURS:
        raise PlanError(
            f"{request.hours_a_week:g} hours a week cannot be planned; give more than 0 and at most "
            f"{MOST_HOURS:g} with `tutor plan --hours N`."
        )
