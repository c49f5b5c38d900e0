"""All that is stored of one learner in one course, read at one moment, and what follows from it.

The one place where stores, course and index meet; what is computed from them is in modules that know none
of these. Used by the command line and by the pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from ingest.types import Blueprint
from tutor.learner.attempts import AttemptStore
from tutor.learner.database import Database
from tutor.learner.items import ItemStore
from tutor.learner.journal import Goal, GoalStore
from tutor.learner.planning.plan import study_plan, task_results
from tutor.learner.planning.plan_changes import plan_changes
from tutor.learner.planning.plan_record import begun_weeks
from tutor.learner.planning.plan_request import ExamPaper, PlanError, PlanRequest
from tutor.learner.planning.plan_types import LabLink, StudyPlan
from tutor.learner.planning.plans import PlanStore
from tutor.learner.planning.targets import Target
from tutor.learner.reviews import CardState, ReviewStore
from tutor.learner.schedule import new_cards_a_day
from tutor.learner.standing.coverage import Coverage, Section, coverage, sections_by_task
from tutor.learner.standing.forecast import ReviewForecast, pace_seconds, review_forecast
from tutor.learner.standing.mastery import LearnerStanding, standing
from tutor.learner.standing.pass_estimate import pass_rule
from tutor.learner.standing.progress import Progress, ProgressParts, progress_of
from tutor.learner.types import Attempt, AttemptMode
from tutor.practice.bank import load_bank
from tutor.practice.exams.exam_form import exam_figures
from tutor.practice.types import PracticeItem
from tutor.workspace import Workspace

if TYPE_CHECKING:
    from ingest.index import LocalIndex

__all__ = [
    "DEFAULT_HOURS",
    "LearnerRecord",
    "NewPlan",
    "learner_record",
    "made_plan",
    "plan_of",
    "progress_of_record",
    "store_plan",
    "with_goal",
]

DEFAULT_HOURS = 6.0
"""A week, until the learner says otherwise."""


@dataclass(frozen=True, slots=True)
class LearnerRecord:
    """What was read, at `now`."""

    course: str
    now: datetime
    blueprint: Blueprint
    attempts: tuple[Attempt, ...]
    reviews: ReviewForecast
    goal: Goal | None
    plans: tuple[StudyPlan, ...]
    """Oldest first; the last one holds."""
    coverage: Coverage
    sections: dict[str, tuple[Section, ...]]
    labs: tuple[LabLink, ...]
    """Those without an answer yet."""
    where: LearnerStanding

    @property
    def exam_on(self) -> date | None:
        """The exam's date, if one was set."""
        return self.goal.exam_date if self.goal else None


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan as of now, what is new in it, and whether it was stored by this call."""

    plan: StudyPlan
    changes: tuple[str, ...]
    stored: bool


def learner_record(
    database: Database, workspace: Workspace, index: "LocalIndex | None", now: datetime
) -> LearnerRecord:
    """Everything at `now`, whose time zone decides where days begin; without an index there is no coverage.

    Raises:
        StoreError: The learner's file cannot be read.
        CourseError: The bank of the course breaks its format.
    """
    course = workspace.id
    attempts = AttemptStore(database).all(course)
    goal = GoalStore(database).latest(course)
    blueprint = _blueprint(workspace, index)
    items = [*_bank(workspace), *ItemStore(database).all(course)]
    reported = ItemStore(database).reported_ids()
    pages = index.contents.pages if index else {}
    chunks = index.chunks if index else ()
    answered = [one for one in attempts if one.mode is not AttemptMode.LAB]
    return LearnerRecord(
        course=course,
        now=now,
        blueprint=blueprint,
        attempts=attempts,
        reviews=_reviews(ReviewStore(database), course, now, goal),
        goal=goal,
        plans=PlanStore(database).all(course),
        coverage=coverage(blueprint, pages, chunks, [i for i in items if i.id not in reported], answered),
        sections=sections_by_task(pages, chunks),
        labs=_labs(workspace, attempts),
        where=standing(attempts, blueprint, now),
    )


def progress_of_record(record: LearnerRecord) -> Progress:
    """The progress, with the targets of the weeks that have begun and of those that the plan has ahead."""
    weeks = [*begun_weeks(record.plans, record.now), *(record.plans[-1].weeks if record.plans else ())]
    targets = {week.starts_on: Target(week.starts_on, week.target) for week in reversed(weeks)}
    parts = ProgressParts(
        where=record.where,
        rule=pass_rule(record.blueprint),
        coverage=record.coverage,
        reviews=record.reviews,
        targets=tuple(targets[start] for start in sorted(targets)),
    )
    return progress_of(record.course, record.blueprint, record.attempts, record.exam_on, parts)


def plan_of(record: LearnerRecord) -> StudyPlan:
    """The plan as of now for the goal that was set.

    Raises:
        PlanError: There is no goal with a date, or none can be planned for.
    """
    if record.goal is None or record.goal.exam_date is None:
        raise PlanError("No exam date is set yet; set it with `tutor plan --date YYYY-MM-DD --hours N`.")
    figures = exam_figures(record.blueprint)
    before = record.plans[-1] if record.plans else None
    retired = [fact.value for fact in record.blueprint.values("retired_on")]
    return study_plan(
        PlanRequest(
            course=record.course,
            exam_on=record.goal.exam_date,
            hours_a_week=record.goal.hours_a_week,
            results=task_results(record.where, record.attempts, before),
            reviews=record.reviews,
            sections=record.sections,
            labs=record.labs,
            paper=ExamPaper(figures.length, figures.minutes, _day(retired[0]) if retired else None),
            previous=before,
        ),
        record.where,
    )


def made_plan(record: LearnerRecord) -> NewPlan:
    """The plan as of now and what changed since the stored one; nothing is stored. Raises as `plan_of`."""
    plan = plan_of(record)
    before = record.plans[-1] if record.plans else None
    return NewPlan(plan, plan_changes(before, plan) if before else (), stored=False)


def with_goal(record: LearnerRecord, exam_on: date | None, hours_a_week: float | None) -> LearnerRecord:
    """The record with another date or other hours, not stored yet; None leaves what was set."""
    if exam_on is None and hours_a_week is None:
        return record
    before = record.goal
    hours = before.hours_a_week if before else DEFAULT_HOURS
    goal = Goal(
        exam_on or (before.exam_date if before else None),
        hours if hours_a_week is None else hours_a_week,
        record.now,
    )
    return replace(record, goal=goal)


def store_plan(database: Database, new: NewPlan, record: LearnerRecord) -> NewPlan:
    """Store the record's goal if it is new, and a plan that is the first, changed, or of another week."""
    goals = GoalStore(database, lambda: record.now)
    stored, goal = goals.latest(record.course), record.goal
    if goal and (
        stored is None or (stored.exam_date, stored.hours_a_week) != (goal.exam_date, goal.hours_a_week)
    ):
        goals.set(record.course, goal.exam_date, goal.hours_a_week)
    before = record.plans[-1] if record.plans else None
    if before and not new.changes and before.weeks[0].starts_on == new.plan.weeks[0].starts_on:
        return new
    PlanStore(database).add(new.plan)
    return replace(new, stored=True)


def _blueprint(workspace: Workspace, index: "LocalIndex | None") -> Blueprint:
    """The index's, whose sources may state more than the course; an empty one where nothing states any."""
    if index is not None and index.contents.blueprint is not None:
        return index.contents.blueprint
    return workspace.course.blueprint if workspace.course else Blueprint(workspace.title, ())


def _bank(workspace: Workspace) -> tuple[PracticeItem, ...]:
    folder = workspace.course.directory / "questions" if workspace.course else None
    return load_bank(sorted(folder.glob("*.jsonl"))) if folder is not None and folder.is_dir() else ()


def _reviews(store: ReviewStore, course: str, now: datetime, goal: Goal | None) -> ReviewForecast:
    active = {card for card, state in store.cards(course).items() if state is CardState.ACTIVE}
    states = [state for card, state in store.states(course).items() if card in active]
    new_a_day = new_cards_a_day(len(store.unseen(course)), now, goal.exam_date if goal else None)
    pace = pace_seconds(store.logs(course))
    return review_forecast(states, now, seconds_per_card=pace, new_a_day=new_a_day)


def _labs(workspace: Workspace, attempts: Sequence[Attempt]) -> tuple[LabLink, ...]:
    from tutor.labs.load import load_labs

    if workspace.course is None:
        return ()
    begun = {one.session for one in attempts if one.mode is AttemptMode.LAB}
    return tuple(
        LabLink(lab.id, lab.title, lab.minutes, tuple(dict.fromkeys(t for s in lab.steps for t in s.tasks)))
        for lab in load_labs(workspace.course.directory)
        if lab.id not in begun
    )


def _day(value: object) -> date | None:
    """A figure that a source states as a day, whether the reader kept it as a date or as text."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
