"""Everything that is kept of a learner: as one JSON text, and gone for good.

It goes by the tables that there are, so that a table of a later version is never forgotten.
"""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from tutor.config import Settings
from tutor.learner.database import StoreError, moment_text
from tutor.learner.learners import chats_path, learner_home

__all__ = ["delete_my_data", "export_my_data"]

_FORMAT = "tutor-my-data-1"
_JSON_COLUMNS = frozenset({"content", "chosen", "request", "form", "result"})


def export_my_data(settings: Settings, now: datetime) -> str:
    """All rows of all tables of the learner as JSON text, by file and table, in the order of writing.

    `{"format", "learner", "exported_at", "files": {"learner.sqlite3": {"attempts": [{...}]}}}`; columns
    that hold JSON are written as JSON. Answers, reviews, items, exams, journal, goals and chats are in it.

    Raises:
        StoreError: A file cannot be read.
    """
    chats_path(settings)  # brings the chats of an older version along
    home = learner_home(settings)
    paths = sorted(home.glob("*.sqlite3")) if home.is_dir() else []
    tree = {
        "format": _FORMAT,
        "learner": settings.learner,
        "exported_at": moment_text(now),
        "files": {path.name: _tables(path) for path in paths},
    }
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def delete_my_data(settings: Settings) -> tuple[str, ...]:
    """Remove the learner's folder with all that is in it; the names of the files that are gone.

    Close what is open on them first: a running exam or chat would begin an empty file. The course's
    documents, its index, models and settings stay.

    Raises:
        StoreError: The folder cannot be removed; what is left of it is said.
    """
    chats_path(settings)
    home = learner_home(settings)
    if not home.is_dir():
        return ()
    names = tuple(sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()))
    # renamed first, so that a crash or a file in use never leaves half of a learner behind
    doomed = home.with_name(f".deleted-{home.name}")
    try:
        shutil.rmtree(doomed, ignore_errors=True)
        home.rename(doomed)
        shutil.rmtree(doomed)
    except OSError as error:
        raise StoreError(
            f"Your data in {home} cannot be removed whole ({error.strerror}). "
            "Close other windows of the tutor and try again."
        ) from error
    return names


def _tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table of a file, as one moment saw them."""
    try:
        with closing(sqlite3.connect(path, timeout=10)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")
            named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            names = [row["name"] for row in connection.execute(named + " ORDER BY rowid")]
            return {
                name: [_row(row) for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid')]
                for name in names
            }
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be read ({error}). Close other windows and try again.") from error


def _row(row: sqlite3.Row) -> dict[str, Any]:
    return {name: _value(name, row[name]) for name in row.keys()}  # noqa: SIM118 - a Row yields values


def _value(name: str, value: object) -> object:
    if name in _JSON_COLUMNS and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
