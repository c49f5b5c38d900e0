"""Ties one statement about an item to what bears it out: a span of a source, the question, or arithmetic.

The same `SupportCheck` as for answers decides, and the statement's words must largely stand in the span
too: on rationales, which apply a fact to a scenario, each of the two alone lets some wrong ones through.
Knows nothing of options or explanations.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.sentences import sentence_spans
from ingest.types import BlockKind
from ingest.words import search_words
from tutor.answering.evidence_spans import EvidenceSpan, evidence_spans
from tutor.answering.facts import names_in
from tutor.answering.retrieval import Passage
from tutor.answering.spoken import spoken
from tutor.answering.support import SUPPORTED_FROM, SupportCheck
from tutor.answering.verifier import Evidence, Reading
from tutor.practice.explaining.arithmetic import is_worked_out
from tutor.practice.explaining.subjects import name_key

__all__ = ["Basis", "Grounding", "Shown", "Withheld", "quoted"]


class Basis(StrEnum):
    """What a shown sentence rests on."""

    SOURCE = "source"
    """The cited span says it in other words; the support check agrees."""
    QUOTE = "quote"
    """The words of the cited span itself."""
    QUESTION = "question"
    """The item's own question says it."""
    CALCULATION = "calculation"
    """Code has worked it out from figures of the question; the method is cited where a source gives it."""
    ITEM = "item"
    """It only tells what was chosen, asked, or keyed."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence to show, and the spans that it cites."""

    text: str
    basis: Basis
    score: float = 1.0
    spans: tuple[EvidenceSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that nothing bears out, and why in a few words."""

    text: str
    reason: str


_TRIED = 8
"""Spans read for each statement, those that hold most of its words."""
_COVERED = 0.7
"""Share of a statement's words, each by its rarity, that its span must hold: read on 175 statements."""
_COVERED_WITHOUT_HEADING = 0.7
"""The same share of the span alone: a heading tells what is spoken of, not what is said of it."""
_WORTH = 0.72
"""Coverage and support, weighed: both only just enough is too little."""
_REST_COVERED = 0.6
"""The same share of the words that are no names: a rare name alone makes most of a short statement."""
_COVERED_BY_TWO = 0.9
_TWO_SCORE = 0.6
"""Two neighbouring sentences hold the words of many a statement that they do not make."""
_QUESTION_COVERED = 0.8
_QUESTION_SCORE = 0.6
_FEWEST_WORDS = 4
_NEAR_ENOUGH = 0.45
"""Coverage and support of the sentence that is quoted in place of a withheld one, weighed."""
_NEAR_WITHOUT_NAME = 0.55
"""The same where no name holds the sentence to the option's subject."""
_COVERAGE_SHARE = 0.6
_POINTING = re.compile(
    r"^(?:it|its|they|their|them|these|those|that|both|he|she|here|such)\b"
    r"|^this(?! (?:means|is why))\b"
    r"|\b(?:one of them|it is not needed|use it|this (?:one|case|model|set|data))\b",
    re.IGNORECASE,
)
# The verifier takes any sentence on both for an answer, so the words of a comparison are asked for.
_SETS_APART = re.compile(
    r"\b(?:while|whereas|unlike|instead|rather|than|never|not|no|compared|differs?|difference|reverse|neighbour"
    r"|opposite|both|only|choose|but|answers)\b|;",
    re.IGNORECASE,
)
_NEWS = re.compile(r"\b(?:closed|formerly|renamed|exam-era)\b", re.IGNORECASE)
"""What a service is called or whether it can be had is no difference to learn."""


class Grounding:
    """`rarity` weighs a stemmed word, see `PassageIndex.rarity`."""

    def __init__(self, check: SupportCheck, rarity: Callable[[str], float]) -> None:
        self._check = check
        self._rarity = rarity

    def statement(
        self,
        text: str,
        question: str,
        passages: Sequence[Passage],
        own: Sequence[EvidenceSpan] = (),
        named: Sequence[EvidenceSpan] = (),
    ) -> Shown | Withheld:
        """The statement with what bears it out: arithmetic, a source, or the question.

        A sum whose figures stand in the question needs no source; of `own` spans the nearest is cited as
        its method. What is `named` for the statement comes before the passages: another row may say the
        opposite in nearly the same words.
        """
        if is_worked_out(text, question):
            method = self.likest(text, own)
            return Shown(text, Basis.CALCULATION, 1.0, (method,) if method else ())
        if _POINTING.search(text):
            return Withheld(text, "it does not stand by itself")
        if len(set(search_words(text))) < _FEWEST_WORDS:
            return Withheld(text, "it says too little to be checked")
        return (
            self._by_spans(text, named)
            or self._by_spans(text, evidence_spans(passages))
            or self._by_question(text, question)
        )

    def nearest_quote(
        self, text: str, passages: Sequence[Passage], names: Sequence[str] = ()
    ) -> Shown | None:
        """The sentence or row of the passages that comes nearest to the text, and speaks of one of `names`.

        None if nothing is near.
        """
        spans = [
            span
            for span in evidence_spans(passages)
            if _is_readable(span)
            and (not names or any(_speaks_of(set(_words_of(span)), name) for name in names))
        ]
        near = self._nearest(text, spans)
        results = self._check.check([(text, span.evidence) for span in near])
        best = max(
            ((self._worth(text, span, r.score), span) for span, r in zip(near, results, strict=True)),
            key=lambda pair: pair[0],
            default=None,
        )
        wanted = _NEAR_ENOUGH if names else _NEAR_WITHOUT_NAME
        return quoted(best[1]) if best and best[0] >= wanted else None

    def telling_apart(self, first: str, second: str, passages: Sequence[Passage]) -> Shown | None:
        """The sentence or row that names both and sets them apart best; None if none does."""
        spans = []
        for span in evidence_spans(passages):
            words = set(search_words(span.text))  # a heading may name both, but it compares nothing
            sets_apart = _SETS_APART.search(span.text) and not _NEWS.search(span.text)
            if sets_apart and _is_readable(span) and all(_speaks_of(words, n) for n in (first, second)):
                spans.append(span)
        question = f"What is the difference between {first} and {second}?"
        pairs = [(question, span.evidence) for span in spans]
        chances = self._check.verifier.probabilities(pairs, Reading.ANSWERS)
        best = max(zip(chances, spans, strict=True), key=lambda pair: pair[0], default=None)
        return quoted(best[1]) if best and best[0] >= SUPPORTED_FROM else None

    def likest(self, text: str, spans: Sequence[EvidenceSpan]) -> EvidenceSpan | None:
        """The span that holds most of the text's words, of equal ones the first; None of none."""
        return max(spans, key=lambda span: self.coverage(text, _words_of(span)), default=None)

    def coverage(self, text: str, words: Iterable[str]) -> float:
        """Share of the text's words, by rarity, that are among `words` (stemmed); 0 for no text."""
        return self._share(set(search_words(text)), set(words))

    def _share(self, own: set[str], present: set[str]) -> float:
        total = sum(self._rarity(word) for word in own)
        return sum(self._rarity(word) for word in own & present) / total if total else 0.0

    def _by_spans(self, text: str, spans: Sequence[EvidenceSpan]) -> Shown | None:
        near = self._nearest(text, spans)
        results = self._check.check([(text, span.evidence) for span in near])
        good = [
            (self._worth(text, span, result.score), result.score, span)
            for span, result in zip(near, results, strict=True)
            if result.supported and self._holds(text, span, result.score)
        ]
        if not good:
            return None
        # of two equal ones the shorter, so that a quote holds no more than it must
        _, score, span = max(good, key=lambda each: (round(each[0], 1), -len(each[2].text)))
        return Shown(text, Basis.SOURCE, score, (span,))

    def _holds(self, text: str, span: EvidenceSpan, score: float) -> bool:
        """True if the statement's words stand in the span closely enough for the check to be trusted."""
        with_heading, alone = _words_of(span), search_words(span.text)
        names = {word for name in names_in(f"The {text}") for word in search_words(name)}
        rest = set(search_words(text)) - names
        covered = self.coverage(text, with_heading)
        if self.coverage(text, alone) < _COVERED_WITHOUT_HEADING:
            return False
        if rest and self._share(rest, set(with_heading)) < _REST_COVERED:
            return False
        if _is_single(span):
            return covered >= _COVERED and self._worth(text, span, score) >= _WORTH
        return covered >= _COVERED_BY_TWO and score >= _TWO_SCORE

    def _by_question(self, text: str, question: str) -> Shown | Withheld:
        parts = [question[span.start : span.end] for span in sentence_spans(question)]
        results = self._check.check([(text, Evidence(part)) for part in parts])
        for part, result in zip(parts, results, strict=True):
            covered = self.coverage(text, search_words(part))
            if result.score >= _QUESTION_SCORE and covered >= _QUESTION_COVERED:
                return Shown(text, Basis.QUESTION, result.score)
        return Withheld(text, "no source says it")

    def _nearest(self, text: str, spans: Sequence[EvidenceSpan]) -> list[EvidenceSpan]:
        order = sorted(
            range(len(spans)),
            key=lambda i: (-self.coverage(text, _words_of(spans[i])), len(spans[i].text), i),
        )
        return [spans[i] for i in order[:_TRIED]]

    def _worth(self, text: str, span: EvidenceSpan, score: float) -> float:
        covered = self.coverage(text, _words_of(span))
        return _COVERAGE_SHARE * covered + (1 - _COVERAGE_SHARE) * score


def quoted(span: EvidenceSpan) -> Shown:
    """The span's own words as a sentence."""
    return Shown(spoken(span), Basis.QUOTE, 1.0, (span,))


def _words_of(span: EvidenceSpan) -> list[str]:
    """The stemmed words of the span and of its last heading."""
    headings = span.passage.chunk.headings[-1:]
    return search_words("\n".join((*headings, span.text)))


def _speaks_of(words: set[str], name: str) -> bool:
    key = set(name_key(name))
    return bool(key) and key <= words


def _is_readable(span: EvidenceSpan) -> bool:
    """True for a row or one sentence that does not point back to the sentence before it."""
    kind = span.passage.chunk.kind
    if kind is BlockKind.CODE:
        return False
    return kind is BlockKind.TABLE_ROW or (
        _is_single(span) and not _POINTING.match(span.text.removeprefix("- "))
    )


def _is_single(span: EvidenceSpan) -> bool:
    return span.passage.chunk.kind is BlockKind.TABLE_ROW or len(sentence_spans(span.text)) == 1
