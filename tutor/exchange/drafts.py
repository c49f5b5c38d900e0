"""A question as a foreign file states it -> a whole practice item, or what is wrong with it.

All formats go through here, so all of them keep to the same bounds. Knows no format.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tutor.exchange.types import MAX_FOUND, FileContent, clean
from tutor.learner.types import Card
from tutor.practice.types import Difficulty, ItemCheck, ItemKind, ItemSource, Origin, PracticeItem

__all__ = ["Draft", "Found", "collect", "content_id", "item_of", "numbered_task"]

_Choice = TypeVar("_Choice", Difficulty, Origin)

_MOST_OPTIONS = 12
_MOST_SOURCES = 20
_LONGEST = {"the question": 8_000, "an option": 2_000, "a rationale": 4_000, "the concept": 4_000}
_ID = re.compile(r"[A-Za-z0-9][\w.:-]{0,63}", re.ASCII)
_TASK = re.compile(r"\d{1,2}\.\d{1,2}", re.ASCII)
_VERDICT = re.compile(r"(?:right|wrong|correct|incorrect):\s*", re.IGNORECASE)
_COUNT_WORDS = {2: "TWO", 3: "THREE", 4: "FOUR", 5: "FIVE", 6: "SIX"}
_SAYS_HOW_MANY = re.compile(
    r"\b(?:select|choose|pick|mark|tick|check)\b[^.?!]{0,40}\b(?:two|three|four|five|six|[2-6]|all|several)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A question before it is cleaned and proved whole; empty values are what the file does not say."""

    stem: str
    options: tuple[str, ...]
    key: tuple[int, ...]
    rationales: tuple[str, ...] = ()
    """One for each option, "" where there is none; with or without "Right:" and "Wrong:"."""
    concept: str = ""
    id: str = ""
    task: str = ""
    domain: int = 0
    kind: str = ""
    difficulty: str = ""
    origin: str = ""
    sources: tuple[ItemSource, ...] = ()
    made: str = ""
    checks: tuple[ItemCheck, ...] = ()
    option_sources: tuple[tuple[ItemSource, ...], ...] = ()
    """As `PracticeItem.option_sources`; dropped unless there is one for each option."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in a file and where it stands ("line 12"): a question, a card, or a fault in words."""

    place: str
    what: Draft | Card | str


def collect(found: Iterable[Found], remarks: tuple[str, ...] = ()) -> FileContent:
    """The whole items and cards, each once, with a fault for each of the others; stops at MAX_FOUND."""
    items: dict[str, PracticeItem] = {}
    cards: dict[str, Card] = {}
    places: dict[str, str] = {}
    faults: list[str] = []
    for number, each in enumerate(found):
        if number == MAX_FOUND:
            faults.append(f"{each.place}: at most {MAX_FOUND:,} are read of one file; split the rest off.")
            break
        what = item_of(each.what) if isinstance(each.what, Draft) else each.what
        if isinstance(what, PracticeItem):
            what = _once(what, each.place, places)
        if isinstance(what, PracticeItem):
            items[what.id] = what
        elif isinstance(what, Card):
            cards.setdefault(what.id, what)
        else:
            faults += [f"{each.place}: {fault}" for fault in ((what,) if isinstance(what, str) else what)]
    return FileContent(tuple(items.values()), tuple(cards.values()), tuple(faults), remarks)


def _once(item: PracticeItem, place: str, places: dict[str, str]) -> PracticeItem | str:
    """The item under an id that no other question of the file has; a fault when it stands there twice."""
    content = content_id(item)
    if content in places:
        return f"the same question stands in {places[content]} too; it is read once."
    kept = item if item.id not in places else replace(item, id=content)
    places[content] = places[kept.id] = place
    return kept


def item_of(draft: Draft) -> PracticeItem | tuple[str, ...]:
    """The item, or every fault. Missing: task "", domain 0, difficulty medium, empty rationales, no sources.

    The kind follows from the key; a stem with several right options gets "Select TWO." if it does not say
    how many. An id that is no id is replaced by one made from the content.
    """
    cleaned = _cleaned(draft)
    faults = (*_shape_faults(cleaned), *_key_faults(cleaned))
    if faults:
        return faults
    key = tuple(sorted(set(cleaned.key)))
    task = numbered_task(cleaned.task)
    item = PracticeItem(
        id=cleaned.id,
        domain=int(task.partition(".")[0]) if task else max(0, min(cleaned.domain, 99)),
        task=task,
        kind=ItemKind.MULTIPLE_CHOICE if len(key) == 1 else ItemKind.MULTIPLE_RESPONSE,
        stem=_stem(cleaned.stem, len(key)),
        options=cleaned.options,
        key=key,
        rationales=tuple(_rationale(text, place in key) for place, text in enumerate(cleaned.rationales)),
        sources=cleaned.sources,
        difficulty=_choice(cleaned.difficulty, Difficulty, Difficulty.MEDIUM),
        concept=cleaned.concept,
        origin=_choice(cleaned.origin, Origin, Origin.IMPORT),
        made=cleaned.made,
        checks=cleaned.checks,
        option_sources=cleaned.option_sources,
    )
    return item if _ID.fullmatch(item.id) else replace(item, id=content_id(item))


def content_id(item: PracticeItem) -> str:
    """An id made from what an item asks: "i-" and 16 hex digits, the same for the same question."""
    said = "\0".join((item.stem, *item.options, *(str(place) for place in item.key)))
    return f"i-{hashlib.sha256(' '.join(said.casefold().split()).encode()).hexdigest()[:16]}"


def numbered_task(text: str) -> str:
    """The first "1.2" of a text such as "Task 1.2"; empty when no task statement is named."""
    found = _TASK.search(text)
    return found[0] if found else ""


def _cleaned(draft: Draft) -> Draft:
    options = tuple(clean(option) for option in draft.options)
    rationales = tuple(clean(text) for text in draft.rationales) or ("",) * len(options)
    named = draft.option_sources if len(draft.option_sources) == len(options) else ()
    return replace(
        draft,
        id=clean(draft.id),
        stem=clean(draft.stem),
        options=options,
        rationales=rationales,
        concept=clean(draft.concept),
        sources=_cleaned_sources(draft.sources),
        option_sources=tuple(_cleaned_sources(each) for each in named),
    )


def _cleaned_sources(sources: Sequence[ItemSource]) -> tuple[ItemSource, ...]:
    cleaned = [
        ItemSource(clean(s.document), clean(s.heading), clean(s.quote), s.page, clean(s.sha256))
        for s in sources[:_MOST_SOURCES]
    ]
    return tuple(source for source in cleaned if source.document and source.quote)


def _shape_faults(draft: Draft) -> tuple[str, ...]:
    faults = []
    if not draft.stem:
        faults.append("there is no question text; write one.")
    if not 2 <= len(draft.options) <= _MOST_OPTIONS:
        faults.append(f"{len(draft.options)} options; a choice has 2 to {_MOST_OPTIONS}.")
    if not all(draft.options):
        faults.append(f"option {draft.options.index('') + 1} is empty; write it or take it out.")
    folded = [" ".join(option.casefold().rstrip(".").split()) for option in draft.options]
    if len(set(folded)) < len(folded):
        faults.append("two of its options are the same; change or remove one.")
    if len(draft.rationales) != len(draft.options):
        faults.append(f"{len(draft.rationales)} rationales for {len(draft.options)} options; give one each.")
    for name, texts in {
        "the question": (draft.stem,),
        "an option": draft.options,
        "a rationale": draft.rationales,
        "the concept": (draft.concept,),
    }.items():
        longest = max((len(text) for text in texts), default=0)
        if longest > _LONGEST[name]:
            faults.append(f"{name} has {longest:,} characters; at most {_LONGEST[name]:,} are read.")
    return tuple(faults)


def _key_faults(draft: Draft) -> tuple[str, ...]:
    right, count = set(draft.key), len(draft.options)
    if not right:
        return ("no option is marked as right; mark one.",)
    if not all(0 <= place < count for place in right):
        return (f"the key names option {max(right) + 1}, and there are {count}.",)
    if len(right) == count:
        return ("every option is marked as right; a choice needs a wrong one.",)
    if draft.kind == ItemKind.MULTIPLE_CHOICE and len(right) > 1:
        return (f"it is single choice, and {len(right)} options are marked as right.",)
    return ()


def _stem(stem: str, right: int) -> str:
    if right == 1 or _SAYS_HOW_MANY.search(stem):
        return stem
    return f"{stem} Select {_COUNT_WORDS.get(right, str(right))}."


def _rationale(text: str, right: bool) -> str:
    """As the house writes them: the verdict by the key, then the reason; empty stays empty."""
    reason = _VERDICT.sub("", text, count=1) if _VERDICT.match(text) else text
    return f"{'Right' if right else 'Wrong'}: {reason}" if reason else ""


def _choice(text: str, choices: type[_Choice], otherwise: _Choice) -> _Choice:
    return next((choice for choice in choices if choice.value == text.strip().lower()), otherwise)
