"""Cards, the grades they were given and what FSRS makes of them, in the learner's file.

Grades are appended and never changed; taking one back is a row too. Knows nothing of how a grade is
turned into a date.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tutor.learner.database import Database, StoreError, moment, moment_text, run
from tutor.learner.types import Card, CardKind, Grade, ReviewLog, ReviewState

if TYPE_CHECKING:
    from tutor.learner.database import Connection

__all__ = ["CardState", "ReviewStore"]

_STATE = "(SELECT state FROM card_states WHERE card_id = cards.id ORDER BY id DESC LIMIT 1)"
_KEPT = "id NOT IN (SELECT log_id FROM review_undos)"
_LATEST = f"(SELECT MAX(id) FROM review_logs WHERE card_id = cards.id AND {_KEPT})"


class CardState(StrEnum):
    """Whether a card comes up; the latest state counts, and a card without one is active."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    """The learner took it out."""
    GONE = "gone"
    """Its row no longer stands in the sources; its grades are kept, should it come back."""


class ReviewStore:
    """The cards and reviews in a learner's file. `now` gives aware times."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._now = now

    def add_cards(self, cards: Iterable[Card]) -> int:
        """How many of the cards are new. One that is known gets its present text and place, no more."""
        with self._database.connection() as connection:
            return _put(connection, cards)

    def keep_up(self, course: str, kind: CardKind, cards: Iterable[Card]) -> int:
        """Make `cards` all there are of a kind in a course; how many are new.

        The others are set aside as gone. One that was gone and is back is active again; one that the
        learner took out stays out.
        """
        current = tuple(cards)
        ids = {card.id for card in current}
        with self._database.connection() as connection:
            new = _put(connection, current)
            for card, state in _cards(connection, course):
                if card.kind is not kind:
                    continue
                if card.id not in ids and state is CardState.ACTIVE:
                    self._set(connection, card.id, CardState.GONE)
                elif card.id in ids and state is CardState.GONE:
                    self._set(connection, card.id, CardState.ACTIVE)
        return new

    def remove_card(self, card_id: str) -> None:
        """Take a card out of the reviews; its grades are kept. Raises StoreError if there is no such card."""
        with self._database.connection() as connection:
            self._set(connection, card_id, CardState.SUSPENDED)

    def restore_card(self, card_id: str) -> None:
        """Bring a card back that was taken out. Raises StoreError if there is no such card."""
        with self._database.connection() as connection:
            self._set(connection, card_id, CardState.ACTIVE)

    def card(self, card_id: str) -> Card | None:
        """The card, in whatever state; None when there is none of that id."""
        with self._database.connection() as connection:
            rows = run(connection, "SELECT content FROM cards WHERE id = :id", {"id": card_id})
        return _card(rows[0]["content"]) if rows else None

    def cards(self, course: str) -> dict[str, CardState]:
        """The state of every card of a course, by its id, in the order of adding."""
        with self._database.connection() as connection:
            return {card.id: state for card, state in _cards(connection, course)}

    def states(self, course: str) -> dict[str, ReviewState]:
        """What FSRS knows of the cards that have a grade, by card id."""
        with self._database.connection() as connection:
            rows = run(
                connection,
                "SELECT review_logs.* FROM cards JOIN review_logs "
                f"ON review_logs.id = {_LATEST} WHERE course = :course ORDER BY review_logs.id",
                {"course": course},
            )
        return {row["card_id"]: _log(row).after for row in rows}

    def log(self, log: ReviewLog) -> None:
        """Keep a grade; it is on the disk when this returns. Raises StoreError if there is no such card."""
        after = log.after
        values = {
            "card_id": log.card_id,
            "grade": int(log.grade),
            "reviewed_at": moment_text(log.reviewed_at),
            "seconds": log.seconds,
            "due_at": moment_text(after.due_at),
            "stability": after.stability,
            "difficulty": after.difficulty,
            "step": after.step,
            "phase": after.phase,
            "last_reviewed_at": moment_text(after.last_reviewed_at) if after.last_reviewed_at else None,
        }
        columns = ", ".join(values)
        named = ", ".join(f":{name}" for name in values)
        with self._database.connection() as connection:
            _require(connection, log.card_id)
            run(connection, f"INSERT INTO review_logs ({columns}) VALUES ({named})", values)

    def logs(self, course: str) -> tuple[ReviewLog, ...]:
        """The grades given in a course, oldest first, without those taken back."""
        with self._database.connection() as connection:
            rows = run(
                connection,
                "SELECT review_logs.* FROM review_logs JOIN cards ON cards.id = card_id "
                f"WHERE course = :course AND review_logs.{_KEPT} ORDER BY review_logs.id",
                {"course": course},
            )
        return tuple(_log(row) for row in rows)

    def undo_last(self, course: str) -> ReviewLog | None:
        """Take back the latest grade of a course: the grade; None when there is none left."""
        with self._database.connection() as connection:
            rows = run(
                connection,
                "SELECT review_logs.* FROM review_logs JOIN cards ON cards.id = card_id "
                f"WHERE course = :course AND review_logs.{_KEPT} ORDER BY review_logs.id DESC LIMIT 1",
                {"course": course},
            )
            if not rows:
                return None
            values = {"log": rows[0]["id"], "at": moment_text(self._now())}
            run(connection, "INSERT INTO review_undos VALUES (:log, :at)", values)
        return _log(rows[0])

    def due(self, course: str, now: datetime, limit: int | None = None) -> tuple[Card, ...]:
        """Active cards with a grade whose time has come, the longest due first; at most `limit`."""
        with self._database.connection() as connection:
            rows = run(
                connection,
                f"SELECT content FROM cards JOIN review_logs ON review_logs.id = {_LATEST} "
                f"WHERE course = :course AND due_at <= :now AND COALESCE({_STATE}, :active) = :active "
                "ORDER BY due_at, review_logs.id LIMIT :limit",
                {
                    "course": course,
                    "now": moment_text(now),
                    "active": CardState.ACTIVE.value,
                    "limit": -1 if limit is None else limit,
                },
            )
        return tuple(_card(row["content"]) for row in rows)

    def unseen(self, course: str, limit: int | None = None) -> tuple[Card, ...]:
        """Active cards without a grade, in the order of adding; at most `limit`."""
        with self._database.connection() as connection:
            rows = run(
                connection,
                f"SELECT content FROM cards WHERE course = :course AND {_LATEST} IS NULL "
                f"AND COALESCE({_STATE}, :active) = :active ORDER BY rowid LIMIT :limit",
                {
                    "course": course,
                    "active": CardState.ACTIVE.value,
                    "limit": -1 if limit is None else limit,
                },
            )
        return tuple(_card(row["content"]) for row in rows)

    def _set(self, connection: "Connection", card_id: str, state: CardState) -> None:
        _require(connection, card_id)
        values = {"card": card_id, "state": state.value, "at": moment_text(self._now())}
        run(connection, "INSERT INTO card_states (card_id, state, at) VALUES (:card, :state, :at)", values)


def _put(connection: "Connection", cards: Iterable[Card]) -> int:
    rows = [
        {"id": card.id, "course": card.course, "content": json.dumps(asdict(card), ensure_ascii=False)}
        for card in cards
    ]
    if not rows:
        return 0
    count = "SELECT COUNT(*) AS n FROM cards"
    before = run(connection, count)[0]["n"]
    run(
        connection,
        "INSERT INTO cards VALUES (:id, :course, :content) "
        "ON CONFLICT (id) DO UPDATE SET content = excluded.content WHERE content <> excluded.content",
        rows,
    )
    return int(run(connection, count)[0]["n"] - before)


def _cards(connection: "Connection", course: str) -> list[tuple[Card, CardState]]:
    rows = run(
        connection,
        f"SELECT content, {_STATE} AS state FROM cards WHERE course = :course ORDER BY rowid",
        {"course": course},
    )
    return [(_card(row["content"]), CardState(row["state"] or CardState.ACTIVE)) for row in rows]


def _require(connection: "Connection", card_id: str) -> None:
    if not run(connection, "SELECT 1 FROM cards WHERE id = :id", {"id": card_id}):
        raise StoreError(f"There is no card {card_id!r}. Run `tutor review` to see the cards that are due.")


def _card(content: str) -> Card:
    tree = json.loads(content)
    return Card(**{**tree, "kind": CardKind(tree["kind"])})


def _log(row: dict[str, Any]) -> ReviewLog:
    after = ReviewState(
        card_id=row["card_id"],
        due_at=moment(row["due_at"]),
        stability=row["stability"],
        difficulty=row["difficulty"],
        step=row["step"],
        phase=row["phase"],
        last_reviewed_at=moment(row["last_reviewed_at"]) if row["last_reviewed_at"] else None,
    )
    return ReviewLog(row["card_id"], Grade(row["grade"]), moment(row["reviewed_at"]), row["seconds"], after)
