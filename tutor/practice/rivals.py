"""The tempting wrong options that a course's author names: JSON lines -> `Rivals`, every fault with its line.

A file `rivals.jsonl` beside `course.toml` says which answers a half-prepared learner would consider for a
row of a recall table, or which terms for a term of the glossary. It is no source: nothing of it is indexed
or cited. Whether the names exist is checked by `tutor.checks`. Knows nothing of how options are chosen.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ingest.errors import CourseError

__all__ = ["NO_RIVALS", "RIVALS_FILE", "RivalEntry", "Rivals", "RivalsFile", "load_rivals", "read_rivals"]

RIVALS_FILE = "rivals.jsonl"
_ROW_FIELDS = ("table", "cue", "answer")


@dataclass(frozen=True, slots=True)
class RivalEntry:
    """One line (from 1): a row of a recall table, or a term, and what may stand beside it."""

    line: int
    rivals: tuple[str, ...]
    """The most tempting first."""
    table: str = ""
    """The heading above the row; empty for a term."""
    cue: str = ""
    answer: str = ""
    term: str = ""
    right_too: tuple[str, ...] = ()
    """Answers of other rows that can be defended for this one, so that they are no wrong options."""
    unfit: str = ""
    """Why no item is to be made of the row; empty for a row that is fit."""


@dataclass(frozen=True, slots=True)
class RivalsFile:
    """What a file holds: its well-formed lines, and the faults of the others as "file:line: sentence"."""

    entries: tuple[RivalEntry, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rivals:
    """What an author names, by a row's table and cue, and by a term's name. Empty where nobody names any."""

    rows: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    right_too: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Answers that can be defended for a row beside its own."""
    unfit: frozenset[tuple[str, str]] = frozenset()
    """Rows, by table and cue, of which no item is to be made: they give their key away, say."""


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
    rows = [entry for entry in found.entries if not entry.term]
    return Rivals(
        rows={(entry.table, entry.cue): entry.rivals for entry in rows},
        terms={entry.term: entry.rivals for entry in found.entries if entry.term},
        right_too={(entry.table, entry.cue): entry.right_too for entry in rows if entry.right_too},
        unfit=frozenset((entry.table, entry.cue) for entry in rows if entry.unfit),
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
    fields = ("term",) if "term" in tree else _ROW_FIELDS
    known = {*fields, "rivals"} | (set() if "term" in tree else {"right_too", "unfit"})
    if unknown := sorted(set(tree) - known):
        return f"it has a field {unknown[0]!r}; known here are {', '.join(sorted(known))}."
    texts = [*fields, *(["unfit"] if "unfit" in tree else [])]
    if missing := next((name for name in texts if not _is_words(tree.get(name))), ""):
        return f'"{missing}" is missing or no text; a line names table, cue and answer of a row, or a term.'
    lists = {"rivals": tree.get("rivals"), "right_too": tree.get("right_too", [])}
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
