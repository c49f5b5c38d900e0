"""The figures of an exam (minutes, pass mark, counts, price ...) from the lines of a document.

Each is taken only from a sentence or row that says what it is. Knows nothing of domains and tasks.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ingest.blueprint.lines import Line, LineKind
from ingest.types import Fact

__all__ = ["EXPECTED", "read_facts"]

EXPECTED = {
    "code": "exam code",
    "minutes": "time allowed",
    "pass_mark": "pass mark",
    "multiple_choice_options": "number of options of a multiple-choice item",
    "multiple_response_options": "number of options of a multiple-response item",
}
"""The figures that a practice exam needs, and what they are called in a sentence."""

Value = str | int | float

_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_WORDS)})"
_ITEMS = r"(?:(?:multiple[- ]choice|exam|test)\s+)?(?:questions|items)\b"
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z(])")
_LABEL = re.compile(r"\|?\s*([A-Za-z][A-Za-z ]{2,30}?)\s*[:|]\s*(\S.*)")
_TIME_LABEL = re.compile(r"(?:exam )?(?:duration|length|time(?: limit| allotted| allowed)?|seat time)", re.I)
_TIME = re.compile(
    r"(?P<hours>\d(?:\.\d+)?)[ -]hours?\b(?:,?\s*(?:and\s*)?(?P<rest>\d{1,2})[ -]min)?"
    r"|(?P<minutes>\d{2,3})[ -]min",
    re.I,
)
_TIME_WORDS = re.compile(r"\b(?:lasts?|takes?|long|duration|complete|allotted|allowed|time limit)\b", re.I)
_OTHER_TIMES = re.compile(r"\b(?:extra|additional|arrive|early|accommodat\w+|break|per day|daily)\b", re.I)
_SCALE = re.compile(
    r"\b(?:scor(?:e|ed|es|ing)|scale)\b[^.\d]{0,50}\b(\d{1,4}|\d,\d{3})\s*(?:–|—|-|to|and|through)\s*"
    r"(\d{3,4}|\d,\d{3})\b(?!\s*%)",
    re.I,
)
_PASS = re.compile(
    r"pass(?:ing)?[ -](?:score|mark|grade)[^\d%.]{0,40}?(?P<mark>\d[\d,]*(?:\.\d+)?)"
    r"(?P<percent>\s*(?:%|percent))?(?:\s*(?:/|out of|of|on a scale of)\s*(?P<high>\d[\d,]+))?",
    re.I,
)
_TO_PASS = re.compile(
    r"score of (?P<mark>\d[\d,]*)(?P<percent>\s*(?:%|percent))?[^.\d]{0,30}\bto pass\b", re.I
)
_SCORED = re.compile(
    rf"\b({_NUMBER})\s+(?:scored\s+{_ITEMS}"
    r"|(?:questions|items)\s+that\s+(?:will\s+)?(?:affect|count)|(?:are|will be) scored\b)",
    re.I,
)
_UNSCORED = re.compile(
    rf"\b({_NUMBER})\s+(?:unscored\b|(?:questions|items)\s+that\s+(?:do|will)\s+not\s+(?:affect|count))", re.I
)
_TOTAL = re.compile(
    r"\b(?:exam|test)\b[^.\d]{0,40}\b(?:includes?|has|contains?|consists? of|is made up of)\s+"
    rf"(?:a total of\s+)?(\d{{2,3}}(?:\s*[–-]\s*\d{{2,3}})?)\s+{_ITEMS}(?!\s+that)",
    re.I,
)
_TOTAL_LABEL = re.compile(r"(?:exam )?format|(?:number of )?(?:exam )?(?:questions|items)", re.I)
_COUNT = re.compile(r"(\d{2,3}(?:\s*[–-]\s*\d{2,3})?)(?!\d|\s*(?:%|min|hour))")
_MONEY = re.compile(
    r"(?:US)?\$\s?(\d[\d,]*(?:\.\d\d)?)|USD\s*(\d[\d,]*)|(\d[\d,]*)\s*(?:USD|US dollars)", re.I
)
_COST_LABEL = re.compile(r"(?:exam |registration )?(?:cost|price|fee)s?", re.I)
_COST_WORDS = re.compile(r"\b(?:exam|registration)\b[^.]{0,30}\b(?:costs?|fee|price)\b", re.I)
_CODE = re.compile(r"\(([A-Z]{2,5}\d?-[A-Z]?\d{2,4})\)")
_CODE_LABEL = re.compile(r"(?:exam )?(?:code|number)", re.I)
_PLAIN_CODE = re.compile(r"([A-Z]{1,5}\d?-[A-Z]?\d{2,4}|\d{3}-\d{3,4})\b")
_RETIRES = re.compile(r"\b(?:retire\w*|last day|no longer (?:available|offered))\b", re.I)
_DATE = re.compile(
    r"\b(?:([A-Z][a-z]+) (\d{1,2}), (\d{4})|(\d{1,2}) ([A-Z][a-z]+) (\d{4})|(\d{4})-(\d\d)-(\d\d))\b"
)
_ONE_OF = re.compile(
    r"\b(?:one|1|a single)\s+correct\s+(?:response|answer|option)s?,?\s+(?:and|with|plus)\s+"
    rf"({_NUMBER})\s+(?:incorrect|wrong)",
    re.I,
)
_SEVERAL_OF = re.compile(
    rf"\b(?:two|2|three|3)\s+or\s+more\s+(?:\w+\s+){{0,2}}?(?:out\s+of|of|from)\s+"
    rf"(?:a list of\s+)?({_NUMBER})\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Segment:
    """A sentence, bullet, heading or row; `label` and `value` are set where it reads "Duration: ..."."""

    page: int
    text: str
    label: str
    value: str


def read_facts(lines: Iterable[Line], source: str) -> tuple[Fact, ...]:
    """The facts in reading order, each name and value once; `source` is the document's name.

    A figure that two places give differently stands twice. Of exam codes only the first is taken,
    since a text about one exam mentions others.
    """
    facts: dict[tuple[str, Value], Fact] = {}
    has_code = False
    for segment in _segments(lines):
        for name, value in _figures(segment):
            if name == "code" and has_code:
                continue
            has_code = has_code or name == "code"
            facts.setdefault((name, value), Fact(name, value, source, segment.page, segment.text))
    return tuple(facts.values())


def _segments(lines: Iterable[Line]) -> Iterator[_Segment]:
    for line in lines:
        parts = _SENTENCE_END.split(line.text) if line.kind is LineKind.TEXT else [line.text]
        for part in parts:
            found = _LABEL.match(part)
            label, value = (found[1], found[2]) if found else ("", "")
            yield _Segment(line.page, part, label, value)


def _figures(segment: _Segment) -> Iterator[tuple[str, Value]]:
    for read in _READERS:
        yield from read(segment)


def _labelled(segment: _Segment, label: re.Pattern[str]) -> bool:
    return bool(label.fullmatch(segment.label))


def _number(words: str) -> int:
    return _WORDS[words.lower()] if words.lower() in _WORDS else int(words.replace(",", ""))


def _code(segment: _Segment) -> Iterator[tuple[str, Value]]:
    found = _CODE.search(segment.text)
    if found is None and _labelled(segment, _CODE_LABEL):
        found = _PLAIN_CODE.match(segment.value)
    if found:
        yield "code", found[1]


def _minutes(segment: _Segment) -> Iterator[tuple[str, Value]]:
    if _OTHER_TIMES.search(segment.text):
        return
    if _labelled(segment, _TIME_LABEL):
        found = _TIME.search(segment.value)
    elif re.search(r"\b(?:exam|test)\b", segment.text, re.I) and _TIME_WORDS.search(segment.text):
        found = _TIME.search(segment.text)
    else:
        return
    if found:
        hours = float(found["hours"] or 0) * 60
        yield "minutes", int(found["minutes"]) if found["minutes"] else round(hours + int(found["rest"] or 0))


def _counts(segment: _Segment) -> Iterator[tuple[str, Value]]:
    if found := _SCORED.search(segment.text):
        yield "scored_items", _number(found[1])
    if found := _UNSCORED.search(segment.text):
        yield "unscored_items", _number(found[1])
    found = _TOTAL.search(segment.text)
    if found is None and _labelled(segment, _TOTAL_LABEL):
        found = _COUNT.match(segment.value)
    if found:
        # "50-60" stays a range: neither end is the number of items
        yield "items", int(found[1]) if found[1].isdigit() else re.sub(r"\s*[–-]\s*", "-", found[1])


def _scores(segment: _Segment) -> Iterator[tuple[str, Value]]:
    if found := _SCALE.search(segment.text):
        low, high = _number(found[1]), _number(found[2])
        if low < high:
            yield "scale_low", low
            yield "scale_high", high
    mark = _PASS.search(segment.text) or _TO_PASS.search(segment.text)
    if mark is None:
        return
    value = float(mark["mark"].replace(",", ""))
    whole = int(value) if value.is_integer() else value
    yield "pass_mark", f"{whole} %" if mark["percent"] else whole
    if "high" in mark.groupdict() and mark["high"]:
        yield "scale_high", _number(mark["high"])


def _options(segment: _Segment) -> Iterator[tuple[str, Value]]:
    if found := _ONE_OF.search(segment.text):
        yield "multiple_choice_options", 1 + _number(found[1])
    if found := _SEVERAL_OF.search(segment.text):
        yield "multiple_response_options", _number(found[1])


def _price(segment: _Segment) -> Iterator[tuple[str, Value]]:
    if _labelled(segment, _COST_LABEL) or _COST_WORDS.search(segment.text):
        found = _MONEY.search(segment.text)
        if found:
            value = float((found[1] or found[2] or found[3]).replace(",", ""))
            yield "price_usd", int(value) if value.is_integer() else value


def _retirement(segment: _Segment) -> Iterator[tuple[str, Value]]:
    found = _DATE.search(segment.text) if _RETIRES.search(segment.text) else None
    if found is None:
        return
    month, day, year = (found[1] or found[5], found[2] or found[4], found[3] or found[6])
    if found[7]:
        yield "retired_on", found[0]
        return
    for form in ("%d %B %Y", "%d %b %Y"):
        try:
            yield "retired_on", datetime.strptime(f"{day} {month} {year}", form).date().isoformat()
        except ValueError:
            continue
        return


_READERS: tuple[Callable[[_Segment], Iterator[tuple[str, Value]]], ...] = (
    _code,
    _minutes,
    _counts,
    _scores,
    _options,
    _price,
    _retirement,
)
