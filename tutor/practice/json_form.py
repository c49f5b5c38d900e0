"""Practice items as JSON and back: one form for the command line, the store and files.

It checks the shape and that an item is whole; it knows nothing of files, stores or proofs.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ingest.errors import TutorError
from tutor.practice.types import Difficulty, ItemCheck, ItemKind, ItemSource, Origin, PracticeItem

__all__ = ["ItemFormError", "item_from_json", "item_to_json", "items_to_json"]

_SHOWN_CHARS = 40


class ItemFormError(TutorError):
    """A JSON value is no practice item; the message names the item and every fault."""


def item_to_json(item: PracticeItem) -> dict[str, Any]:
    """The item as plain JSON values, its fields in the order of the item's description.

    `checks` is an object: each check's name -> whether it passed, and what was found.
    """
    return {
        "id": item.id,
        "kind": item.kind.value,
        "domain": item.domain,
        "task": item.task,
        "stem": item.stem,
        "options": list(item.options),
        "key": list(item.key),
        "rationales": list(item.rationales),
        "sources": [_source_to_json(source) for source in item.sources],
        "origin": item.origin.value,
        "checks": {check.name: {"passed": check.passed, "note": check.note} for check in item.checks},
        "difficulty": item.difficulty.value,
        "concept": item.concept,
        "made": item.made,
        "option_sources": [[_source_to_json(source) for source in each] for each in item.option_sources],
    }


def _source_to_json(source: ItemSource) -> dict[str, Any]:
    return {
        "document": source.document,
        "page": source.page,
        "heading": source.heading,
        "quote": source.quote,
        "sha256": source.sha256,
    }


def items_to_json(items: Sequence[PracticeItem], rates: Mapping[str, Any]) -> dict[str, Any]:
    """`{"items": [...], "rates": {...}}`: a set of items, and what it took to make them."""
    return {"items": [item_to_json(item) for item in items], "rates": dict(rates)}


def item_from_json(tree: object) -> PracticeItem:
    """The item that `item_to_json` wrote; `difficulty`, `concept`, `made`, `checks`, `option_sources` and
    pages may be absent.

    Raises:
        ItemFormError: It is no object, or a field is missing, of another kind, or breaks the key's rules.
    """
    if not isinstance(tree, Mapping):
        raise ItemFormError(f"A practice item is {_shown(tree)}; it has to be a JSON object.")
    name = _shown(tree.get("id", "without id"))
    faults = _faults(tree, _FIELDS, "")
    if not faults:
        for place, source in enumerate(tree["sources"]):
            faults += _faults(source, _SOURCE_FIELDS, f"source {place}'s ")
        for source in (source for each in tree.get("option_sources", ()) for source in each):
            faults += _faults(source, _SOURCE_FIELDS, "an option's source's ")
        for check_name, check in tree.get("checks", {}).items():
            faults += _faults(check, _CHECK_FIELDS, f"check {check_name}'s ")
    item = None if faults else _item(tree)
    if item is not None:
        faults = _whole_faults(item)
    if item is None or faults:
        raise ItemFormError(f"Practice item {name}: {'; '.join(faults)}.")
    return item


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:_SHOWN_CHARS]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_list_of_words(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(_is_words(each) for each in value)


def _is_key(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(_is_number(each) for each in value)


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(each, Mapping) for each in value)


def _is_list_of_lists(value: object) -> bool:
    return isinstance(value, list | tuple) and all(_is_list_of_objects(each) for each in value)


def _is_object_of_objects(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(each, Mapping) for each in value.values())


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_text(each) for each in value)


_Field = tuple[Callable[[object], bool], str, bool]
"""Whether a value is good, what it has to be in words, and whether it must be there."""

_FIELDS: dict[str, _Field] = {
    "id": (_is_words, "words", True),
    "kind": (lambda value: value in tuple(ItemKind), '"mc" or "mr"', True),
    "domain": (_is_number, "a whole number", True),
    "task": (_is_text, "a task's number in quotes, or empty", True),
    "stem": (_is_words, "words", True),
    "options": (_is_list_of_words, "a list of words", True),
    "key": (_is_key, "a list of positions from 0", True),
    "rationales": (_is_list_of_texts, "a list of words, one for each option", True),
    "sources": (_is_list_of_objects, "a list of objects", True),
    "origin": (lambda value: value in tuple(Origin), '"bank", "table", "passage" or "import"', True),
    "checks": (_is_object_of_objects, "an object of objects", False),
    "difficulty": (lambda value: value in tuple(Difficulty), '"easy", "medium" or "hard"', False),
    "concept": (_is_text, "words", False),
    "made": (_is_text, "words", False),
    "option_sources": (_is_list_of_lists, "a list of lists of objects, one for each option", False),
}
_SOURCE_FIELDS: dict[str, _Field] = {
    "document": (_is_words, "words", True),
    "quote": (_is_words, "words", True),
    "heading": (_is_text, "words", False),
    "page": (_is_number, "a whole number", False),
    "sha256": (_is_text, "words", False),
}
_CHECK_FIELDS: dict[str, _Field] = {
    "passed": (lambda value: isinstance(value, bool), "true or false", True),
    "note": (_is_text, "words", False),
}


def _faults(tree: Mapping[str, Any], fields: Mapping[str, _Field], of: str) -> list[str]:
    missing = [name for name, (_, _, must) in fields.items() if must and name not in tree]
    faults = [f"it lacks {of}{', '.join(missing)}"] if missing else []
    for name, (is_good, wanted, _) in fields.items():
        if name in tree and not is_good(tree[name]):
            faults.append(f"{of}{name} is {_shown(tree[name])}; it has to be {wanted}")
    return faults


def _item(tree: Mapping[str, Any]) -> PracticeItem:
    return PracticeItem(
        id=tree["id"],
        domain=tree["domain"],
        task=tree["task"],
        kind=ItemKind(tree["kind"]),
        stem=tree["stem"],
        options=tuple(tree["options"]),
        key=tuple(sorted(tree["key"])),
        rationales=tuple(tree["rationales"]),
        sources=_sources(tree["sources"]),
        difficulty=Difficulty(tree.get("difficulty", Difficulty.MEDIUM)),
        concept=tree.get("concept", ""),
        origin=Origin(tree["origin"]),
        made=tree.get("made", ""),
        checks=tuple(
            ItemCheck(name, check["passed"], check.get("note", ""))
            for name, check in tree.get("checks", {}).items()
        ),
        option_sources=tuple(_sources(each) for each in tree.get("option_sources", ())),
    )


def _sources(found: Sequence[Mapping[str, Any]]) -> tuple[ItemSource, ...]:
    return tuple(
        ItemSource(
            each["document"],
            each.get("heading", ""),
            each["quote"],
            each.get("page", 1),
            each.get("sha256", ""),
        )
        for each in found
    )


def _whole_faults(item: PracticeItem) -> list[str]:
    count = len(item.options)
    faults = []
    if len(set(item.key)) < len(item.key) or not all(0 <= place < count for place in item.key):
        faults.append(f"key {list(item.key)} does not name different options from 0 to {count - 1}")
    if len(item.rationales) != count:
        faults.append(f"{len(item.rationales)} rationales stand beside {count} options; write one for each")
    if len(item.option_sources) not in (0, count):
        faults.append(f"{len(item.option_sources)} lists of option_sources stand beside {count} options")
    if item.origin is not Origin.IMPORT and not all(item.rationales):
        faults.append("a rationale is empty; only imported items may come without")
    if item.kind is ItemKind.MULTIPLE_CHOICE and len(item.key) != 1:
        faults.append(f"mc has {len(item.key)} right options; it has to have one")
    if item.kind is ItemKind.MULTIPLE_RESPONSE and not 2 <= len(item.key) < count:
        faults.append(
            f"mr has {len(item.key)} right of {count} options; two or more and a wrong one are wanted"
        )
    return faults
