"""What was done of each planned week so far: items answered against items planned, the score, the exam."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tutor.learner.planning.plan_types import PlanWeek, StudyPlan
from tutor.learner.planning.targets import day_of
from tutor.learner.types import Attempt, AttemptMode

__all__ = ["TaskRecord", "WeekRecord", "begun_weeks", "week_records"]

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """One focus task of a week; `answered` counts every answer to its items in that week."""

    task: str
    planned: int
    answered: int
    right: int

    @property
    def done(self) -> bool:
        """Whether as many items were answered as planned."""
        return self.answered >= self.planned


@dataclass(frozen=True, slots=True)
class WeekRecord:
    """One week that has begun, as it was planned when it began."""

    week: PlanWeek
    tasks: tuple[TaskRecord, ...]
    answered: int
    """Answers of the week, to other tasks too."""
    right: int
    exam_done: bool
    """Whether an exam was answered in the week."""
    lab_done: bool
    """Whether a step of any lab was tried in the week."""

    @property
    def done(self) -> bool:
        """Whether all that the week had was done."""
        exam = self.exam_done or self.week.exam is None
        lab = self.lab_done or self.week.lab is None
        return exam and lab and all(task.done for task in self.tasks)

    @property
    def reached(self) -> bool | None:
        """Whether the score came up to the target; None without an answer."""
        return self.right / self.answered >= self.week.target if self.answered else None


def begun_weeks(plans: Sequence[StudyPlan], now: datetime) -> tuple[PlanWeek, ...]:
    """The weeks up to today's of all plans for the date that holds, each from the plan that it began with.

    That is the last plan made before the week began, else the first made in it: a plan made later in a week
    has only the hours that are left. `plans` are oldest first.
    """
    if not plans:
        return ()
    same = [plan for plan in plans if plan.exam_on == plans[-1].exam_on]
    found: dict[date, PlanWeek] = {}
    for plan in same:
        for week in plan.weeks:
            before = day_of(plan.made_at, now) <= week.starts_on
            if week.starts_on <= now.date() and (before or week.starts_on not in found):
                found[week.starts_on] = week
    return tuple(found[start] for start in sorted(found))


def week_records(
    plans: Sequence[StudyPlan], attempts: Sequence[Attempt], now: datetime
) -> tuple[WeekRecord, ...]:
    """The record of every week that has begun, oldest first."""
    return tuple(_record(week, attempts, now) for week in begun_weeks(plans, now))


def _record(week: PlanWeek, attempts: Sequence[Attempt], now: datetime) -> WeekRecord:
    end = week.starts_on + _WEEK
    inside = [one for one in attempts if week.starts_on <= day_of(one.answered_at, now) < end]
    items = [one for one in inside if one.mode is not AttemptMode.LAB]
    tasks = tuple(
        TaskRecord(
            task.task,
            task.practice_items,
            sum(one.task == task.task for one in items),
            sum(one.correct for one in items if one.task == task.task),
        )
        for task in week.focus
    )
    return WeekRecord(
        week=week,
        tasks=tasks,
        answered=len(items),
        right=sum(one.correct for one in items),
        exam_done=any(one.mode is AttemptMode.EXAM for one in items),
        lab_done=len(inside) > len(items),
    )
