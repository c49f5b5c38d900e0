"""Every answer that a learner gave, one committed row each. Knows nothing of what they mean."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tutor.learner.database import Database, moment, moment_text, run
from tutor.learner.types import Attempt, AttemptMode, Confidence

if TYPE_CHECKING:
    from tutor.learner.database import Connection

__all__ = ["AttemptStore", "insert_attempts"]

_INSERT = (
    "INSERT INTO attempts "
    "(item_id, course, task, chosen, correct, answered_at, mode, confidence, seconds, session) VALUES "
    "(:item_id, :course, :task, :chosen, :correct, :answered_at, :mode, :confidence, :seconds, :session)"
)


class AttemptStore:
    """The attempts in a learner's file; they are added and read, never changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, attempt: Attempt) -> None:
        """Keep one answer; it is on the disk when this returns. Raises StoreError."""
        with self._database.connection() as connection:
            insert_attempts(connection, (attempt,))

    def all(self, course: str, since: datetime | None = None) -> tuple[Attempt, ...]:
        """The attempts at a course's items, oldest first; with `since` those from that moment on."""
        with self._database.connection() as connection:
            rows = run(
                connection,
                "SELECT * FROM attempts WHERE course = :course AND (:since IS NULL OR answered_at >= :since) "
                "ORDER BY answered_at, id",
                {"course": course, "since": moment_text(since) if since else None},
            )
        return tuple(_attempt(row) for row in rows)


def insert_attempts(connection: "Connection", attempts: Iterable[Attempt]) -> None:
    """Add attempts within a transaction of the caller's, such as the end of an exam."""
    rows = [
        {
            "item_id": attempt.item_id,
            "course": attempt.course,
            "task": attempt.task,
            "chosen": json.dumps(attempt.chosen),
            "correct": attempt.correct,
            "answered_at": moment_text(attempt.answered_at),
            "mode": attempt.mode.value,
            "confidence": None if attempt.confidence is None else int(attempt.confidence),
            "seconds": attempt.seconds,
            "session": attempt.session,
        }
        for attempt in attempts
    ]
    if rows:
        run(connection, _INSERT, rows)


def _attempt(row: dict[str, Any]) -> Attempt:
    return Attempt(
        item_id=row["item_id"],
        course=row["course"],
        task=row["task"],
        chosen=tuple(json.loads(row["chosen"])),
        correct=bool(row["correct"]),
        answered_at=moment(row["answered_at"]),
        mode=AttemptMode(row["mode"]),
        confidence=None if row["confidence"] is None else Confidence(row["confidence"]),
        seconds=row["seconds"],
        session=row["session"],
    )
