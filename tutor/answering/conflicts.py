"""Sources that answer a question differently.

    what is asked for -> the sentences and rows that state it -> the nearest of each document
                      -> two of them that say different things of the same

Values are compared by code, and so are what is allowed and what is required where the words are plain. Names,
and a yes or no that code does not find, are read off single statements by a model, if there is one. Knows
nothing of what the model wrote.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.words import search_words
from tutor.answering.asked_for import AskedFor, asked_for
from tutor.answering.evidence_spans import EvidenceSpan
from tutor.answering.facts import names_in
from tutor.answering.read_off import differing_readings
from tutor.answering.retrieval import Passage, Retriever
from tutor.answering.stances import stance
from tutor.answering.stated import Stated, nearest_statements, stated_answers
from tutor.answering.values import Kind, Value
from tutor.llm.engine import EngineError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["Comparison", "ConflictingSpans", "DifferingPair", "differing_pairs", "find_conflict"]

_FARTHEST = 3.0
_ALIKE_FROM = 0.30
"""Cosine of two sentences without their digits from which they may tell of the same."""
_NEAREST_FROM = 0.50
"""Closeness below which the nearest does not speak of the question; two of 60 that disagree have less."""
_OTHER_FROM = 0.40
"""Closeness from which the nearest of another source is read by a model, at most two of them."""
_SOURCES_READ = 3
_OF_ONE_FROM = 0.80
"""Closeness and likeness to the nearest, in sum, from which a model reads both: of 26 right pairs of
development questions one has less, and three of eight wrong ones."""
_CONFLICT_FROM = 0.50
_FURTHER_FROM = 0.60
_BIAS = -0.41
_WEIGHTS = (-0.47, 2.72, 2.25, -4.47)
"""Of `DifferingPair.features`."""
_OF_VERDICT = 10.0
_PAST = re.compile(
    r"\b(?:last (?:year|spring|autumn|summer|winter|time|season)|previous(?:ly)?|former(?:ly)?|used to"
    r"|back then|at that time|in those days|years ago)\b",
    re.I,
)
_TIMES = frozenset(search_words("times attempts tries goes sittings retakes"))


@dataclass(frozen=True, slots=True)
class ConflictingSpans:
    """What is in question, the differing values as they are written, and the span that states each."""

    subject: str
    values: tuple[str, ...]
    spans: tuple[EvidenceSpan, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two spans say of the same: alike or not."""

    subject: str
    values: tuple[str, str]
    differ: bool
    apart: float = 0.0
    """Of two amounts: |ln(a / b)|. What differs tenfold is seldom the same thing."""
    others: Value | None = None
    """The second one's value; nothing of a yes or no."""


@dataclass(frozen=True, slots=True)
class DifferingPair:
    """Two sentences or rows of different documents that state different things of what may be the same."""

    nearest: Stated
    other: Stated
    said: Comparison
    alike: float
    """Cosine of both without their digits."""

    @property
    def features(self) -> tuple[float, float, float, float]:
        """Closeness of the nearest and of the other, likeness, and how far apart the values are."""
        return self.nearest.closeness, self.other.closeness, self.alike, self.said.apart

    @property
    def sureness(self) -> float:
        """How surely both speak of what is asked, 0 to 1.

        Of values: logistic regression on the pairs of 144 development questions (`python -m
        evals.training.conflicts`). Of a yes or no there were twelve, so it is a threshold on what they have
        in common: .5 at a sum of 1.
        """
        if self.said.others is None:
            return 1 / (1 + math.exp(-_OF_VERDICT * (self.other.closeness + self.alike - 1.0)))
        logit = _BIAS + sum(w * f for w, f in zip(_WEIGHTS, self.features, strict=True))
        return 1 / (1 + math.exp(-logit))


def find_conflict(
    question: str,
    passages: Sequence[Passage],
    retriever: Retriever,
    model: "BaseChatModel | None" = None,
) -> ConflictingSpans | None:
    """Spans of different documents that answer the question differently, if any; the nearest first.

    The span that is nearest to the question is held against that of each other document. With a `model`
    names and yes or no are compared too, but not among the documents of the course itself, which are one
    author's; a model that fails compares nothing.
    """
    found = sorted(differing_pairs(question, passages, retriever), key=lambda pair: -pair.sureness)
    if not found or found[0].sureness < _CONFLICT_FROM:
        return None if model is None else _read_conflict(question, passages, retriever, model)
    said = found[0].said
    sides = {said.values[0]: found[0].nearest.span, said.values[1]: found[0].other.span}
    for pair in found[1:]:
        if pair.sureness >= _FURTHER_FROM and pair.said.values[0] == said.values[0]:
            sides.setdefault(pair.said.values[1], pair.other.span)
    return ConflictingSpans(said.subject, tuple(sides), tuple(sides.values()))


def _read_conflict(
    question: str, passages: Sequence[Passage], retriever: Retriever, model: "BaseChatModel"
) -> ConflictingSpans | None:
    asked = asked_for(question)
    if not (asked.is_name or asked.is_yes_or_no) or len({_source(p, retriever) for p in passages}) < 2:
        return None
    nearest: dict[str, Stated] = {}
    for one in nearest_statements(question, passages, retriever):
        if one.closeness >= _OTHER_FROM:
            nearest.setdefault(_source(one.span.passage, retriever), one)
    statements = list(nearest.values())[:_SOURCES_READ]
    if len(statements) < 2 or statements[0].closeness < _NEAREST_FROM:
        return None
    try:
        of_one = _of_one_thing(question, asked, statements, retriever)
        readings = differing_readings(model, question, asked, of_one)
    except EngineError:  # the answer stands without it
        return None
    if not readings:
        return None
    subject = "yes or no" if asked.is_yes_or_no else "name"
    answers, spans = zip(*((one.answer, one.stated.span) for one in readings), strict=True)
    return ConflictingSpans(subject, answers, spans)


def _of_one_thing(
    question: str, asked: AskedFor, statements: Sequence[Stated], retriever: Retriever
) -> list[Stated]:
    """The nearest with those that seem to tell of the same; nothing if there are none of these."""
    nearest, named, likeness = statements[0], names_in(question), _likeness(statements, retriever)
    others = [
        one
        for one, alike in zip(statements[1:], likeness[1:], strict=True)
        if one.closeness + alike >= _OF_ONE_FROM
        and bool(_PAST.search(nearest.text)) == bool(_PAST.search(one.text))
        and not _speaks_of_another(named, nearest, one)
        and not _plainly_agree(question, asked, nearest, one)
    ]
    return [nearest, *others] if others else []


def _plainly_agree(question: str, asked: AskedFor, a: Stated, b: Stated) -> bool:
    """Whether the words of both permit, or both forbid, what is asked."""
    if asked.verdict is None:
        return False
    says = stance(question, a.text, asked.verdict)
    return says != 0 and says == stance(question, b.text, asked.verdict)


def _source(passage: Passage, retriever: Retriever) -> str:
    """Whose word it is: a document's, or that of the course, whose files have one author."""
    document = passage.chunk.document
    return "" if document in retriever.course_documents else document


def differing_pairs(
    question: str, passages: Sequence[Passage], retriever: Retriever
) -> tuple[DifferingPair, ...]:
    """The span that is nearest to the question with that of each other document which states otherwise."""
    asked = asked_for(question)
    if not asked.kinds and asked.verdict is None:
        return ()
    stated = stated_answers(question, asked, passages, retriever)
    if len(stated) < 2 or stated[0].closeness < _NEAREST_FROM:
        return ()
    return tuple(
        pair
        for pair in _comparable_pairs(question, asked, stated, _likeness(stated, retriever))
        if pair.said.differ and pair.alike >= _ALIKE_FROM and not _says_too(stated, pair.said, asked)
    )


def _comparable_pairs(
    question: str, asked: AskedFor, stated: Sequence[Stated], likeness: Sequence[float]
) -> Iterator[DifferingPair]:
    """Of each other document what can be compared with the nearest."""
    best, named = stated[0], names_in(question)
    settled = {best.document}
    for other, alike in zip(stated[1:], likeness[1:], strict=True):
        if other.document in settled or _speaks_of_another(named, best, other):
            continue
        said = _compared(asked, best, other)
        if said is not None:
            settled.add(other.document)
            yield DifferingPair(best, other, said, alike)


def _compared(asked: AskedFor, a: Stated, b: Stated) -> Comparison | None:
    """Nothing where they state nothing that can be compared."""
    if bool(_PAST.search(a.text)) != bool(_PAST.search(b.text)):
        return None
    if asked.verdict is not None:
        said = ("yes" if a.stance > 0 else "no", "yes" if b.stance > 0 else "no")
        return Comparison(asked.verdict.value, said, a.stance != b.stance)
    for kind in asked.kinds:
        pairs = [
            (x, y)
            for x in _of_kind(a, kind, asked.counted)
            for y in _of_kind(b, kind, asked.counted)
            if kind is not Kind.NUMBER or _count_the_same(x.counts, y.counts, asked.counted)
        ]
        if pairs:
            differ = all(x.amount != y.amount for x, y in pairs)
            x, y = min(pairs, key=lambda pair: _apart(*pair))
            return Comparison(kind.value, (x.text, y.text), differ, _apart(x, y), y)
    return None


def _apart(a: Value, b: Value) -> float:
    """|ln(a / b)| of amounts, at most 3; 0 for days and the like, of which 2 is not twice 1."""
    if a.kind not in (Kind.NUMBER, Kind.DURATION, Kind.PERCENT) or a.amount == b.amount:
        return 0.0
    if a.amount * b.amount <= 0:
        return _FARTHEST
    return min(abs(math.log(a.amount / b.amount)), _FARTHEST)


def _of_kind(candidate: Stated, kind: Kind, counted: frozenset[str]) -> list[Value]:
    """The values of a kind; of those that count what is asked for, if there are any, these only."""
    values = [value for value in candidate.values if value.kind is kind]
    named = [value for value in values if counted & value.counts]
    return named or values


def _count_the_same(a: frozenset[str], b: frozenset[str], counted: frozenset[str]) -> bool:
    """Whether two numbers may be of the same thing, by the words behind them."""
    if counted and not counted & (a | b):
        return False
    if a & b or (a & _TIMES and b & _TIMES):
        return True
    return not a or not b  # a bare number, as in a table


def _says_too(stated: Sequence[Stated], said: Comparison, asked: AskedFor) -> bool:
    """Whether the nearest one's document states the other's value too: who names both disagrees with none."""
    return any(
        (value.kind, value.amount) == (said.others.kind, said.others.amount)
        and (
            value.kind is not Kind.NUMBER or _count_the_same(value.counts, said.others.counts, asked.counted)
        )
        for one in stated
        if one.document == stated[0].document and said.others is not None
        for value in one.values
    )


def _speaks_of_another(named: Sequence[str], best: Stated, other: Stated) -> bool:
    """Whether `other` lacks a name that the question and `best` have: one exam's fee for another's."""
    stems = [
        set(
            search_words(f"{one.text} {one.above} {' '.join(one.span.passage.chunk.headings)} {one.document}")
        )
        for one in (best, other)
    ]
    wanted = [set(search_words(name)) for name in named]
    return any(name <= stems[0] and not name <= stems[1] for name in wanted)


def _likeness(stated: Sequence[Stated], retriever: Retriever) -> list[float]:
    """The cosine of each with the first, numbers aside."""
    vectors = retriever.embedder.embed_passages([_masked(one.text) for one in stated]).vectors
    return [float(vector @ vectors[0]) for vector in vectors]


def _masked(text: str) -> str:
    """The text without its numbers, so that two that differ in them alone are the same."""
    return re.sub(r"\d[\d,.]*", "#", text)
