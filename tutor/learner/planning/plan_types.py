"""The values of a study plan. Days are dates in the learner's zone; shares go from 0 to 1."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tutor.learner.standing.coverage import Section
from tutor.learner.standing.mastery import Level

__all__ = ["ExamStep", "FocusTask", "LabLink", "PlanWeek", "StudyPlan", "TaskResult", "WeekHours"]


@dataclass(frozen=True, slots=True)
class TaskResult:
    """How a task statement went by the day of the plan. Counts are of plain answers, repeats too."""

    task: str
    level: Level
    share: float
    """The share right that is expected of the next answer."""
    answers: int = 0
    right: int = 0
    week_answers: int = 0
    """Of the last seven days."""
    week_right: int = 0

    @property
    def reason(self) -> str:
        """The result in a few words: `3 of 8 right last week`."""
        if self.week_answers:
            return f"{self.week_right} of {self.week_answers} right last week"
        if self.answers:
            return f"{self.right} of {self.answers} right so far"
        return "no answers yet"


@dataclass(frozen=True, slots=True)
class LabLink:
    """A hands-on lab and the task statements that it is practice for."""

    id: str
    title: str
    minutes: int
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExamStep:
    """An exam to sit in a week."""

    items: int
    minutes: float
    full: bool


@dataclass(frozen=True, slots=True)
class FocusTask:
    """What to do for one task statement in one week."""

    task: str
    title: str
    hours: float
    practice_items: int
    sections: tuple[Section, ...]
    """To read, as many as there is time for; empty where the sources name no task."""
    more_sections: int
    """Sections of this visit that there is no time for; practice shows which of them are needed."""
    reason: str


@dataclass(frozen=True, slots=True)
class WeekHours:
    """How a week's hours are spent."""

    reading: float
    practice: float
    review: float
    lab: float
    exam: float

    @property
    def total(self) -> float:
        """All of them."""
        return self.reading + self.practice + self.review + self.lab + self.exam

    @property
    def words(self) -> str:
        """All of them in one line: `6.0 hours: reading 1.6, practice 3.0, reviews 0.6, exam 0.9`."""
        named = (
            ("reading", self.reading),
            ("practice", self.practice),
            ("reviews", self.review),
            ("lab", self.lab),
            ("exam", self.exam),
        )
        parts = ", ".join(f"{name} {hours:.1f}" for name, hours in named if hours)
        return f"{self.total:.1f} hours: {parts}"


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """One week; `number` counts from the first week of the first plan for this date."""

    number: int
    starts_on: date
    """Of a first week that is cut short, a day before the plan's own."""
    days: int
    """Left of it on the day of the plan, 1 to 7."""
    target: float
    hours: WeekHours
    focus: tuple[FocusTask, ...]
    lab: LabLink | None = None
    exam: ExamStep | None = None
    note: str = ""

    @property
    def ends_on(self) -> date:
        """The last day."""
        return self.starts_on + timedelta(days=6)

    @property
    def practice_items(self) -> int:
        """Items to answer, those of an exam apart."""
        return sum(task.practice_items for task in self.focus)


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """The weeks that are left, from the one of `made_at` to the one that ends before the exam."""

    course: str
    made_at: datetime
    started_on: date
    """First day of week 1."""
    exam_on: date
    hours_a_week: float
    present_share: float
    """The share right that is expected of an exam on the day of the plan."""
    weeks: tuple[PlanWeek, ...]
    results: tuple[TaskResult, ...]
    """Of every task statement: what the plan follows."""
    left_out: tuple[str, ...] = ()
    """Task statements that are not strong and for which no week is left."""
    notes: tuple[str, ...] = ()
    """What to know of the plan as a whole, a sentence each."""
