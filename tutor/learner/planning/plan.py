"""Mastery, the exam's date and the hours a week -> a plan week by week; the same inputs give the same plan.

The weeks end the day before the exam; the first may be cut short, the last is for a full exam and review.
The tasks that cost most points come first. Knows nothing of stores, and of sections, labs and reviews only
what is handed in.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tutor.learner.planning.plan_focus import FEWEST_FOCUS, MOST_FOCUS, cost, focus_of_weeks
from tutor.learner.planning.plan_hours import (
    WeekFrame,
    exam_of_week,
    lab_of_week,
    practice_items,
    readable_sections,
    split,
    week_hours,
)
from tutor.learner.planning.plan_request import PlanRequest, check_request
from tutor.learner.planning.plan_types import (
    ExamStep,
    FocusTask,
    PlanWeek,
    StudyPlan,
    TaskResult,
    WeekHours,
)
from tutor.learner.planning.targets import Target, week_starts, weekly_targets
from tutor.learner.standing.coverage import Section
from tutor.learner.standing.mastery import LearnerStanding, Level, TaskMastery
from tutor.learner.types import Attempt

__all__ = ["study_plan", "task_results"]

_WEEK = timedelta(days=7)
_HOURS_PER_TASK = 2.5
"""A task statement needs about so much of a week to get anywhere."""
_STEP = 0.05
"""A task's share right has to move so far from what the last plan took before the plan follows it.

Without it every answer would swap weeks of tasks that cost about the same.
"""


def task_results(
    where: LearnerStanding, attempts: Iterable[Attempt], previous: StudyPlan | None = None
) -> dict[str, TaskResult]:
    """How each task statement went, over all answers and over the seven days before the standing's time.

    A share that hardly moved since the previous plan stays as it was taken there.
    """
    taken = {result.task: result.share for result in previous.results} if previous else {}
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    week: Counter[str] = Counter()
    week_right: Counter[str] = Counter()
    for one in attempts:
        total[one.task] += 1
        right[one.task] += one.correct
        if where.at - _WEEK < one.answered_at <= where.at:
            week[one.task] += 1
            week_right[one.task] += one.correct
    return {
        task.task: TaskResult(
            task=task.task,
            level=task.level,
            share=_settled(task.share.mean, taken.get(task.task)),
            answers=total[task.task],
            right=right[task.task],
            week_answers=week[task.task],
            week_right=week_right[task.task],
        )
        for task in where.tasks
    }


def _settled(share: float, taken: float | None) -> float:
    return taken if taken is not None and abs(share - taken) < _STEP else round(share, 4)


def study_plan(request: PlanRequest, where: LearnerStanding) -> StudyPlan:
    """The plan from the standing's day to the exam.

    Raises:
        PlanError: The exam is not ahead or too far ahead, the hours make no sense, or no source says what
            the exam covers.
    """
    today = where.at.date()
    check_request(request, today)
    tasks = _as_taken(where.tasks, request.results)
    starts = week_starts(today, request.exam_on)
    targets = weekly_targets(where.share, starts)
    frames = [_frame(request, start, today, len(starts) - 1 - at) for at, start in enumerate(starts)]
    width = _width(request.hours_a_week, tasks, len(starts))
    focus = focus_of_weeks(tasks, len(starts), width, _kept(request, starts[0]))
    reading = _reading(request.sections, focus)
    started_on = _started_on(request, starts[0])
    builder = _WeekBuilder(request, {task.task: task for task in tasks}, started_on)
    weeks = tuple(builder.week(frames[at], targets[at], focus[at], reading[at]) for at in range(len(starts)))
    visited = {name for names in focus for name in names}
    left_out = tuple(task.task for task in _open(tasks) if task.task not in visited)
    return StudyPlan(
        course=request.course,
        made_at=where.at,
        started_on=started_on,
        exam_on=request.exam_on,
        hours_a_week=request.hours_a_week,
        present_share=round(where.share, 4),
        weeks=weeks,
        results=tuple(request.results[task.task] for task in tasks),
        left_out=left_out,
        notes=_notes(request, left_out),
    )


def _as_taken(tasks: Sequence[TaskMastery], results: Mapping[str, TaskResult]) -> tuple[TaskMastery, ...]:
    """The tasks with the shares right that the plan goes by."""
    return tuple(replace(one, share=replace(one.share, mean=results[one.task].share)) for one in tasks)


def _open(tasks: Sequence[TaskMastery]) -> list[TaskMastery]:
    return [task for task in tasks if task.level is not Level.STRONG]


class _WeekBuilder:
    """Makes the weeks in order, so that each lab is given once."""

    def __init__(self, request: PlanRequest, tasks: Mapping[str, TaskMastery], started_on: date) -> None:
        self._request = request
        self._tasks = tasks
        self._started_on = started_on
        self._labs = list(request.labs)

    def week(
        self,
        frame: WeekFrame,
        target: Target,
        focus: Sequence[str],
        reading: Mapping[str, tuple[Section, ...]],
    ) -> PlanWeek:
        """One week of the plan."""
        paper = self._request.paper
        exam = exam_of_week(frame, paper.items, paper.minutes)
        lab = lab_of_week(self._labs, focus, frame, exam)
        if lab is not None:
            self._labs.remove(lab)
        hours = week_hours(frame, exam, lab)
        return PlanWeek(
            number=(target.starts_on - self._started_on).days // 7 + 1,
            starts_on=target.starts_on,
            days=frame.days,
            target=round(target.share, 4),
            hours=hours,
            focus=self._focus(focus, hours, reading),
            lab=lab,
            exam=exam,
            note=_week_note(frame, hours.total, exam),
        )

    def _focus(
        self, names: Sequence[str], hours: WeekHours, reading: Mapping[str, tuple[Section, ...]]
    ) -> tuple[FocusTask, ...]:
        """The tasks of a week; hours and items are shared out by what each task costs."""
        costs = [cost(self._tasks[name]) for name in names]
        shares = [one / sum(costs) for one in costs]  # no cost is 0: a share right never reaches 1
        items = split(practice_items(hours.practice), costs)
        listed = [readable_sections(hours.reading * share) for share in shares]
        return tuple(
            FocusTask(
                task=name,
                title=self._tasks[name].title,
                hours=round((hours.reading + hours.practice) * share, 2),
                practice_items=part,
                sections=reading[name][:most],
                more_sections=max(0, len(reading[name]) - most),
                reason=self._request.results[name].reason,
            )
            for name, share, part, most in zip(names, shares, items, listed, strict=True)
        )


def _frame(request: PlanRequest, start: date, today: date, weeks_after: int) -> WeekFrame:
    end = start + _WEEK
    first = max(start, today)
    days = (end - first).days
    return WeekFrame(
        days=days,
        hours=request.hours_a_week * days / 7,
        review_minutes=request.reviews.minutes_between(first, end),
        weeks_after=weeks_after,
    )


def _width(hours_a_week: float, tasks: Sequence[TaskMastery], weeks: int) -> int:
    """Tasks a week: as many as the hours allow, more if otherwise some had no turn."""
    needed = -(-len(_open(tasks)) // max(1, weeks - 1))  # rounded up: the last week is no turn
    return min(MOST_FOCUS, max(FEWEST_FOCUS, needed, int(hours_a_week / _HOURS_PER_TASK)))


def _is_same_goal(request: PlanRequest) -> bool:
    before = request.previous
    return before is not None and before.exam_on == request.exam_on


def _kept(request: PlanRequest, first: date) -> tuple[str, ...]:
    """The tasks of the week that runs, as they were planned for the same date and hours."""
    before = request.previous
    if before is None or not _is_same_goal(request) or before.hours_a_week != request.hours_a_week:
        return ()
    running = [week for week in before.weeks if week.starts_on == first]
    return tuple(task.task for task in running[0].focus if task.task in request.results) if running else ()


def _started_on(request: PlanRequest, first: date) -> date:
    before = request.previous
    return min(before.started_on, first) if before is not None and _is_same_goal(request) else first


def _reading(
    sections: Mapping[str, tuple[Section, ...]], focus: Sequence[Sequence[str]]
) -> list[dict[str, tuple[Section, ...]]]:
    """For each week and task the next stretch of its sections, all of them spread over its visits."""
    visits = Counter(task for tasks in focus for task in tasks)
    made: Counter[str] = Counter()
    found = []
    for tasks in focus:
        week = {}
        for task in tasks:
            whole = sections.get(task, ())
            start, end = (len(whole) * (made[task] + step) // visits[task] for step in (0, 1))
            week[task] = whole[start:end]
            made[task] += 1
        found.append(week)
    return found


def _week_note(frame: WeekFrame, hours: float, exam: ExamStep | None) -> str:
    if frame.weeks_after:
        return ""
    if exam is None:
        return "No day is left for an exam: review what is due, and sleep."
    if not exam.full:
        return "There is no time for a full exam: sit the short one, then review every item that you missed."
    if hours > frame.hours + 0.01:
        return f"The full exam makes this week {hours:.1f} hours instead of {frame.hours:.1f}."
    return "Sit the full exam early in the week, then review every item that you missed."


def _notes(request: PlanRequest, left_out: Sequence[str]) -> tuple[str, ...]:
    notes = []
    last_day = request.paper.last_day
    if last_day is not None and request.exam_on > last_day:
        notes.append(
            f"The sources say that this exam can be sat until {last_day} only; check before you book."
        )
    if left_out:
        notes.append(
            f"No week is left for {', '.join(left_out)}. They cost fewer points than what is planned; "
            "a later date or more weeks would make room."
        )
    return tuple(notes)
