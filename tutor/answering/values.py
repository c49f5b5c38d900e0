"""Values that a text states, in one spelling: "two hours" is "120 minutes", "70 %" is "seventy percent".

Amounts of a kind can be compared: seconds, percent, times of day, days, months, years, weekdays, and plain
numbers with what they count. Knows nothing of questions or sources.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ingest.words import search_words

__all__ = ["Kind", "Value", "values_in"]


class Kind(StrEnum):
    """What can be compared with what."""

    DURATION = "duration"
    """Seconds."""
    PERCENT = "percent"
    CLOCK = "time of day"
    """Minutes since midnight."""
    DAY = "day"
    """100 times the month and the day: 12 March is 312."""
    MONTH = "month"
    YEAR = "year"
    WEEKDAY = "weekday"
    """Monday is 1."""
    NUMBER = "number"
    """Of anything else; what is counted or measured is in the value's `counts`."""


@dataclass(frozen=True, slots=True)
class Value:
    """An amount that stands in a text from `start` to `end`."""

    kind: Kind
    amount: float
    text: str
    start: int
    end: int
    counts: frozenset[str] = frozenset()
    """Of a number: the measure in which it is given, or stems of up to three words behind it."""


_MEASURES = frozenset({"m", "g", "gib", "gb", "m/s", "degree", "euro", "pound", "usd"})
"""Two numbers in different ones of these are never of the same thing."""
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_MONTHS = ("january february march april may june july august september october november december").split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SECONDS = {
    "second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "hr": 3600, "day": 86_400,
    "week": 7 * 86_400, "fortnight": 14 * 86_400, "month": 30 * 86_400, "year": 360 * 86_400,
}  # fmt: skip
"""A month has 30 days and a year twelve months, so that 24 months are two years."""
_SCALED = {
    "km": ("m", 1e3), "kilometre": ("m", 1e3), "kilometer": ("m", 1e3), "metre": ("m", 1.0),
    "meter": ("m", 1.0), "cm": ("m", 1e-2), "centimetre": ("m", 1e-2), "mm": ("m", 1e-3), "kg": ("g", 1e3),
    "kilogram": ("g", 1e3), "kilo": ("g", 1e3), "gram": ("g", 1.0), "tonne": ("g", 1e6),
    "tib": ("gib", 1024.0), "mib": ("gib", 1 / 1024), "tb": ("gb", 1e3), "mb": ("gb", 1e-3),
    "kb": ("gb", 1e-6), "km/h": ("m/s", 1 / 3.6), "°c": ("degree", 1.0),
}  # fmt: skip
"""Unit -> the unit it is told in here, and how many of those it is."""

_SPELLED = (
    rf"(?:(?:a|one|two|three|four|five|six|seven|eight|nine) hundred(?: and)?(?: (?:(?:{'|'.join(_TENS)})"
    rf"(?:[- ](?:{'|'.join(_SMALL[1:10])}))?|{'|'.join(_SMALL[1:])}))?"
    rf"|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_SMALL[1:10])}))?"
    rf"|{'|'.join(sorted(_SMALL, key=len, reverse=True))}|a dozen|once|twice|thrice)"
)
_DIGITS = r"[+\-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+\-−]?\d+(?:\.\d+)?"
_NUMBER = rf"(?:{_DIGITS}|{_SPELLED})"
_TIME_UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?|years?)"
_BEFORE_UNIT = r"(?:working|business|calendar|full|whole|clear|consecutive)"
_MONTH = rf"(?:{'|'.join(month.capitalize() for month in _MONTHS)})"
_ORDINAL = r"(?:st|nd|rd|th)"

_CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?!\d)\s*(?P<half>[ap]\.?m\b\.?)?"
    rf"|\b(?P<hour2>1[0-2]|[1-9]|{'|'.join(_SMALL[1:13])})(?:\.(?P<minute2>[0-5]\d))?\s*"
    r"(?:(?P<half2>[ap]\.?m\b\.?)|o'clock\b)|\b(?P<named>noon|midday|midnight)\b"
    rf"|\b(?P<past>half past|(?:a )?quarter past|(?:a )?quarter to) (?P<hour3>1[0-2]|[1-9]"
    rf"|{'|'.join(_SMALL[1:13])})\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?P<day>[0-3]?\d){_ORDINAL}?(?: of)? (?P<month>{_MONTH})\b(?:,? (?P<year>(?:19|20)\d\d))?"
    rf"|\b(?P<month2>{_MONTH}) (?P<day2>[0-3]?\d){_ORDINAL}?\b(?!:)(?:,? (?P<year2>(?:19|20)\d\d))?"
)
_ISO_DAY = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b")
_ONE_MONTH = re.compile(
    rf"\b(?P<month>{_MONTH})\b(?= (?:19|20)\d\d)|\b(?!May\b)(?P<month2>{_MONTH})\b"
    r"|(?<=\b(?:in|of|by) )(?P<month3>May)\b"
)
_YEAR = re.compile(r"(?<![\w.,$€£-])(?:19|20)\d\d(?![\w%]|[,.]\d|\s*(?:%|percent|[a-z]+s\b))")
_WEEKDAY = re.compile(rf"\b(?P<day>{'|'.join(_WEEKDAYS)})s?\b", re.IGNORECASE)
_DURATION = re.compile(
    rf"\b(?:(?P<part>half an?|(?:a|one) quarter of an?|three quarters of an?"
    rf"|a third of an?) (?P<unit0>minute|hour|day|year)"
    rf"|(?P<number>{_NUMBER}|an?)(?:\s*-\s*|\s+|(?<=\d))(?:{_BEFORE_UNIT} )?(?P<unit>{_TIME_UNIT})"
    rf"(?P<more> and a half| and (?:a|three) quarters?)?"
    rf"(?:,? (?:and )?(?P<number2>{_NUMBER})\s*(?P<unit2>seconds?|minutes?|mins?|hours?|days?|weeks?"
    rf"|months?))?)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"(?<![\w.])(?P<number>{_NUMBER})\s*(?:%|per ?cent\b)|\b(?P<part>half|a third|two thirds"
    rf"|three quarters)\b"
    r"(?= (?:of|the|its|their|your|price)\b|\s*[.;|)]|$)",
    re.IGNORECASE,
)
_PARTS = {"half": 50.0, "a third": 100 / 3, "two thirds": 200 / 3, "three quarters": 75.0}
_PLAIN = re.compile(
    rf"(?<![\w./-])(?P<sign>[$€£])?(?P<number>{_NUMBER})(?![\w]*\d)"
    r"(?:\s*(?P<unit>°C|km/h|m/s|[A-Za-z]+))?(?![-/]\w)",
    re.IGNORECASE,
)
_OF_WHOLE = re.compile(
    rf"\s+(?:(?:the|its|all|these|your|our)\s+)?(?:{_NUMBER}\s+)?(?:[\w-]+\s+)??(?P<unit>[a-z]+s)\b",
    re.IGNORECASE,
)
"""As in "48 of the 80 points": what the part is counted in."""
_WORDS_BEHIND = re.compile(r"(?:[ \t]+[A-Za-z-]+){1,3}")
_SMALL_WORDS = frozenset(
    "a an and as at by for from if in is it its most least more less of on or out over per than that the then"
    " to under until up when which with".split()
)
_SIGNS = {"$": "usd", "€": "euro", "£": "pound"}
_LONGEST_NAME = 9  # "edition " and a blank
_NAMED = re.compile(
    r"(?:version|issue|edition|chapter|page|part|no\.|number|level|step|task|engine)\s$", re.I
)


def values_in(text: str) -> tuple[Value, ...]:
    """Every value of a text, in its order; each stretch of text is read once, as the most telling kind."""
    taken = [False] * len(text)
    found: list[Value] = []
    for read in (_days, _clocks, _durations, _percents, _months, _years, _weekdays, _numbers):
        for value in read(text):
            if not any(taken[value.start : value.end]):
                taken[value.start : value.end] = [True] * (value.end - value.start)
                found.append(value)
    return tuple(sorted(found, key=lambda value: value.start))


def _value(kind: Kind, amount: float, match: "re.Match[str]") -> Value:
    return Value(kind, round(amount, 6), match.group().strip(), match.start(), match.end())


def _days(text: str) -> Iterator[Value]:
    for match in _ISO_DAY.finditer(text):
        yield _value(Kind.DAY, 100 * int(match["month"]) + int(match["day"]), match)
    for match in _DAY.finditer(text):
        month = _MONTHS.index((match["month"] or match["month2"]).lower()) + 1
        yield _value(Kind.DAY, 100 * month + int(match["day"] or match["day2"]), match)


def _clocks(text: str) -> Iterator[Value]:
    for match in _CLOCK.finditer(text):
        if match["named"]:
            yield _value(Kind.CLOCK, 0 if match["named"].lower() == "midnight" else 720, match)
            continue
        if match["past"]:
            minutes = (
                30 if "half" in match["past"].lower() else 15 if "past" in match["past"].lower() else -15
            )
            yield _value(Kind.CLOCK, 60 * _amount(match["hour3"]) + minutes, match)
            continue
        half = (match["half"] or match["half2"] or "").lower()[:1]
        hour = int(_amount(match["hour"] or match["hour2"]))
        hour = hour % 12 + 12 * (half == "p") if half else hour
        yield _value(Kind.CLOCK, 60 * hour + int(match["minute"] or match["minute2"] or 0), match)


def _percents(text: str) -> Iterator[Value]:
    for match in _PERCENT.finditer(text):
        amount = _PARTS[match["part"].lower()] if match["part"] else _amount(match["number"])
        yield _value(Kind.PERCENT, amount, match)


def _durations(text: str) -> Iterator[Value]:
    for match in _DURATION.finditer(text):
        if match["part"]:
            words = match["part"].lower()
            part = (
                0.5 if "half" in words else 0.75 if "three" in words else 1 / 3 if "third" in words else 0.25
            )
            yield _value(Kind.DURATION, part * _SECONDS[match["unit0"].lower()], match)
            continue
        one = _SECONDS[_singular(match["unit"])]
        number = 1.0 if match["number"].lower() in ("a", "an") else _amount(match["number"])
        more = match["more"] or ""
        seconds = (
            number + (0.5 if "half" in more else 0.75 if "three" in more else 0.25 if more else 0)
        ) * one
        if match["number2"] and _SECONDS[_singular(match["unit2"])] < one:
            seconds += _amount(match["number2"]) * _SECONDS[_singular(match["unit2"])]
        yield _value(Kind.DURATION, seconds, match)


def _months(text: str) -> Iterator[Value]:
    for match in _ONE_MONTH.finditer(text):
        name = (match["month"] or match["month2"] or match["month3"]).lower()
        yield _value(Kind.MONTH, _MONTHS.index(name) + 1, match)


def _years(text: str) -> Iterator[Value]:
    for match in _YEAR.finditer(text):
        yield _value(Kind.YEAR, int(match.group()), match)


def _weekdays(text: str) -> Iterator[Value]:
    for match in _WEEKDAY.finditer(text):
        yield _value(Kind.WEEKDAY, _WEEKDAYS.index(match["day"].lower()) + 1, match)


def _numbers(text: str) -> Iterator[Value]:
    skipped = 0
    for match in _PLAIN.finditer(text):
        if match.start() < skipped or _NAMED.search(
            text[max(0, match.start() - _LONGEST_NAME) : match.start()]
        ):
            continue  # the whole of a part; "version 7" is a name
        word = match["unit"] or ""
        whole = _OF_WHOLE.match(text, match.end()) if word.lower() == "of" else None
        skipped = whole.end() if whole else skipped
        word = whole["unit"] if whole else word
        unit = _SIGNS.get(match["sign"] or "", _singular(word))
        base, scale = _SCALED.get(unit, (unit, 1.0))
        is_told = not whole and not match["sign"] and (word.endswith("s") or base in _MEASURES)
        shown = match.group() if is_told else f"{match['sign'] or ''}{match['number']}"
        counts = frozenset({base}) if base in _MEASURES else _counted(word, text, match.end())
        amount = _amount(match["number"]) * scale
        yield Value(Kind.NUMBER, round(amount, 6), shown.strip(), match.start(), match.end(), counts)


def _counted(word: str, text: str, end: int) -> frozenset[str]:
    """Stems of the word behind a number and of what follows it, up to three; none behind "16 on"."""
    if not word or word.lower() in _SMALL_WORDS:
        return frozenset()
    behind = _WORDS_BEHIND.match(text, end)
    words = [word, *(behind.group().split() if behind else ())]
    stems = [stem for one in words if one.lower() not in _SMALL_WORDS for stem in search_words(one)]
    return frozenset(stems[:3])


def _singular(word: str) -> str:
    lower = word.lower()
    return lower[:-1] if len(lower) > 3 and lower.endswith("s") and not lower.endswith("ss") else lower


def _amount(text: str) -> float:
    """Of digits or words: "1,000", "sixty-five", "a hundred and twenty"."""
    lower = text.lower().replace(",", "").replace("−", "-")
    if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", lower):
        return float(lower)
    special = {"once": 1, "twice": 2, "thrice": 3, "a dozen": 12}
    if lower in special:
        return float(special[lower])
    total = 0
    for word in re.findall(r"[a-z]+", lower):
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in _TENS:
            total += 10 * (_TENS.index(word) + 2)
        elif word in _SMALL:
            total += _SMALL.index(word)
    return float(total)
