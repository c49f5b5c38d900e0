"""The items that were made for a learner or imported, kept whole, and the reports of bad ones.

An item keeps the content it was first stored with: answers were given to it. Knows nothing of how items
are made; the written bank stays in the course's files.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from tutor.learner.database import Database, moment, moment_text, run
from tutor.practice.json_form import item_from_json, item_to_json
from tutor.practice.types import Origin, PracticeItem

__all__ = ["ItemStore", "WithdrawnItem"]

_UNREPORTED = "NOT EXISTS (SELECT 1 FROM item_reports WHERE item_id = items.id)"


@dataclass(frozen=True, slots=True)
class WithdrawnItem:
    """An item that the learner reported; `reason` is that of the first report."""

    item: PracticeItem
    reason: str
    reported_at: datetime


class ItemStore:
    """The items in a learner's file. `now` gives aware times."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._now = now

    def add(self, course: str, items: Iterable[PracticeItem]) -> tuple[str, ...]:
        """Keep items, all of them or none; the ids of those that were not known before.

        A known id keeps its first content.

        Raises:
            ItemFormError: An item is not whole, such as one with fewer rationales than options.
            StoreError: The file cannot be written.
        """
        added: list[str] = []
        at = moment_text(self._now())
        with self._database.connection() as connection:
            for item in items:
                new = run(
                    connection,
                    "INSERT INTO items VALUES (:id, :course, :content, :at) "
                    "ON CONFLICT (id) DO NOTHING RETURNING id",
                    {"id": item.id, "course": course, "content": _to_text(item), "at": at},
                )
                added += [row["id"] for row in new]
        return tuple(added)

    def get(self, item_id: str) -> PracticeItem | None:
        """The item, withdrawn or not; None when there is none of that id."""
        with self._database.connection() as connection:
            rows = run(connection, "SELECT content FROM items WHERE id = :id", {"id": item_id})
        return _from_text(rows[0]["content"]) if rows else None

    def all(self, course: str, origin: Origin | None = None) -> tuple[PracticeItem, ...]:
        """A course's items in the order of adding, without withdrawn ones; with `origin` only those."""
        with self._database.connection() as connection:
            rows = run(
                connection,
                f"SELECT content FROM items WHERE course = :course AND {_UNREPORTED} ORDER BY rowid",
                {"course": course},
            )
        items = (_from_text(row["content"]) for row in rows)
        return tuple(item for item in items if origin is None or item.origin is origin)

    def report(self, item_id: str, reason: str) -> None:
        """Withdraw an item, of the bank too; it is kept for review."""
        values = {"id": item_id, "reason": reason, "at": moment_text(self._now())}
        with self._database.connection() as connection:
            run(
                connection,
                "INSERT INTO item_reports (item_id, reason, reported_at) VALUES (:id, :reason, :at)",
                values,
            )

    def withdrawn(self, course: str) -> tuple[WithdrawnItem, ...]:
        """The reported ones of a course's stored items, in the order of their first reports."""
        with self._database.connection() as connection:
            rows = run(
                connection,
                "SELECT content, reason, reported_at FROM item_reports AS report "
                "JOIN items ON items.id = item_id WHERE course = :course AND report.id = "
                "(SELECT MIN(id) FROM item_reports WHERE item_id = items.id) ORDER BY report.id",
                {"course": course},
            )
        return tuple(
            WithdrawnItem(_from_text(row["content"]), row["reason"], moment(row["reported_at"]))
            for row in rows
        )

    def reported_ids(self) -> frozenset[str]:
        """The ids of all reported items, stored ones and those of the bank."""
        with self._database.connection() as connection:
            rows = run(connection, "SELECT DISTINCT item_id FROM item_reports")
        return frozenset(row["item_id"] for row in rows)


def _to_text(item: PracticeItem) -> str:
    tree = item_to_json(item)
    item_from_json(tree)  # what could not be read back would hide every other item of the course
    return json.dumps(tree, ensure_ascii=False)


def _from_text(content: str) -> PracticeItem:
    return item_from_json(json.loads(content))
