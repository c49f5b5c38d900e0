"""An Anki package (.apkg, .colpkg) -> items and cards: the tutor's own notes, multiple-choice notes of
others, and front-and-back or cloze notes as cards.

A package is untrusted: it is unpacked in memory within bounds, its database is only read, and a view
in place of a table is refused. Pictures, sounds and the state of reviews are left out.
"""

import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from ingest.readers.html import NestedTooDeep
from tutor.exchange.anki_format import CARD_TYPE, ITEM_TYPE, list_of_html, sources_of_html
from tutor.exchange.drafts import Draft, Found, collect
from tutor.exchange.flashcards import card_of
from tutor.exchange.html_text import text_of_html
from tutor.exchange.keys import letter_positions
from tutor.exchange.tags import with_tags
from tutor.exchange.types import ExchangeError, FileContent, check_size
from tutor.learner.types import Card

__all__ = ["MAX_COLLECTION_BYTES", "MAX_PACKAGE_BYTES", "read_anki"]

MAX_PACKAGE_BYTES = 256 * 1024 * 1024
"""With its pictures and sounds, which are never unpacked."""
MAX_COLLECTION_BYTES = 128 * 1024 * 1024
"""Of the unpacked database; 20,000 notes take about 20 MB."""
_MAX_MEMBERS = 100_000
_MAX_VALUE_BYTES = 4 * 1024 * 1024
_STEPS_A_CALL, _MOST_CALLS = 100_000, 5_000  # of SQLite's machine; 20,000 notes take under 10 calls
_NAMES = ("collection.anki21", "collection.anki2")
_NEWEST = "collection.anki21b"
_OLDER = "In Anki, export again with 'Support older Anki versions' checked."
_SOUND = re.compile(r"\[sound:[^\[\]]*\]")
_CLOZE = re.compile(  # neither part reaches over the next opening or closing, so no text takes long
    r"\{\{c(\d{1,3})::((?:(?!::|\{\{|\}\}).)*)(?:::((?:(?!\{\{|\}\}).)*))?\}\}", re.DOTALL
)
_MOST_NOTE_CHARS = 200_000
_CHOICE_FIELD = re.compile(r"Q_\d{1,2}")


@dataclass(frozen=True, slots=True)
class _Note:
    fields: Mapping[str, str]
    """HTML by name, in the note type's order."""
    tags: tuple[str, ...]
    is_cloze: bool


def read_anki(content: bytes, name: str) -> FileContent:
    """The items and cards of a package; a fault names its note by number.

    Raises:
        ExchangeError: It is no package, of the newest format only, too large, or damaged.
    """
    check_size(name, len(content), MAX_PACKAGE_BYTES)
    collection = _collection(content, name)
    try:
        with closing(_opened(collection)) as connection:
            return collect(_found(connection, name))
    except (sqlite3.Error, ValueError) as error:
        raise ExchangeError(f"{name}: its collection cannot be read ({error}). {_OLDER}") from error


def _collection(content: bytes, name: str) -> bytes:
    """The database of a package, unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            names = {member.filename for member in members}
            if len(members) > _MAX_MEMBERS:
                raise ExchangeError(f"{name} has {len(members):,} parts; at most {_MAX_MEMBERS:,} are read.")
            if _NEWEST in names:  # the collection.anki2 beside it only says that Anki is too old
                raise ExchangeError(f"{name} is of Anki's newest format. {_OLDER}")
            chosen = next((each for each in _NAMES if each in names), None)
            if chosen is None:
                raise ExchangeError(f"{name} is an archive without a collection. Export a deck from Anki.")
            size = package.getinfo(chosen).file_size
            if size > MAX_COLLECTION_BYTES:
                raise ExchangeError(_too_large(name, size))
            with package.open(chosen) as stream:
                unpacked = stream.read(MAX_COLLECTION_BYTES + 1)  # whatever the directory promised
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise ExchangeError(f"{name} is no Anki package, or is damaged ({error}). {_OLDER}") from error
    if len(unpacked) > MAX_COLLECTION_BYTES:
        raise ExchangeError(_too_large(name, len(unpacked)))
    return unpacked


def _too_large(name: str, size: int) -> str:
    return (
        f"{name} unpacks to {size / 1e6:,.0f} MB of notes, and at most {MAX_COLLECTION_BYTES / 1e6:,.0f} MB "
        "are read. Export fewer decks."
    )


def _opened(collection: bytes) -> sqlite3.Connection:
    """The database in memory, for reading only, with bounds on values and work."""
    connection = sqlite3.connect(":memory:")
    calls = iter(range(_MOST_CALLS))
    try:
        # bytes 18 and 19 ask for a write-ahead log, which a database in memory cannot have
        connection.deserialize(collection[:18] + b"\x01\x01" + collection[20:])
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE_BYTES)
        connection.set_progress_handler(lambda: int(next(calls, None) is None), _STEPS_A_CALL)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _found(connection: sqlite3.Connection, name: str) -> Iterator[Found]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('col', 'notes')"
    )
    if len(rows.fetchall()) != 2:
        raise ExchangeError(f"{name}: its collection lacks the tables of Anki. {_OLDER}")
    types = _types(connection)
    notes = connection.execute("SELECT mid, tags, flds FROM notes ORDER BY id")
    for number, (type_id, tags, values) in enumerate(notes, start=1):
        place = f"note {number}"
        known = types.get(str(type_id))
        if known is None or not isinstance(values, str):
            yield Found(place, "its note type is not in the package; export the deck again.")
            continue
        if len(values) > _MOST_NOTE_CHARS:
            yield Found(place, f"it has {len(values):,} characters; at most {_MOST_NOTE_CHARS:,} are read.")
            continue
        names, is_cloze = known
        fields = dict(zip(names, _SOUND.sub("", values).split("\x1f"), strict=False))
        try:
            yield from _of(_Note(fields, tuple(str(tags).split()), is_cloze), place)
        except NestedTooDeep as error:
            yield Found(place, f"its HTML cannot be read: {error}.")


def _types(connection: sqlite3.Connection) -> dict[str, tuple[tuple[str, ...], bool]]:
    """By id, the field names of each note type, and whether it is a cloze type."""
    row = connection.execute("SELECT models FROM col LIMIT 1").fetchone()
    try:
        trees: Any = json.loads(row[0]) if row and isinstance(row[0], str) else {}
        return {
            str(number): (tuple(str(each["name"]) for each in tree["flds"]), tree.get("type") == 1)
            for number, tree in trees.items()
        }
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("its note types are damaged") from error


def _of(note: _Note, place: str) -> Iterator[Found]:
    """What a note is: an item, a card, or a card for each gap."""
    names = set(note.fields)
    if set(ITEM_TYPE.fields) <= names:
        yield Found(place, _own_item(note))
    elif set(CARD_TYPE.fields) <= names:
        yield Found(place, _own_card(note))
    elif {"Question", "Answers", "Q_1"} <= names:
        yield Found(place, _choice_note(note))
    elif note.is_cloze:
        yield from (Found(place, card) for card in _cloze_cards(note))
    else:
        front, *rest = [text_of_html(value).strip() for value in note.fields.values()] or [""]
        yield Found(place, card_of({"front": front, "back": "\n\n".join(text for text in rest if text)}))


def _own_item(note: _Note) -> Draft | str:
    fields = note.fields
    options = list_of_html(fields["Options"])
    key = letter_positions(text_of_html(fields["Key"]), len(options))
    if key is None:
        return "its Key names none of its options; write letters such as A, C."
    draft = Draft(
        stem=text_of_html(fields["Question"]),
        options=options,
        key=key,
        rationales=list_of_html(fields["Rationales"]),
        concept=text_of_html(fields["Concept"]),
        id=text_of_html(fields["Id"]),
        sources=sources_of_html(fields["Sources"]),
    )
    return with_tags(draft, note.tags)


def _own_card(note: _Note) -> Card | str:
    fields = note.fields
    said = dict(
        zip(("kind", "task", "item_id"), (_tag(note, t) for t in ("kind", "task", "item")), strict=True)
    )
    for source in sources_of_html(fields["Source"])[:1]:
        said |= {"document": source.document, "heading": source.heading, "quote": source.quote}
        said["page"] = str(source.page)
    texts = {name.lower(): text_of_html(fields[name]) for name in ("Front", "Back", "Id")}
    return card_of({**said, **texts})


def _tag(note: _Note, name: str) -> str:
    return next((tag.removeprefix(f"{name}::") for tag in note.tags if tag.startswith(f"{name}::")), "")


def _choice_note(note: _Note) -> Draft | str:
    """A note of the add-on "Multiple Choice for Anki": options in Q_1 …, and "1 0 0 1" for the key."""
    named = [
        (name, text_of_html(v).strip()) for name, v in note.fields.items() if _CHOICE_FIELD.fullmatch(name)
    ]
    options = [(n, text) for n, (_, text) in enumerate(named) if text]
    marks = text_of_html(note.fields["Answers"]).split()
    if not set(marks) <= {"0", "1"}:
        return 'its Answers are not written as "1 0 0 1"; mend the note in Anki.'
    right = {n for n, mark in enumerate(marks) if mark == "1"}
    key = tuple(place for place, (n, _) in enumerate(options) if n in right)
    extra = [text_of_html(value).strip() for name, value in note.fields.items() if name.startswith("Extra")]
    explanation = "\n".join(text for text in extra if text)
    rationales = tuple(explanation if place in key else "" for place in range(len(options)))
    stem = text_of_html(note.fields["Question"])
    return with_tags(
        replace(Draft(stem, tuple(text for _, text in options), key), rationales=rationales), note.tags
    )


def _cloze_cards(note: _Note) -> Iterator[Card | str]:
    """A card for each numbered gap: the text with that gap open, and what belongs into it."""
    text, *rest = note.fields.values()
    after = "\n\n".join(shown for each in rest if (shown := text_of_html(each).strip()))
    numbers = sorted({int(found[1]) for found in _CLOZE.finditer(text)})
    if not numbers:
        yield "it is a cloze note without a gap; mend the note in Anki."
    for number in numbers:

        def with_gap(found: re.Match[str], gap: int = number) -> str:
            return f"[{found[3] or '…'}]" if int(found[1]) == gap else found[2]

        answers = [text_of_html(found[2]) for found in _CLOZE.finditer(text) if int(found[1]) == number]
        back = "\n\n".join(part for part in ("; ".join(answers), after) if part)
        yield card_of({"front": text_of_html(_CLOZE.sub(with_gap, text)), "back": back})
