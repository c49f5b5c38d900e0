"""Sources that state different values for what was asked.

Two spans of different documents conflict when each speaks of the question, they say the same thing
once their numbers are masked, and they give different numbers in the same unit. Knows nothing of
what the model wrote.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import Embedder
from ingest.types import BlockKind
from tutor.answering.evidence_spans import EvidenceSpan, evidence_spans
from tutor.answering.facts import NUMBER_WORDS, numbers_in
from tutor.answering.retrieval import Passage
from tutor.prompts import row_cells

__all__ = ["ConflictingSpans", "find_conflicts"]

_ASKS_FOR_A_VALUE = re.compile(
    r"\bhow (?:long|many|much|often|large|big|old|far|fast|soon)\b"
    r"|\b(?:what|which) (?:is|are|was|were)?\s*(?:the )?(?:\w+ ){0,4}"
    r"(?:number|time|duration|length|score|mark|limit|maximum|minimum|default|price|cost|fee|size|rate"
    r"|percentage|percent|weight|share|date|year|period|retention|quota|port|range|timeout|ratio|count|threshold)\b"
    r"|\bwhen\b|\bminutes?\b|\bhours?\b|\bcosts?\b",
    re.IGNORECASE,
)
_NUMBER = rf"\$?\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(NUMBER_WORDS)})\b"
_VALUE = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?:-|–)?\s*(?:(?:working|business|calendar|full)\s+)?"
    r"(?:of\s+(?:the|its|all|these)\s+(?:[\w-]+\s+)??(?P<whole>[a-z]+s)\b"
    r"|(?P<unit>%|percent|[A-Za-z][A-Za-z/]*))?",
    re.IGNORECASE,
)
"""A number and its unit: "170 minutes", "five working days", "ten of the HPA questions"."""
_COUNTED = re.compile(r"\bhow many (?:[\w-]+ ){0,3}?(?P<unit>[a-z-]+s)\b", re.IGNORECASE)
"""As in: How many simulator hours must I have?"""
_ANY: frozenset[str] = frozenset()
_TIMES = frozenset({"seconds", "minutes", "hours", "days", "weeks", "months", "years"})
_ASKS_FOR_TIME = re.compile(r"\bhow (?:long|soon|old)\b|\b(?:duration|how much time)\b", re.IGNORECASE)
_SPEAKS_OF_QUESTION = 0.45
_SAY_THE_SAME = 0.72
_LONGEST_SPAN_CHARS = 400


@dataclass(frozen=True, slots=True)
class ConflictingSpans:
    """The unit in question, and for each differing value the best span that states it."""

    subject: str
    values: tuple[str, ...]
    spans: tuple[EvidenceSpan, ...]


@dataclass(frozen=True, slots=True)
class _Stated:
    span: EvidenceSpan
    values: dict[str, str]
    vector: NDArray[np.float32]
    relevance: float


def find_conflicts(
    question: str, passages: Sequence[Passage], embedder: Embedder
) -> tuple[ConflictingSpans, ...]:
    """At most one conflict for each unit; none unless the question asks for a value.

    A question that names what it counts is answered in that unit. Of any other only the span that is nearest
    to it says what is asked: "until when" has nothing to do with a fee.
    """
    if not _ASKS_FOR_A_VALUE.search(question):
        return ()
    units = _asked_units(question)
    stated = _stated(question, passages, embedder)
    found: dict[str, ConflictingSpans] = {}
    for i, a in enumerate(stated[:1] if units in (_ANY, _TIMES) else stated):
        for b in stated[i + 1 :]:
            unit = _differing_unit(a, b)
            if unit and unit not in found and (units is _ANY or unit in units):
                found[unit] = ConflictingSpans(unit, (a.values[unit], b.values[unit]), (a.span, b.span))
    return tuple(found.values())


def _asked_units(question: str) -> frozenset[str]:
    """The units that an answer may have; `_ANY` where the question leaves them open."""
    if _ASKS_FOR_TIME.search(question):
        return _TIMES
    counted = _COUNTED.search(question)
    return frozenset({counted["unit"].lower()}) if counted else _ANY


def _stated(question: str, passages: Sequence[Passage], embedder: Embedder) -> list[_Stated]:
    """The spans that give a value and speak of the question, best first."""
    spans = [
        span
        for span in evidence_spans(passages)
        if len(span.text) <= _LONGEST_SPAN_CHARS and _values(span) and not _is_pair(span)
    ]
    if not spans:
        return []
    masked = [_masked(f"{' > '.join(span.passage.chunk.headings[-1:])}: {_plain(span)}") for span in spans]
    vectors = embedder.embed_passages(masked).vectors
    asked = embedder.embed_query(_masked(question)).vector
    stated = [_Stated(s, _values(s), v, float(v @ asked)) for s, v in zip(spans, vectors, strict=True)]
    return sorted((s for s in stated if s.relevance >= _SPEAKS_OF_QUESTION), key=lambda s: -s.relevance)


def _differing_unit(a: _Stated, b: _Stated) -> str:
    if a.span.passage.chunk.document == b.span.passage.chunk.document:
        return ""
    if float(a.vector @ b.vector) < _SAY_THE_SAME:
        return ""
    numbers = (numbers_in(a.span.text), numbers_in(b.span.text))
    for unit in a.values.keys() & b.values.keys():
        apart = a.values[unit] != b.values[unit]
        # a source that names both values disagrees with none
        if (
            apart
            and not numbers[0] >= numbers_in(b.values[unit])
            and not numbers[1] >= numbers_in(a.values[unit])
        ):
            return unit
    return ""


def _values(span: EvidenceSpan) -> dict[str, str]:
    """Unit -> "number unit" for each unit that stands with exactly one number."""
    found: dict[str, set[str]] = {}
    for match in _VALUE.finditer(_plain(span)):
        number = match["number"].lstrip("$").replace(",", "").rstrip(".").lower()
        number = NUMBER_WORDS.get(number, number)
        unit = "USD" if match["number"].startswith("$") else (match["whole"] or match["unit"] or "").lower()
        unit = {"%": "percent", "mins": "minutes", "min": "minutes", "hrs": "hours", "usd": "USD"}.get(
            unit, unit
        )
        unit = unit if unit in {"USD", "percent", ""} or unit.endswith("s") else f"{unit}s"
        found.setdefault(unit, set()).add(number)
    return {unit: f"{numbers.pop()} {unit}".strip() for unit, numbers in found.items() if len(numbers) == 1}


def _is_pair(span: EvidenceSpan) -> bool:
    return (
        span.passage.chunk.kind is not BlockKind.TABLE_ROW
        and len(re.findall(r"[.!?]\s+[A-Z]", span.text)) > 0
    )


def _plain(span: EvidenceSpan) -> str:
    return " ".join(row_cells(span.text)) if span.passage.chunk.kind is BlockKind.TABLE_ROW else span.text


def _masked(text: str) -> str:
    return re.sub(_NUMBER, "#", text, flags=re.IGNORECASE)
