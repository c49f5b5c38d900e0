"""The sentences and table rows that state an answer to a question: a value, a yes or a no; or may do so.

Which of them speak of the question is a matter of MaxSim. Knows nothing of what the model wrote.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.types import BlockKind
from ingest.words import search_words
from tutor.answering.asked_for import AskedFor
from tutor.answering.evidence_spans import EvidenceSpan, evidence_spans
from tutor.answering.retrieval import Passage, Retriever
from tutor.answering.stances import stance
from tutor.answering.values import Kind, Value, values_in
from tutor.prompts import row_cells

__all__ = ["Stated", "nearest_statements", "stated_answers"]

_LONGEST_CHARS = 400
_SPEAKS_FROM = 0.35
"""Closeness below which a span is not looked at; of 60 pairs that disagree the farthest has .37."""
_ABOUT_AS_NEAR = 0.15
_POINTS = frozenset(search_words("points marks"))
_SCENARIO_ROW = re.compile(r"[^|]*[.?!] \|")
"""A row that begins with a situation: "A host needs more disk space. | Amazon EBS | ..." permits nothing."""
_MADE_UP = re.compile(
    r"^[\W_]*(?:if|with|suppose|assume|imagine|example|say)\b|\b(?:for example|for instance|e\.g\.)| = ", re.I
)
_MONEY_WORD = re.compile(
    r"\b(?:costs?|fees?|price[sd]?|pay|pays|paid|charged?|charges|deposit|euros?|dollars?|pounds?|francs?"
    r"|crowns?|usd|eur|gbp|chf)\b|[$€£]",
    re.I,
)
_NEXT_SENTENCE = re.compile(r"[.!?]\s+(?:[-*•]\s+)?[A-Z]")


@dataclass(frozen=True, slots=True)
class Stated:
    """One sentence or row with what it states."""

    span: EvidenceSpan
    text: str
    """The sentence, or the row's cells with bars between them."""
    above: str
    """The heading above it and the sentence before it."""
    values: tuple[Value, ...] = ()
    stance: int = 0
    """1 for yes, -1 for no, 0 where a value is asked for."""
    closeness: float = 0.0
    """MaxSim of the question with the text, alone and with what stands above it, on average."""

    @property
    def document(self) -> str:
        """The document's name."""
        return self.span.passage.chunk.document


def stated_answers(
    question: str, asked: AskedFor, passages: Sequence[Passage], retriever: Retriever
) -> list[Stated]:
    """What the passages state of the kind that is asked for, the nearest to the question first."""
    return _without_waits(asked, _by_closeness(question, list(_stated(question, asked, passages)), retriever))


def nearest_statements(question: str, passages: Sequence[Passage], retriever: Retriever) -> list[Stated]:
    """Whatever the passages state, the nearest to the question first; what is far from it is left out."""
    return _by_closeness(question, list(_statements(passages)), retriever)


def _by_closeness(question: str, every: Sequence[Stated], retriever: Retriever) -> list[Stated]:
    if not every:
        return []
    texts = [one.text for one in every] + [f"{one.above} {one.text}" for one in every]
    each = retriever.closeness(question, texts).reshape(2, -1).mean(axis=0)
    near = [replace(one, closeness=float(value)) for one, value in zip(every, each, strict=True)]
    return sorted((one for one in near if one.closeness >= _SPEAKS_FROM), key=lambda one: -one.closeness)


def _statements(passages: Sequence[Passage]) -> Iterator[Stated]:
    before: EvidenceSpan | None = None
    for span in evidence_spans(passages):
        if len(span.text) > _LONGEST_CHARS or _is_pair(span) or _states_nothing(span.text):
            continue
        above = span.passage.chunk.headings[-1] if span.passage.chunk.headings else ""
        if before is not None and before.passage is span.passage and before.start < span.start:
            above = f"{above}: {before.text}"
        before = span
        yield Stated(span, _plain(span), above)


def _stated(question: str, asked: AskedFor, passages: Sequence[Passage]) -> Iterator[Stated]:
    asked_values = {(value.kind, value.amount) for value in values_in(question)}
    for one in _statements(passages):
        if asked.verdict is not None:
            says = 0 if _SCENARIO_ROW.match(one.text) else stance(question, one.text, asked.verdict)
            if says:
                yield replace(one, stance=says)
            continue
        values = tuple(
            value
            for value in values_in(one.text)
            if _may_answer(value, asked) and (value.kind, value.amount) not in asked_values
        )
        if values and (not asked.is_money or _MONEY_WORD.search(f"{one.above} {one.text}")):
            yield replace(one, values=values)


def _may_answer(value: Value, asked: AskedFor) -> bool:
    """Whether the value is of the kind; a score may be told in percent, in points or bare, not in euros."""
    if value.kind not in asked.kinds:
        return False
    if value.kind is Kind.NUMBER and asked.kinds[0] is Kind.PERCENT:
        return not value.counts or bool(value.counts & _POINTS)
    return True


def _without_waits(asked: AskedFor, ordered: list[Stated]) -> list[Stated]:
    """Of "when", days and hours before durations: "after ten days" counts where no date is about as near."""
    if Kind.DURATION not in asked.kinds[1:]:
        return ordered
    told = [one for one in ordered if any(value.kind is not Kind.DURATION for value in one.values)]
    is_near = told and told[0].closeness >= ordered[0].closeness - _ABOUT_AS_NEAR
    return told if is_near else ordered


def _is_pair(span: EvidenceSpan) -> bool:
    return span.passage.chunk.kind is not BlockKind.TABLE_ROW and bool(_NEXT_SENTENCE.search(span.text))


def _states_nothing(text: str) -> bool:
    """A question, or a case that is made up to reckon with."""
    return text.rstrip().endswith("?") or bool(_MADE_UP.search(text))


def _plain(span: EvidenceSpan) -> str:
    if span.passage.chunk.kind is BlockKind.TABLE_ROW:
        return " | ".join(cell for cell in row_cells(span.text) if cell)
    return span.text
