"""The learner's own words, a note a day, and the goal: the exam's date and the hours a week.

Both are appended; of a day's notes and of the goals the latest counts. Knows nothing of plans.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tutor.learner.database import Database, StoreError, moment, moment_text, run

__all__ = ["Goal", "GoalStore", "JournalNote", "JournalStore"]

_WEEK_HOURS = 168


@dataclass(frozen=True, slots=True)
class JournalNote:
    """What the learner wrote for a day."""

    day: date
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Goal:
    """When the exam is, None if that is open, and how much time there is for it."""

    exam_date: date | None
    hours_a_week: float
    set_at: datetime


class JournalStore:
    """The notes in a learner's file. `now` gives aware times."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._now = now

    def write(self, course: str, day: date, text: str) -> None:
        """Keep a day's note in the place of an earlier one; an empty text takes it back."""
        values = {
            "course": course,
            "day": day.isoformat(),
            "text": text.strip(),
            "at": moment_text(self._now()),
        }
        with self._database.connection() as connection:
            run(
                connection,
                "INSERT INTO journal (course, day, text, written_at) VALUES (:course, :day, :text, :at)",
                values,
            )

    def all(self, course: str) -> tuple[JournalNote, ...]:
        """The latest note of each day that has one, by day."""
        with self._database.connection() as connection:
            rows = run(
                connection,
                "SELECT day, text, written_at FROM journal WHERE text <> '' AND id IN "
                "(SELECT MAX(id) FROM journal WHERE course = :course GROUP BY day) ORDER BY day",
                {"course": course},
            )
        return tuple(
            JournalNote(date.fromisoformat(row["day"]), row["text"], moment(row["written_at"]))
            for row in rows
        )


class GoalStore:
    """The goals in a learner's file. `now` gives aware times."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._now = now

    def set(self, course: str, exam_date: date | None, hours_a_week: float) -> Goal:
        """Keep a goal, which counts from now on.

        Raises:
            StoreError: The hours are not between 0 and the 168 of a week.
        """
        if not (math.isfinite(hours_a_week) and 0 < hours_a_week <= _WEEK_HOURS):
            raise StoreError(
                f"{hours_a_week:g} hours a week cannot be planned; give more than 0, at most {_WEEK_HOURS}."
            )
        goal = Goal(exam_date, float(hours_a_week), self._now().astimezone(UTC))
        values = {
            "course": course,
            "exam": exam_date.isoformat() if exam_date else None,
            "hours": goal.hours_a_week,
            "at": moment_text(goal.set_at),
        }
        with self._database.connection() as connection:
            run(
                connection,
                "INSERT INTO goals (course, exam_date, hours_a_week, set_at) "
                "VALUES (:course, :exam, :hours, :at)",
                values,
            )
        return goal

    def latest(self, course: str) -> Goal | None:
        """The goal that counts; None before the first one."""
        goals = self.all(course)
        return goals[-1] if goals else None

    def all(self, course: str) -> tuple[Goal, ...]:
        """Every goal in the order of setting."""
        with self._database.connection() as connection:
            rows = run(
                connection, "SELECT * FROM goals WHERE course = :course ORDER BY id", {"course": course}
            )
        return tuple(
            Goal(
                date.fromisoformat(row["exam_date"]) if row["exam_date"] else None,
                row["hours_a_week"],
                moment(row["set_at"]),
            )
            for row in rows
        )
