"""The tempting wrong options that a course's author names: JSON lines -> `Rivals`, every fault with its line.

A file `rivals.jsonl` beside `course.toml` says which answers a half-prepared learner would consider for a
row of a recall table, which terms for a term of the glossary or for one sentence of the notes on it, and what
makes no fair item. It is no source: nothing of it is indexed or cited. Whether the names exist is checked by
`tutor.checks`. Knows nothing of how options are chosen.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ingest.errors import CourseError

__all__ = [
    "NO_RIVALS",
    "RIVALS_FILE",
    "RivalEntry",
    "Rivals",
    "RivalsFile",
    "SentenceNote",
    "load_rivals",
    "read_rivals",
]

RIVALS_FILE = "rivals.jsonl"
_ROW_FIELDS = ("table", "cue", "answer")
_ABOUT = "a line is about a row (table, cue, answer), a term or a sentence"
_MAY_HAVE = {
    "term": frozenset({"rivals"}),
    "sentence": frozenset({"rivals", "lead", "unfit"}),
    "table": frozenset({"rivals", "right_too", "unfit"}),
}
"""What a line may have beside the names of what it is about, by the first of them."""


@dataclass(frozen=True, slots=True)
class RivalEntry:
    """One line (from 1): a row of a recall table, a term, or a sentence, and what may stand beside it."""

    line: int
    rivals: tuple[str, ...]
    """The most tempting first."""
    table: str = ""
    """The heading above the row; empty for a term."""
    cue: str = ""
    answer: str = ""
    term: str = ""
    sentence: str = ""
    lead: str = ""
    """A sentence that puts the question for a sentence's subject into a situation; may be empty."""
    right_too: tuple[str, ...] = ()
    """Answers of other rows that can be defended for this one, so that they are no wrong options."""
    unfit: str = ""
    """Why no item is to be made of the row or sentence; empty where one may."""


@dataclass(frozen=True, slots=True)
class SentenceNote:
    """What an author says of items from one sentence: the wrong options, and what leads to the question."""

    rivals: tuple[str, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class RivalsFile:
    """What a file holds: its well-formed lines, and the faults of the others as "file:line: sentence"."""

    entries: tuple[RivalEntry, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rivals:
    """What an author names, by a row's table and cue, a term's name, a sentence. Empty where nobody does."""

    rows: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    right_too: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Answers that can be defended for a row beside its own."""
    sentences: Mapping[str, SentenceNote] = field(default_factory=lambda: MappingProxyType({}))
    unfit: frozenset[tuple[str, str]] = frozenset()
    """Rows, by table and cue, of which no item is to be made: they give their key away, say."""
    unfit_sentences: frozenset[str] = frozenset()


NO_RIVALS = Rivals()
"""Of a course whose author names none."""


def load_rivals(path: Path) -> Rivals:
    """The rivals of a file; none where there is no such file.

    Raises:
        CourseError: A line breaks the format; all faults are listed.
    """
    if not path.is_file():
        return NO_RIVALS
    found = read_rivals(path)
    if found.faults:
        raise CourseError(found.faults)
    rows = [entry for entry in found.entries if entry.table]
    sentences = [entry for entry in found.entries if entry.sentence]
    return Rivals(
        rows={(entry.table, entry.cue): entry.rivals for entry in rows},
        terms={entry.term: entry.rivals for entry in found.entries if entry.term},
        right_too={(entry.table, entry.cue): entry.right_too for entry in rows if entry.right_too},
        sentences={e.sentence: SentenceNote(e.rivals, e.lead) for e in sentences if not e.unfit},
        unfit=frozenset((entry.table, entry.cue) for entry in rows if entry.unfit),
        unfit_sentences=frozenset(entry.sentence for entry in sentences if entry.unfit),
    )


def read_rivals(path: Path) -> RivalsFile:
    """The well-formed lines of a file, and what is wrong with the others; blank lines are skipped."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        return RivalsFile((), (f"{path.name}: it cannot be read as UTF-8 text ({error}).",))
    entries, faults = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        found = _entry(number, line)
        if isinstance(found, RivalEntry):
            entries.append(found)
        else:
            faults.append(f"{path.name}:{number}: {found}")
    return RivalsFile(tuple(entries), tuple(faults))


def _entry(number: int, line: str) -> RivalEntry | str:
    """The line's entry, or what is wrong with it."""
    try:
        tree: Any = json.loads(line)
    except json.JSONDecodeError as error:
        return f"it is no JSON object on one line ({error.msg} at column {error.colno})."
    if not isinstance(tree, dict):
        return "it is no JSON object; write {...} on one line."
    about = next((name for name in ("term", "sentence") if name in tree), "table")
    fields = (about,) if about != "table" else _ROW_FIELDS
    known = {*fields, *_MAY_HAVE[about]}
    if unknown := sorted(set(tree) - known):
        return f"it has a field {unknown[0]!r}; known here are {', '.join(sorted(known))}."
    texts = [*fields, *(name for name in ("lead", "unfit") if name in tree)]
    if missing := next((name for name in texts if not _is_words(tree.get(name)) and name != "lead"), ""):
        return f'"{missing}" is missing or no text; {_ABOUT}.'
    if not isinstance(tree.get("lead", ""), str):
        return '"lead" is no text.'
    lists = {
        "rivals": tree.get("rivals", [] if "unfit" in tree else None),
        "right_too": tree.get("right_too", []),
    }
    for name, found in lists.items():
        if not isinstance(found, list) or not all(map(_is_words, found)):
            return f'"{name}" is missing or no list of texts.'
    return RivalEntry(
        line=number,
        rivals=tuple(lists["rivals"]),
        right_too=tuple(lists["right_too"]),
        **{name: tree[name] for name in texts},
    )


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
