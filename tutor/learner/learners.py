"""Where each learner's own data stands in the tutor's home; one learner never sees another's.

learners/<id>/learner.sqlite3    items, attempts, reviews, exams, journal
learners/<id>/chats.sqlite3      chats
"""

from pathlib import Path

from tutor.config import FOLDER_NAME, Settings
from tutor.learner.database import Database, StoreError

__all__ = ["CHATS_NAME", "DEFAULT_LEARNER", "chats_path", "learner_database", "learner_home", "learner_ids"]

CHATS_NAME = "chats.sqlite3"
DEFAULT_LEARNER = "me"
"""Who the settings name unless told otherwise, and whose the chats of older versions are."""
_FOLDER = "learners"
_DATABASE_NAME = "learner.sqlite3"


def learner_home(settings: Settings) -> Path:
    """The folder of the settings' learner; it is made at the first writing.

    Raises:
        StoreError: The learner's name is no folder's name, which `load_settings` would have refused.
    """
    if not FOLDER_NAME.fullmatch(settings.learner):
        raise StoreError(
            f"{settings.learner!r} is no learner's name; use small letters, digits and hyphens, as in me."
        )
    return settings.home / _FOLDER / settings.learner


def learner_ids(settings: Settings) -> tuple[str, ...]:
    """The learners with a folder in this home, by name, and the settings' own among them."""
    root = settings.home / _FOLDER
    found = {path.name for path in root.iterdir() if path.is_dir()} if root.is_dir() else set()
    return tuple(sorted({name for name in found if FOLDER_NAME.fullmatch(name)} | {settings.learner}))


def learner_database(settings: Settings) -> Database:
    """The settings' learner's file; it is made at the first use."""
    return Database(learner_home(settings) / _DATABASE_NAME)


def chats_path(settings: Settings) -> Path:
    """Where the learner's chats stand. The file of a version without learners is moved there first.

    Raises:
        StoreError: There is such a file and it cannot be moved.
    """
    path = learner_home(settings) / CHATS_NAME
    old = settings.home / CHATS_NAME
    if settings.learner == DEFAULT_LEARNER and old.exists() and not path.exists():
        _move_database(old, path)
    return path


def _move_database(old: Path, new: Path) -> None:
    """Move an SQLite file with the log of what was committed and is not yet in it.

    The log goes first: a crash in between leaves the file in its old place, and the next call ends the move.
    """
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        log = old.with_name(f"{old.name}-wal")
        if log.exists():
            log.replace(new.with_name(f"{new.name}-wal"))
        old.replace(new)
        old.with_name(f"{old.name}-shm").unlink(missing_ok=True)  # an index of the log, made anew
    except FileNotFoundError:  # another process moved it meanwhile
        return
    except OSError as fault:
        raise StoreError(
            f"Your chats in {old} cannot be moved to {new} ({fault.strerror}). "
            "Check the disk and the rights of both folders."
        ) from fault
