"""Practice sets in the learner's file: what was asked for, and the items that came, in order.

A set grows while it is answered, so a reload goes on where the learner was. Knows nothing of how items
are made; what was answered stands in the attempts, under the set's id.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tutor.learner.database import Database, StoreError, moment, moment_text, run

if TYPE_CHECKING:
    from tutor.learner.database import Connection

__all__ = ["PracticeSet", "PracticeSetStore", "is_named"]

_NAMED = "named-"
_BEGIN = "INSERT INTO practice_sets VALUES (:id, :course, :request, :at) ON CONFLICT (id) DO NOTHING"


@dataclass(frozen=True, slots=True)
class PracticeSet:
    """A set as it stands; `id` is the `session` of its attempts."""

    id: str
    course: str
    request: Mapping[str, Any]
    """What was asked for, as plain JSON values."""
    started_at: datetime
    item_ids: tuple[str, ...] = ()


class PracticeSetStore:
    """The practice sets in a learner's file. `now` gives aware times."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._now = now

    def begin(self, course: str, request: Mapping[str, Any]) -> PracticeSet:
        """A new set without items. Raises StoreError."""
        return self._begun(uuid.uuid4().hex, course, request)

    def begin_named(self, course: str, name: str, request: Mapping[str, Any]) -> PracticeSet:
        """The course's set of that name: as it stands, or new and without items. Raises StoreError.

        It is never `latest`: who knows the name finds it by `named`.
        """
        begun = self._begun(_named_id(course, name), course, request)
        return self.get(begun.id) or begun

    def named(self, course: str, name: str) -> PracticeSet | None:
        """The course's set of that name; None when none was begun."""
        return self.get(_named_id(course, name))

    def _begun(self, set_id: str, course: str, request: Mapping[str, Any]) -> PracticeSet:
        begun = PracticeSet(set_id, course, dict(request), self._now().astimezone(UTC))
        values = {
            "id": begun.id,
            "course": course,
            "request": json.dumps(begun.request, ensure_ascii=False),
            "at": moment_text(begun.started_at),
        }
        with self._database.connection() as connection:
            run(connection, _BEGIN, values)
        return begun

    def append(self, set_id: str, item_id: str) -> int:
        """Put an item at the end of a set: its position, from 0. Raises StoreError if there is no set."""
        with self._database.connection() as connection:
            if not run(connection, "SELECT 1 FROM practice_sets WHERE id = :id", {"id": set_id}):
                raise StoreError(f"There is no practice set {set_id!r}. Begin a new one.")
            added = run(
                connection,
                "INSERT INTO practice_set_items SELECT :id, COUNT(*), :item FROM practice_set_items "
                "WHERE set_id = :id RETURNING position",
                {"id": set_id, "item": item_id},
            )
        return int(added[0]["position"])

    def get(self, set_id: str) -> PracticeSet | None:
        """The set of that id; None when there is none."""
        with self._database.connection() as connection:
            rows = run(connection, "SELECT * FROM practice_sets WHERE id = :id", {"id": set_id})
            return _set(connection, rows[0]) if rows else None

    def latest(self, course: str) -> PracticeSet | None:
        """The set that was begun last in a course, other than named ones; None before the first."""
        with self._database.connection() as connection:
            rows = run(
                connection,
                "SELECT * FROM practice_sets WHERE course = :course AND id NOT LIKE :named "
                "ORDER BY rowid DESC LIMIT 1",
                {"course": course, "named": f"{_NAMED}%"},
            )
            return _set(connection, rows[0]) if rows else None


def is_named(set_id: str) -> bool:
    """Whether a set was begun under a name."""
    return set_id.startswith(_NAMED)


def _named_id(course: str, name: str) -> str:
    return _NAMED + hashlib.sha256(f"{course}\0{name}".encode()).hexdigest()[:24]


def _set(connection: "Connection", row: dict[str, Any]) -> PracticeSet:
    items = run(
        connection,
        "SELECT item_id FROM practice_set_items WHERE set_id = :id ORDER BY position",
        {"id": row["id"]},
    )
    return PracticeSet(
        id=row["id"],
        course=row["course"],
        request=json.loads(row["request"]),
        started_at=moment(row["started_at"]),
        item_ids=tuple(item["item_id"] for item in items),
    )
