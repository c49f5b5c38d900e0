"""Which format a file is of, and the one way to read and to write each. Knows nothing of stores."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile

from tutor.exchange.anki import write_anki
from tutor.exchange.anki_read import MAX_PACKAGE_BYTES, read_anki
from tutor.exchange.gift import read_gift, write_gift
from tutor.exchange.json_bank import (
    read_json,
    read_json_lines,
    write_json,
    write_json_cards,
    write_json_lines,
)
from tutor.exchange.moodle import read_moodle, write_moodle
from tutor.exchange.table import attempt_row, read_table, write_attempts, write_cards, write_table
from tutor.exchange.types import MAX_FILE_BYTES, ExchangeError, FileContent, check_size, text_of_bytes
from tutor.learner.types import Attempt, Card
from tutor.practice.types import PracticeItem

__all__ = ["Exported", "FileFormat", "format_of", "read_file", "save_bytes", "written"]


class FileFormat(StrEnum):
    """What files of other programs are written in."""

    ANKI = "anki"
    CSV = "csv"
    GIFT = "gift"
    JSON = "json"
    JSONL = "jsonl"
    MOODLE = "moodle"


_SUFFIXES = {
    ".apkg": FileFormat.ANKI,
    ".colpkg": FileFormat.ANKI,
    ".csv": FileFormat.CSV,
    ".tsv": FileFormat.CSV,
    ".gift": FileFormat.GIFT,
    ".txt": FileFormat.GIFT,
    ".json": FileFormat.JSON,
    ".jsonl": FileFormat.JSONL,
    ".xml": FileFormat.MOODLE,
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What is to be written of a course: items, cards or attempts, one of them."""

    course: str
    title: str
    at: datetime
    """Aware; the moment that an Anki package is dated with."""
    items: tuple[PracticeItem, ...] = ()
    cards: tuple[Card, ...] = ()
    attempts: tuple[Attempt, ...] = ()


def format_of(path: Path, chosen: FileFormat | None = None) -> FileFormat:
    """The chosen format, or else the one that the file's ending names.

    Raises:
        ExchangeError: None was chosen, and the ending names none.
    """
    found = chosen or _SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise ExchangeError(
            f"{path.name}: its ending names no format. Use {', '.join(_SUFFIXES)}, or say one with --as "
            f"({', '.join(FileFormat)})."
        )
    return found


def read_file(path: Path, form: FileFormat) -> FileContent:
    """What a file holds. Raises ExchangeError when it cannot be read as a whole."""
    try:
        check_size(path.name, path.stat().st_size, _most_bytes(form))
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise ExchangeError(f"{path}: the file cannot be read ({reason}). Check its name.") from error
    if not content.strip():
        raise ExchangeError(f"{path.name} is empty. Export it again.")
    return _READERS[form](content, path.name)


def _most_bytes(form: FileFormat) -> int:
    return MAX_PACKAGE_BYTES if form is FileFormat.ANKI else MAX_FILE_BYTES


_READERS: Mapping[FileFormat, Callable[[bytes, str], FileContent]] = {
    FileFormat.ANKI: read_anki,
    FileFormat.CSV: lambda content, name: read_table(text_of_bytes(content, name), name),
    FileFormat.GIFT: lambda content, name: read_gift(text_of_bytes(content, name)),
    FileFormat.JSON: lambda content, name: read_json(text_of_bytes(content, name), name),
    FileFormat.JSONL: lambda content, name: read_json_lines(text_of_bytes(content, name)),
    FileFormat.MOODLE: read_moodle,
}


def written(form: FileFormat, what: Exported) -> bytes:
    """The file's bytes.

    Raises:
        ExchangeError: The format cannot hold cards or attempts.
    """
    if form is FileFormat.ANKI and not what.attempts:
        return write_anki(what.course, what.title, what.items, what.cards, what.at)
    if what.attempts:
        return _attempts(form, what.attempts).encode()
    if what.cards:
        return _cards(form, what.cards).encode()
    if form is FileFormat.MOODLE:
        return write_moodle(what.items)
    return _ITEM_WRITERS[form](what.items).encode()


_ITEM_WRITERS: Mapping[FileFormat, Callable[[tuple[PracticeItem, ...]], str]] = {
    FileFormat.CSV: write_table,
    FileFormat.GIFT: write_gift,
    FileFormat.JSON: write_json,
    FileFormat.JSONL: write_json_lines,
}


def _cards(form: FileFormat, cards: tuple[Card, ...]) -> str:
    if form is FileFormat.CSV:
        return write_cards(cards)
    if form is FileFormat.JSON:
        return write_json_cards(cards)
    raise ExchangeError(f"The format {form} holds questions only. Write cards as anki, csv or json.")


def _attempts(form: FileFormat, attempts: tuple[Attempt, ...]) -> str:
    if form is FileFormat.CSV:
        return write_attempts(attempts)
    if form is FileFormat.JSON:
        tree = {"attempts": [attempt_row(attempt) for attempt in attempts]}
        return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
    raise ExchangeError(f"The format {form} does not hold attempts. Write them as csv or json.")


def save_bytes(path: Path, content: bytes) -> None:
    """Write a file, at once or not at all; one that is there is replaced. Raises ExchangeError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as out:
            out.write(content)
        # a temporary file is the writer's alone; an export is an ordinary file
        Path(out.name).chmod(0o644)
        Path(out.name).replace(path)
    except OSError as error:
        reason = error.strerror or "the disk refused"
        raise ExchangeError(f"{path} cannot be written ({reason}). Choose another folder.") from error
