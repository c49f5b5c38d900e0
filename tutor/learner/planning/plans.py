"""The study plans in a learner's file, a row for each that was made. Knows nothing of how they are made."""

import json

from tutor.learner.database import Database, StoreError, moment_text, run
from tutor.learner.planning.plan_json import plan_from_json, plan_to_json
from tutor.learner.planning.plan_types import StudyPlan

__all__ = ["PlanStore"]


class PlanStore:
    """The plans of a learner's file; they are added and read, never changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, plan: StudyPlan) -> None:
        """Keep a plan; from now on it is its course's latest."""
        values = {
            "course": plan.course,
            "content": json.dumps(plan_to_json(plan), ensure_ascii=False),
            "made_at": moment_text(plan.made_at),
        }
        with self._database.connection() as connection:
            run(
                connection,
                "INSERT INTO plans (course, content, made_at) VALUES (:course, :content, :made_at)",
                values,
            )

    def all(self, course: str) -> tuple[StudyPlan, ...]:
        """The plans of a course, oldest first. Raises StoreError where one cannot be read."""
        with self._database.connection() as connection:
            rows = run(
                connection, "SELECT content FROM plans WHERE course = :course ORDER BY id", {"course": course}
            )
        return tuple(_plan(row["content"]) for row in rows)

    def latest(self, course: str) -> StudyPlan | None:
        """The plan that holds, or None before the first. Raises StoreError where it cannot be read."""
        with self._database.connection() as connection:
            rows = run(
                connection,
                "SELECT content FROM plans WHERE course = :course ORDER BY id DESC LIMIT 1",
                {"course": course},
            )
        return _plan(rows[0]["content"]) if rows else None


def _plan(content: str) -> StudyPlan:
    try:
        return plan_from_json(json.loads(content))
    except (KeyError, TypeError, ValueError) as fault:
        raise StoreError(
            f"A stored study plan cannot be read ({type(fault).__name__}: {fault}). It was written by "
            "another version of the tutor; update the tutor."
        ) from fault
