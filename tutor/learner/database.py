"""The learner's own file: SQLite through SQLAlchemy, its tables, and how older files are brought up to date.

Everything a learner did is a row that is written once and never changed; what counts is the latest row.
Knows nothing of what the rows mean.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import TutorError

if TYPE_CHECKING:
    from sqlalchemy import Connection as Connection  # for the stores' own annotations
    from sqlalchemy import Engine

__all__ = ["MIGRATIONS", "Database", "Migrations", "StoreError", "moment", "moment_text", "run"]

Migrations = tuple[tuple[str, ...], ...]
"""Statements that lead from format 0 to 1, from 1 to 2 and so on; a released one is never edited."""

_BUSY_SECONDS = 10

_PRACTICE = (
    """CREATE TABLE items (
        id TEXT PRIMARY KEY, course TEXT NOT NULL, content TEXT NOT NULL, made_at TEXT NOT NULL)""",
    # no reference to items: an item of the bank stands in the course's files, and it can be reported too
    """CREATE TABLE item_reports (
        id INTEGER PRIMARY KEY, item_id TEXT NOT NULL, reason TEXT NOT NULL, reported_at TEXT NOT NULL)""",
    """CREATE TABLE attempts (
        id INTEGER PRIMARY KEY, item_id TEXT NOT NULL, course TEXT NOT NULL, task TEXT NOT NULL,
        chosen TEXT NOT NULL, correct INTEGER NOT NULL, answered_at TEXT NOT NULL, mode TEXT NOT NULL,
        confidence INTEGER, seconds REAL NOT NULL, session TEXT NOT NULL)""",
    """CREATE TABLE practice_sets (
        id TEXT PRIMARY KEY, course TEXT NOT NULL, request TEXT NOT NULL, started_at TEXT NOT NULL)""",
    """CREATE TABLE practice_set_items (
        set_id TEXT NOT NULL REFERENCES practice_sets(id), position INTEGER NOT NULL,
        item_id TEXT NOT NULL, PRIMARY KEY (set_id, position))""",
    "CREATE INDEX items_by_course ON items(course)",
    "CREATE INDEX item_reports_by_item ON item_reports(item_id)",
    "CREATE INDEX attempts_by_course ON attempts(course, answered_at)",
)
_REVIEWS = (
    "CREATE TABLE cards (id TEXT PRIMARY KEY, course TEXT NOT NULL, content TEXT NOT NULL)",
    """CREATE TABLE card_states (
        id INTEGER PRIMARY KEY, card_id TEXT NOT NULL REFERENCES cards(id),
        state TEXT NOT NULL, at TEXT NOT NULL)""",
    """CREATE TABLE review_logs (
        id INTEGER PRIMARY KEY, card_id TEXT NOT NULL REFERENCES cards(id), grade INTEGER NOT NULL,
        reviewed_at TEXT NOT NULL, seconds REAL NOT NULL, due_at TEXT NOT NULL, stability REAL,
        difficulty REAL, step INTEGER, phase INTEGER NOT NULL, last_reviewed_at TEXT)""",
    """CREATE TABLE review_undos (
        log_id INTEGER PRIMARY KEY REFERENCES review_logs(id), undone_at TEXT NOT NULL)""",
    "CREATE INDEX cards_by_course ON cards(course)",
    "CREATE INDEX card_states_by_card ON card_states(card_id)",
    "CREATE INDEX review_logs_by_card ON review_logs(card_id)",
)
_EXAMS = (
    """CREATE TABLE exam_sittings (
        id TEXT PRIMARY KEY, course TEXT NOT NULL, form TEXT NOT NULL, started_at TEXT NOT NULL,
        minutes REAL NOT NULL)""",
    """CREATE TABLE exam_items (
        sitting_id TEXT NOT NULL REFERENCES exam_sittings(id), position INTEGER NOT NULL,
        item_id TEXT NOT NULL, scored INTEGER NOT NULL, content TEXT NOT NULL,
        PRIMARY KEY (sitting_id, position))""",
    """CREATE TABLE exam_choices (
        id INTEGER PRIMARY KEY, sitting_id TEXT NOT NULL, position INTEGER NOT NULL, chosen TEXT NOT NULL,
        at TEXT NOT NULL, FOREIGN KEY (sitting_id, position) REFERENCES exam_items(sitting_id, position))""",
    """CREATE TABLE exam_flags (
        id INTEGER PRIMARY KEY, sitting_id TEXT NOT NULL, position INTEGER NOT NULL,
        flagged INTEGER NOT NULL, at TEXT NOT NULL,
        FOREIGN KEY (sitting_id, position) REFERENCES exam_items(sitting_id, position))""",
    """CREATE TABLE exam_ends (
        sitting_id TEXT PRIMARY KEY REFERENCES exam_sittings(id), ended_at TEXT NOT NULL,
        result TEXT NOT NULL)""",
    "CREATE INDEX exam_sittings_by_course ON exam_sittings(course)",
    "CREATE INDEX exam_choices_by_sitting ON exam_choices(sitting_id, position)",
    "CREATE INDEX exam_flags_by_sitting ON exam_flags(sitting_id, position)",
)
_PLANS = (
    """CREATE TABLE journal (
        id INTEGER PRIMARY KEY, course TEXT NOT NULL, day TEXT NOT NULL, text TEXT NOT NULL,
        written_at TEXT NOT NULL)""",
    """CREATE TABLE goals (
        id INTEGER PRIMARY KEY, course TEXT NOT NULL, exam_date TEXT, hours_a_week REAL NOT NULL,
        set_at TEXT NOT NULL)""",
    """CREATE TABLE plans (
        id INTEGER PRIMARY KEY, course TEXT NOT NULL, made_at TEXT NOT NULL, content TEXT NOT NULL)""",
    "CREATE INDEX journal_by_course ON journal(course, day)",
)

MIGRATIONS: Migrations = ((*_PRACTICE, *_REVIEWS, *_EXAMS, *_PLANS),)
"""Of a learner's file. Append to the outer tuple; leave what stands in it as it is."""


class StoreError(TutorError):
    """The learner's own data cannot be read or written."""


class Database:
    """The file at `path`, made at the first use and brought up to date by `migrations`.

    `holds` names what is in it, in a message ("Your chats"). May be shared between threads.
    """

    def __init__(
        self, path: Path, migrations: Migrations = MIGRATIONS, holds: str = "Your learning record"
    ) -> None:
        self.path = path
        self._migrations = migrations
        self._holds = holds
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    @contextmanager
    def connection(self) -> "Iterator[Connection]":
        """One transaction: all of it is on the disk when the block is left, or nothing of it.

        Raises:
            StoreError: Whatever the database or the disk says, or the file is of a newer tutor.
        """
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self._opened().begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as fault:
            reason = str(getattr(fault, "orig", fault)).splitlines()[0]
            raise StoreError(
                f"{self._holds} in {self.path} cannot be read or written ({reason}). "
                "Check the disk, or move the file away to begin with an empty one."
            ) from fault

    def _opened(self) -> "Engine":
        with self._lock:
            if self._engine is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                engine = _engine(self.path)
                with engine.begin() as connection:
                    self._bring_up_to_date(connection)
                self._engine = engine
            return self._engine

    def _bring_up_to_date(self, connection: "Connection") -> None:
        """Apply what is missing; one transaction, so a crash leaves the file in a whole format."""
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        newest = len(self._migrations)
        if version > newest:
            raise StoreError(
                f"{self._holds} in {self.path}: the file was written by a newer tutor "
                f"(format {version}, here {newest}). Update the tutor to read it."
            )
        for statements in self._migrations[version:]:
            for statement in statements:
                connection.exec_driver_sql(statement)
        if version < newest:
            connection.exec_driver_sql(f"PRAGMA user_version = {newest}")


def _engine(path: Path) -> "Engine":
    from sqlalchemy import URL, create_engine, event
    from sqlalchemy.pool import NullPool

    # sessions run in threads of their own: a connection each, closed at once
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"timeout": _BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: object) -> None:  # noqa: ANN401 - the driver's own connection
        # the driver would leave CREATE TABLE outside of any transaction; `begin` below takes over
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # a commit is on the disk, power cut or not

    @event.listens_for(engine, "begin")
    def begin(connection: "Connection") -> None:
        # IMMEDIATE waits for another writer at once; a read that turns into a write could not wait
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def run(
    connection: "Connection", sql: str, values: Mapping[str, Any] | list[dict[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """The rows that a statement with `:name` values gives, as dictionaries; a list of values repeats it."""
    from sqlalchemy import text

    result = connection.execute(text(sql), values)
    return [dict(row) for row in result.mappings()] if result.returns_rows else []


def moment_text(at: datetime) -> str:
    """An aware time as it is stored: UTC, microseconds, so that text sorts as time does.

    Raises:
        ValueError: The time has no zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone; use an aware time")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """The aware UTC time that `moment_text` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)
