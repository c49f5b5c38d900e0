"""Items as JSON: the tutor's own form, its question files (JSON lines), and banks from elsewhere.

A bank from elsewhere is a list of objects, under any of a few names, with a question, options and a
right answer in the words that people use for them. Knows nothing of files on disk.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tutor.exchange.drafts import Draft, Found, collect
from tutor.exchange.flashcards import card_of
from tutor.exchange.keys import key_positions, without_letters
from tutor.exchange.types import ExchangeError, FileContent, clean
from tutor.learner.types import Card
from tutor.practice.json_form import items_to_json
from tutor.practice.types import ItemCheck, ItemSource, PracticeItem

__all__ = ["read_json", "read_json_lines", "write_json", "write_json_cards", "write_json_lines"]

_LISTS = ("items", "questions", "bank", "quiz", "results", "data")
_STEM = ("stem", "question", "question_text", "prompt", "text")
_OPTIONS = ("options", "choices", "answers", "alternatives")
_KEY = tuple(
    "key answer correct correct_answer correct_answers correct_option correct_options correct_index "
    "answer_index right solution answers".split()
)
_CONCEPT = ("concept",)
_EXPLANATION = ("explanation", "rationale", "feedback", "reason", "comment")
_OPTION_TEXT = ("text", "option", "answer", "label", "value", "content")
_OPTION_RIGHT = ("correct", "is_correct", "iscorrect", "right")
_OPTION_LABEL = ("letter", "id", "key")
_TASK = ("task", "objective", "section")
_SHOWN_CHARS = 40


def write_json(items: Sequence[PracticeItem]) -> str:
    """The form of `tutor quiz --format json`; everything of an item comes back from it."""
    return json.dumps(items_to_json(items, {}), ensure_ascii=False, indent=1) + "\n"


def write_json_lines(items: Sequence[PracticeItem]) -> str:
    """The form of a course's question files: one object a line; origin, checks and versions are left out."""
    names = "id kind domain task difficulty stem options key rationales concept".split()
    lines = []
    for item in items:
        tree = items_to_json((item,), {})["items"][0]
        line = {**{name: tree[name] for name in names}, "sources": _without_versions(tree["sources"])}
        if item.option_sources:
            line["option_sources"] = [_without_versions(each) for each in tree["option_sources"]]
        lines.append(json.dumps(line, ensure_ascii=False) + "\n")
    return "".join(lines)


def _without_versions(sources: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: source[name] for name in ("document", "heading", "quote")} for source in sources]


def read_json(text: str, name: str) -> FileContent:
    """The items of one JSON value: a list, an object that holds one, or one question.

    Raises:
        ExchangeError: It is no JSON, or no list of questions is in it.
    """
    try:
        tree = _loads(text)
    except ValueError as error:
        raise ExchangeError(f"{name} is no JSON: {error}. Mend it there, or export it again.") from error
    cards = tree.get("cards") if isinstance(tree, dict) else None
    if isinstance(cards, list):
        return collect(Found(f"card {n}", _card(each)) for n, each in enumerate(cards, start=1))
    trees = _listed(tree)
    if trees is None:
        raise ExchangeError(
            f"{name} holds no list of questions; write a list of objects such as "
            '{"question": "…", "options": ["…", "…"], "answer": "A"}.'
        )
    first, remarks = _first_number(trees)
    return collect(
        (Found(f"question {n}", _draft(each, first)) for n, each in enumerate(trees, start=1)), remarks
    )


def read_json_lines(text: str) -> FileContent:
    """The items of JSON lines; blank lines are skipped, and a fault names its line."""
    places: list[str] = []
    trees: list[object] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            places.append(f"line {number}")
            try:
                trees.append(_loads(line))
            except ValueError as error:
                trees.append(_Broken(f"it is no JSON object on one line ({error})."))
    first, remarks = _first_number(trees)
    found = (Found(place, _draft(tree, first)) for place, tree in zip(places, trees, strict=True))
    return collect(found, remarks)


def write_json_cards(cards: Sequence[Card]) -> str:
    """`{"cards": [...]}`, all fields of each."""
    return json.dumps({"cards": [asdict(card) for card in cards]}, ensure_ascii=False, indent=1) + "\n"


def _card(tree: object) -> Card | str:
    if not isinstance(tree, dict):
        return f"it is {_shown(tree)}; it has to be a JSON object."
    return card_of({name: _words(value) for name, value in _named(tree).items()})


class _Broken(str):
    """A line that could not be parsed: what is wrong with it."""

    __slots__ = ()


def _loads(text: str) -> object:
    """The JSON value. Raises ValueError, in words, for whatever is wrong with it."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} at line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise ValueError("its lists are nested too deep") from error


def _listed(tree: object) -> list[object] | None:
    if isinstance(tree, list):
        return tree
    if not isinstance(tree, dict):
        return None
    for name in _LISTS:
        inner = tree.get(name)
        if isinstance(inner, list):
            return inner
        if isinstance(inner, dict) and name in ("questions", "items"):
            return [{"id": key, **each} if isinstance(each, dict) else each for key, each in inner.items()]
    return [tree] if _first(_named(tree), _STEM) is not None else None


def _first_number(trees: Sequence[object]) -> tuple[int, tuple[str, ...]]:
    """Whether numbers of right options begin at 0 or 1, told from all of them, and a remark if in doubt."""
    numbers: list[tuple[int, int]] = []
    if all(isinstance(tree, dict) and {"kind", "rationales", "key"} <= tree.keys() for tree in trees):
        return 0, ()  # the tutor's own form
    for tree in trees:
        named = _named(tree) if isinstance(tree, dict) else {}
        key, options = _first(named, _KEY), _first(named, _OPTIONS)
        listed = key if isinstance(key, list) else [key]
        if isinstance(options, list | dict):
            numbers += [(each, len(options)) for each in listed if _is_number(each)]
    if not numbers or any(number == 0 for number, _ in numbers):
        return 0, ()
    if any(number == count for number, count in numbers):
        return 1, ("Numbers of right options are read from 1, since one of them is the number of options.",)
    return 0, ("Numbers of right options are read from 0; write letters if they begin at 1.",)


def _draft(tree: object, first: int) -> Draft | str:
    """The question, or what is wrong with its shape."""
    if isinstance(tree, _Broken):
        return str(tree)
    if not isinstance(tree, dict):
        return f"it is {_shown(tree)}; it has to be a JSON object."
    named = _named(tree)
    stem, listed = _first(named, _STEM), _first(named, _OPTIONS)
    if not isinstance(stem, str):
        return f'it lacks the question; write it under "{_STEM[1]}".'
    options = _options(listed)
    if options is None:
        return f'it has {_shown(listed)} for options; write a list of words under "options".'
    texts, labels, marked, notes = options
    key = marked or _key(_first(named, _KEY), texts, labels, first)
    if key is None:
        return f"its right answer is {_shown(_first(named, _KEY))}, and that names none of its options."
    return Draft(
        stem=stem,
        options=texts,
        key=key,
        rationales=_rationales(named, labels, notes, key),
        concept=_words(_first(named, _CONCEPT)),
        id=_words(named.get("id")),
        task=_words(_first(named, _TASK)),
        domain=named["domain"] if _is_number(named.get("domain")) else 0,
        kind=_words(named.get("kind")),
        difficulty=_words(named.get("difficulty")),
        origin=_words(named.get("origin")),
        sources=_sources(named.get("sources")),
        made=clean(_words(named.get("made"))),
        checks=_checks(named.get("checks")),
        option_sources=_option_sources(named.get("option_sources")),
    )


_Options = tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...], tuple[str, ...]]
"""Texts, labels ("A"), positions marked as right, and notes on each; the last three may be empty."""


def _options(listed: object) -> _Options | None:
    if isinstance(listed, dict) and all(isinstance(text, str) for text in listed.values()):
        return tuple(listed.values()), tuple(str(label) for label in listed), (), ()
    if not isinstance(listed, list) or not listed:
        return None
    if all(isinstance(option, str | int | float) for option in listed):
        return without_letters([str(option) for option in listed]), (), (), ()
    if not all(isinstance(option, dict) for option in listed):
        return None
    named = [_named(option) for option in listed]
    texts = tuple(_words(_first(option, _OPTION_TEXT)) for option in named)
    labels = tuple(_words(_first(option, _OPTION_LABEL)) for option in named)
    marked = tuple(n for n, option in enumerate(named) if _first(option, _OPTION_RIGHT) is True)
    notes = tuple(_words(_first(option, _EXPLANATION)) for option in named)
    return texts, labels if all(labels) else (), marked, notes if any(notes) else ()


def _key(value: object, options: Sequence[str], labels: Sequence[str], first: int) -> tuple[int, ...] | None:
    if isinstance(value, list):
        parts = [_key(each, options, labels, first) for each in value]
        return None if None in parts else tuple(place for part in parts if part for place in part)
    if isinstance(value, int) and not isinstance(value, bool):
        place = value - first
        return (place,) if 0 <= place < len(options) else None
    return key_positions(value, options, labels, first) if isinstance(value, str) else None


def _rationales(
    named: Mapping[str, Any], labels: Sequence[str], notes: tuple[str, ...], key: Sequence[int]
) -> tuple[str, ...]:
    """One for each option; a single explanation is that of the right ones. Empty when there is none."""
    given = named.get("rationales", named.get("explanations"))
    if isinstance(given, list):
        return tuple(_words(each) for each in given)
    if isinstance(given, dict) and labels:
        return tuple(_words(given.get(label)) for label in labels)
    explanation = _words(_first(named, _EXPLANATION))
    if notes or not explanation:
        return notes
    count = len(_first(named, _OPTIONS) or ())
    return tuple(explanation if place in key else "" for place in range(count))


def _sources(value: object) -> tuple[ItemSource, ...]:
    """The sources that name a document and quote it."""
    sources = [_named(each) for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    return tuple(
        ItemSource(
            _words(each.get("document")),
            _words(each.get("heading")),
            _words(each.get("quote")),
            each["page"] if _is_number(each.get("page")) and each["page"] > 0 else 1,
            _words(each.get("sha256")),
        )
        for each in sources
    )


def _option_sources(value: object) -> tuple[tuple[ItemSource, ...], ...]:
    return tuple(_sources(each) for each in value) if isinstance(value, list) else ()


def _checks(value: object) -> tuple[ItemCheck, ...]:
    checks = value.items() if isinstance(value, dict) else ()
    return tuple(
        ItemCheck(clean(str(name)), check["passed"], clean(_words(check.get("note"))))
        for name, check in checks
        if isinstance(check, dict) and isinstance(check.get("passed"), bool)
    )


def _named(tree: Mapping[Any, Any]) -> dict[str, Any]:
    """The object with its names in small letters and `_`: "Correct Answer" is correct_answer."""
    return {
        str(name).strip().lower().replace(" ", "_").replace("-", "_"): value for name, value in tree.items()
    }


def _first(named: Mapping[str, Any], names: Sequence[str]) -> Any:  # noqa: ANN401 - any JSON
    return next((named[name] for name in names if named.get(name) is not None), None)


def _words(value: object) -> str:
    return value if isinstance(value, str) else str(value) if _is_number(value) else ""


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:_SHOWN_CHARS]
