"""Items and cards as an Anki package (.apkg).

It holds everything of an item but its checks and how it was made. The GUID of a note is made from the
course and the id, so a second import into Anki updates the notes instead of adding them again.
"""

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from tutor.exchange.anki_format import (
    CARD_TYPE,
    ITEM_TYPE,
    TABLES,
    NoteType,
    checksum,
    collection_row,
    deck_id,
    html_list,
    html_sources,
)
from tutor.exchange.html_text import html_of_text
from tutor.exchange.keys import key_letters
from tutor.exchange.tags import tags_of
from tutor.learner.types import Card
from tutor.practice.types import ItemSource, PracticeItem

__all__ = ["write_anki"]


@dataclass(frozen=True, slots=True)
class _Note:
    type: NoteType
    id: str
    """Of the item or card, as the tutor knows it."""
    fields: tuple[str, ...]
    tags: tuple[str, ...]


def write_anki(
    course: str, title: str, items: Sequence[PracticeItem], cards: Sequence[Card], now: datetime
) -> bytes:
    """The package: one deck named after the course, a note for each item and each card, all of them new.

    Every note is tagged with its course, domain, task and kind.
    """
    notes = [*(_item_note(item) for item in items), *(_card_note(card) for card in cards)]
    collection = _collection(course, title, notes, now)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (("collection.anki2", collection), ("media", json.dumps({}).encode())):
            # a fixed date: the same items at the same moment give the same bytes
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _collection(course: str, title: str, notes: Sequence[_Note], now: datetime) -> bytes:
    deck = deck_id(course)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        name = title.replace("::", ": ").strip() or course
        row = collection_row((ITEM_TYPE, CARD_TYPE), deck, name, now)
        connection.execute(f"INSERT INTO col VALUES ({_marks(13)})", row)
        for table, rows in (
            ("notes", _note_rows(course, notes, now)),
            ("cards", _card_rows(deck, len(notes), now)),
        ):
            width = 11 if table == "notes" else 18
            connection.executemany(f"INSERT INTO {table} VALUES ({_marks(width)})", rows)
        connection.commit()
        return connection.serialize()


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _first_id(now: datetime) -> int:
    """Ids of notes and cards are milliseconds in Anki; these count up from now."""
    return int(now.timestamp() * 1000)


def _note_rows(course: str, notes: Sequence[_Note], now: datetime) -> Iterator[tuple[object, ...]]:
    for number, note in enumerate(notes):
        guid = hashlib.sha256(f"{course}\0{note.type.id}\0{note.id}".encode()).hexdigest()[:20]
        tags = " ".join(_one_word(tag) for tag in ("tutor", f"course::{course}", *note.tags))
        first = note.fields[0]
        yield (
            *(_first_id(now) + number, guid, note.type.id, int(now.timestamp()), -1),
            *(f" {tags} ", "\x1f".join(note.fields), first, checksum(first), 0, ""),
        )


def _card_rows(deck: int, count: int, now: datetime) -> Iterator[tuple[object, ...]]:
    for number in range(count):
        place = _first_id(now) + number
        new = (0, 0, number + 1)  # type, queue, and the position among the new cards
        yield (place, place, deck, 0, int(now.timestamp()), -1, *new, *[0] * 8, "")


def _one_word(tag: str) -> str:
    """Anki parts tags at spaces."""
    return "_".join(tag.split())


def _item_note(item: PracticeItem) -> _Note:
    fields = (
        html_of_text(item.stem),
        html_list(item.options, ordered=True),
        key_letters(item.key),
        html_list(item.rationales, ordered=True) if any(item.rationales) else "",
        html_of_text(item.concept),
        html_sources(item.sources),
        html_of_text(item.id),
    )
    return _Note(ITEM_TYPE, item.id, fields, tags_of(item, "::"))


def _card_note(card: Card) -> _Note:
    source = ItemSource(card.document, card.heading, card.quote, card.page)
    fields = (
        html_of_text(card.front),
        html_of_text(card.back),
        html_sources((source,)) if card.document else "",
        html_of_text(card.id),
    )
    filed = {"kind": card.kind.value, "task": card.task, "domain": card.task.partition(".")[0]}
    filed["item"] = card.item_id
    return _Note(CARD_TYPE, card.id, fields, tuple(f"{k}::{v}" for k, v in filed.items() if v))
