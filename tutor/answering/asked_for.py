"""What kind of answer a question asks for: an amount, a time, a name, yes or no. Knows nothing of sources."""

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.words import search_words
from tutor.answering.values import Kind

__all__ = ["AskedFor", "Verdict", "asked_for"]


class Verdict(StrEnum):
    """What a yes or no is about."""

    PERMISSION = "permission"
    OBLIGATION = "obligation"


@dataclass(frozen=True, slots=True)
class AskedFor:
    """An answer's values may be of `kinds`, the first that is found counts; none for any other question."""

    kinds: tuple[Kind, ...] = ()
    counted: frozenset[str] = frozenset()
    """Stems of what is counted: "how many trial questions" -> {"trial", "question"}."""
    is_money: bool = False
    verdict: Verdict | None = None
    is_yes_or_no: bool = False
    """Of a verdict or of anything else: "Is a break included?"."""
    is_name: bool = False
    """Who, whose, where, which or what something is: a name, a place, a thing."""


_AMOUNT = (
    r"(?:percentage|percent|score|mark|marks|number|limits?|maximum|minimum|max|min|default|temperature"
    r"|distance"
    r"|height|speed|weight|size|share|rate|port|quota|capacity|amount|most|least|biggest|smallest|largest"
    r"|highest"
    r"|lowest|longest|shortest|youngest|oldest|warmest|coldest|deepest|retention|period|range|threshold"
    r"|timeout"
    r"|ratio|count|age|duration|clearance|depth|width|channel|length)"
)
_MONEY = re.compile(r"\b(?:costs?|fees?|price|pay|paid|charged?|deposit|how much (?:is|are) )", re.I)
_PERMISSION = re.compile(
    r"^(?:can|could|may|might) |^(?:am|are|is) .*\b(?:allowed|permitted|ok|okay|fine|possible|forbidden"
    r"|admitted|banned)\b",
    re.I,
)
_OBLIGATION = re.compile(
    r"^(?:must|shall|should) |^(?:do|does|did|have|has|is|are|will) .*"
    r"\b(?:need|needs|needed|have to|has to|must|required|compulsory|mandatory|obligatory|necessary)\b",
    re.I,
)
_YES_OR_NO = re.compile(
    r"^(?:can|could|may|might|do|does|did|is|are|am|was|were|must|shall|should|will|would|has|have|had)\b",
    re.I,
)
_TIME_UNITS = r"(?:seconds|minutes|hours|days|weeks|months|years)"
_FORMS: tuple[tuple[re.Pattern[str], tuple[Kind, ...]], ...] = tuple(
    (re.compile(pattern, re.I), kinds)
    for pattern, kinds in (
        (r"\b(?:what|which) time\b|\bwhat hour\b", (Kind.CLOCK,)),
        (r"\b(?:what|which) (?:week)?days?\b|\bweekday\b", (Kind.WEEKDAY, Kind.DAY)),
        (r"\b(?:what|which) year\b", (Kind.YEAR,)),
        (r"\b(?:what|which) month\b", (Kind.MONTH, Kind.DAY)),
        (
            rf"\bhow (?:long|soon|early|late|quickly|far (?:ahead|in advance))\b|\bhow much time\b"
            rf"|\bduration\b"
            rf"|\bhow many (?:[\w-]+ )?{_TIME_UNITS}\b|\bin {_TIME_UNITS}\b",
            (Kind.DURATION,),
        ),
        (
            r"(?:^|[.,;?!]\s*|\b(?:until|by|from|since) )when\b|\b(?:what|which) date\b|\bdeadline\b"
            r"|\b(?:first|last|final|closing) (?:day|date)\b",
            (Kind.DAY, Kind.CLOCK, Kind.MONTH, Kind.YEAR, Kind.WEEKDAY, Kind.DURATION),
        ),
        (r"\b(?:percent\w*|score|pass mark)\b|\bhow (?:much of|full)\b", (Kind.PERCENT, Kind.NUMBER)),
        (r"\bhow (?:many|often)\b", (Kind.NUMBER,)),
        (
            r"\bhow (?!(?:do|does|did|can|could|should|is|are|was|were|must|may|to|come|would|will"
            r"|exactly)\b)\w+",
            (Kind.NUMBER, Kind.PERCENT, Kind.DURATION),
        ),
        (
            r"\b(?:default|limit|max|maximum|min|minimum|longest|shortest|retention|period|timeout|age"
            r"|youngest)\b",
            (Kind.NUMBER, Kind.DURATION, Kind.PERCENT),
        ),
    )
)
_BEFORE_MONEY = 6
"""So many forms decide before the words of money do: "until when may I move it without paying?"."""
_WHICH_THING = re.compile(
    rf"^(?:which|what) (?!{_AMOUNT}\b)(?!(?:is|are|was|were|'s)\b)[\w-]+ (?:is|are|do|does|did|must|can"
    rf"|may|should|has|have|will)\b",
    re.I,
)
_NAME = re.compile(r"\b(?:who|whom|whose|where|which|what|colou?r)\b", re.I)
_TELLS_MORE = re.compile(
    r"\b(?:why|how|mean|means|difference|happens?|wrong|tells?|cause[sd]?|explain|compare)\b"
    r"|\bwhat(?: exactly)? (?:is|are|does|do|did) (?!the\b)(?:an? )?[\w-]+(?: [\w-]+)?\W*"
    r"(?:do|for|about)?\W*$"
    r"|\b(?:what|which|who) are\b"
    r"|\b(?:which|what) (?:[\w-]+ )?[\w-]+[^\Ws]s (?:are|do|does|can|should|must|have)\b"
    r"|\bwhat (?:can|should|do|does|must|may) (?:I|you|we|they|one) (?:\w+ to )?"
    r"(?:bring|take|do|know|study|learn)\b",
    re.I,
)
"""Asks for an explanation, a definition or a list, which two sources may give differently without dispute."""
_NAMES_AN_AMOUNT = re.compile(rf"\b{_AMOUNT}\b", re.I)
_COUNTED = re.compile(
    r"\bhow many ((?:[\w-]+ ?){1,4}?)(?=\b(?:do|does|did|is|are|am|was|were|can|may|must|should|has|have"
    r"|will|in|of|on|that|per|fit|at)\b|[?.,]|$)",
    re.I,
)


def asked_for(question: str) -> AskedFor:
    """What the question asks for; an empty `AskedFor` where it is none of these."""
    sentences = re.split(r"(?<=[.?!;])\s+", question.strip())
    last = next((one for one in reversed(sentences) if one.endswith("?")), sentences[-1])
    last = re.sub(r"^(?:so|and|but|if [^,]+),?\s+", "", last, flags=re.I)
    if last.lower().startswith("why"):
        return AskedFor()
    if _YES_OR_NO.match(last):
        return AskedFor(verdict=_verdict(last), is_yes_or_no=True)
    counted = _COUNTED.search(last)
    stems = frozenset(search_words(counted[1])) if counted else frozenset()
    for form, kinds in _FORMS[:_BEFORE_MONEY]:
        if form.search(last):
            return AskedFor(kinds, stems)
    if _MONEY.search(last):
        return AskedFor((Kind.NUMBER,), is_money=True)
    if not _WHICH_THING.match(last):
        for form, kinds in _FORMS[_BEFORE_MONEY:]:
            if form.search(last):
                return AskedFor(kinds, stems)
        if _NAMES_AN_AMOUNT.search(last):
            return AskedFor((Kind.NUMBER, Kind.PERCENT))
    return AskedFor(is_name=bool(_NAME.search(last)) and not _TELLS_MORE.search(last))


def _verdict(question: str) -> Verdict | None:
    if _OBLIGATION.search(question):
        return Verdict.OBLIGATION
    return Verdict.PERMISSION if _PERMISSION.search(question) else None
