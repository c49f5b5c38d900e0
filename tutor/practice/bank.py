"""The bank of written items: JSON lines -> `PracticeItem`s, every fault with its file and line.

Checks the shape of each item by itself. Whether quotes exist and keys are balanced is checked by
`tutor.checks`, which sees the whole course.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ingest.errors import CourseError
from tutor.practice.types import Difficulty, ItemKind, ItemSource, Origin, PracticeItem

__all__ = ["BankEntry", "BankFile", "load_bank", "read_bank"]

_OPTION_COUNTS = {ItemKind.MULTIPLE_CHOICE: (4,), ItemKind.MULTIPLE_RESPONSE: (5, 6)}
_SELECT_WORDS = {2: "Select TWO.", 3: "Select THREE.", 4: "Select FOUR."}
_SHOWN_CHARS = 40


@dataclass(frozen=True, slots=True)
class BankEntry:
    """An item and the line (from 1) that it stands on."""

    line: int
    item: PracticeItem


@dataclass(frozen=True, slots=True)
class BankFile:
    """What one file holds: its well-formed items, and the faults of the others as "file:line: sentence"."""

    path: Path
    entries: tuple[BankEntry, ...]
    faults: tuple[str, ...]


def load_bank(paths: Iterable[Path]) -> tuple[PracticeItem, ...]:
    """The items of all files in order.

    Raises:
        CourseError: A line breaks the format or an id stands twice; all faults are listed.
    """
    files = [read_bank(path) for path in paths]
    faults = [fault for file in files for fault in file.faults]
    seen: dict[str, str] = {}
    for file in files:
        for entry in file.entries:
            place = f"{file.path.name}:{entry.line}"
            if entry.item.id in seen:
                faults.append(f"{place}: the id {entry.item.id!r} stands in {seen[entry.item.id]} too.")
            seen.setdefault(entry.item.id, place)
    if faults:
        raise CourseError(tuple(faults))
    return tuple(entry.item for file in files for entry in file.entries)


def read_bank(path: Path) -> BankFile:
    """The well-formed items of a file, and what is wrong with its other lines; blank lines are skipped."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        return BankFile(path, (), (f"{path.name}: it cannot be read as UTF-8 text ({error}).",))
    entries: list[BankEntry] = []
    faults: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        found = _read_line(line)
        if isinstance(found, PracticeItem):
            entries.append(BankEntry(number, found))
        else:
            faults += [f"{path.name}:{number}: {fault}" for fault in found]
    return BankFile(path, tuple(entries), tuple(faults))


def _read_line(line: str) -> PracticeItem | list[str]:
    try:
        tree = json.loads(line)
    except json.JSONDecodeError as error:
        return [f"it is no JSON object on one line ({error.msg} at column {error.colno})."]
    if not isinstance(tree, dict):
        return ["it is no JSON object; write {...} on one line."]
    faults = _shape_faults(tree, _FIELDS, _EXTRA_FIELDS)
    if not faults:
        for source in tree["sources"]:
            faults += _source_faults(source)
        for source in (each for one in tree.get("option_sources", ()) for each in one):
            faults += _source_faults(source)
    if faults:
        return faults
    item = _item(tree)
    return _item_faults(item) or item


def _source_faults(source: object) -> list[str]:
    return _shape_faults(source, _SOURCE_FIELDS) if isinstance(source, dict) else ["a source is no object."]


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_list_of_words(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_words(each) for each in value)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_key(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_number(each) for each in value)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and bool(value)


def _is_list_of_lists(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, list) for each in value)


_Check = tuple[Callable[[object], bool], str]

_FIELDS: dict[str, _Check] = {
    "id": (_is_words, "words"),
    "kind": (lambda value: value in tuple(ItemKind), '"mc" or "mr"'),
    "domain": (_is_number, "a whole number"),
    "task": (_is_words, "a task's number in quotes"),
    "difficulty": (lambda value: value in tuple(Difficulty), '"easy", "medium" or "hard"'),
    "stem": (_is_words, "words"),
    "options": (_is_list_of_words, "a list of words"),
    "key": (_is_key, "a list of positions from 0"),
    "rationales": (_is_list_of_words, "a list of words, one for each option"),
    "concept": (_is_words, "words"),
    "sources": (_is_list, "a list of one or more objects"),
}
_EXTRA_FIELDS: dict[str, _Check] = {
    "option_sources": (_is_list_of_lists, "a list of lists of sources, one for each option"),
}
"""May be absent."""
_SOURCE_FIELDS: dict[str, _Check] = {name: (_is_words, "words") for name in ("document", "heading", "quote")}


def _shape_faults(
    tree: Mapping[str, Any], fields: Mapping[str, _Check], extra: Mapping[str, _Check] = MappingProxyType({})
) -> list[str]:
    """What is wrong with an object's fields; those of `extra` may be absent."""
    faults = []
    missing = [name for name in fields if name not in tree]
    known = {**fields, **extra}
    unknown = [name for name in tree if name not in known]
    if missing:
        faults.append(f"it lacks {', '.join(missing)}.")
    if unknown:
        faults.append(f"it holds the unknown {', '.join(unknown)}; known are {', '.join(known)}.")
    for name, (is_good, wanted) in known.items():
        if name in tree and not is_good(tree[name]):
            shown = json.dumps(tree[name], ensure_ascii=False)[:_SHOWN_CHARS]
            faults.append(f"{name} is {shown}; it has to be {wanted}.")
    return faults


def _item(tree: Mapping[str, Any]) -> PracticeItem:
    return PracticeItem(
        id=tree["id"],
        domain=tree["domain"],
        task=tree["task"],
        kind=ItemKind(tree["kind"]),
        stem=tree["stem"].strip(),
        options=tuple(tree["options"]),
        key=tuple(sorted(tree["key"])),
        rationales=tuple(tree["rationales"]),
        sources=_sources(tree["sources"]),
        difficulty=Difficulty(tree["difficulty"]),
        concept=tree["concept"],
        origin=Origin.BANK,
        option_sources=tuple(_sources(each) for each in tree.get("option_sources", ())),
    )


def _sources(found: Sequence[Mapping[str, str]]) -> tuple[ItemSource, ...]:
    return tuple(ItemSource(each["document"], each["heading"], each["quote"]) for each in found)


def _item_faults(item: PracticeItem) -> list[str]:
    """What is wrong with an item of the right shape."""
    count = len(item.options)
    faults = []
    if count not in _OPTION_COUNTS[item.kind]:
        wanted = " or ".join(str(number) for number in _OPTION_COUNTS[item.kind])
        faults.append(f"{item.kind} with {count} options; it has to have {wanted}.")
    folded = [" ".join(option.casefold().rstrip(".").split()) for option in item.options]
    if len(set(folded)) < count:
        faults.append("two of its options are the same.")
    if len(item.rationales) != count:
        faults.append(f"{len(item.rationales)} rationales for {count} options; write one for each.")
    if len(item.option_sources) not in (0, count):
        faults.append(
            f"{len(item.option_sources)} lists of option_sources for {count} options; write one for each."
        )
    if item.task.partition(".")[0] != str(item.domain):
        faults.append(f"task {item.task} is not of domain {item.domain}.")
    return faults + _key_faults(item)


def _key_faults(item: PracticeItem) -> list[str]:
    if len(set(item.key)) < len(item.key) or not all(0 <= place < len(item.options) for place in item.key):
        return [f"key {list(item.key)} does not name different options from 0 to {len(item.options) - 1}."]
    faults = []
    if item.kind is ItemKind.MULTIPLE_CHOICE and len(item.key) != 1:
        faults.append(f"mc with {len(item.key)} right options; it has to have one.")
    if item.kind is ItemKind.MULTIPLE_RESPONSE:
        if not 2 <= len(item.key) < len(item.options):
            faults.append(
                f"mr with {len(item.key)} right options; it has to have two or more, and a wrong one."
            )
        elif not item.stem.endswith(_SELECT_WORDS.get(len(item.key), "")):
            wanted = _SELECT_WORDS[len(item.key)]
            faults.append(f'{len(item.key)} options are right, so the stem has to end with "{wanted}".')
    for place, rationale in enumerate(item.rationales):
        wanted = "Right:" if place in item.key else "Wrong:"
        if not rationale.startswith(wanted):
            faults.append(
                f'rationale {place} begins {rationale[:8]!r}, but by the key it has to begin "{wanted}".'
            )
    return faults
