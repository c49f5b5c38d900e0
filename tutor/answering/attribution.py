"""Ties each sentence of an answer to the spans of the passages that support it best.

Spans are cut by code, so a quote is verbatim and stands where the citation says. Knows nothing of
the model that wrote the sentences.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sentences import sentence_spans
from ingest.types import BlockKind
from ingest.words import search_words
from tutor.answering.retrieval import Passage
from tutor.answering.support import Support, SupportCheck
from tutor.answering.types import AnswerSentence, Citation
from tutor.answering.verifier import Evidence

__all__ = ["Attributed", "EvidenceSpan", "attribute", "citation", "evidence_spans", "numbered"]

_TRIED = 8
"""Spans read for each sentence, those that share most of its words."""
_JOINED = 4
"""Spans of those that are also read two by two, when one alone does not support a sentence."""


@dataclass(frozen=True, slots=True)
class EvidenceSpan:
    """A sentence, two neighbouring sentences or a table row of a passage; positions in the page's text."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words at this place."""
        chunk = self.passage.chunk
        return chunk.text[self.start - chunk.start : self.end - chunk.start]

    @property
    def place(self) -> tuple[str, int, int]:
        """The chunk's id, start and end: equal for equal spans."""
        return self.passage.chunk.id, self.start, self.end

    @property
    def evidence(self) -> Evidence:
        """The words with what stands above them."""
        return Evidence(self.text, self.passage.chunk.context)


@dataclass(frozen=True, slots=True)
class Attributed:
    """The answer's sentences, and the citations that they point to by number."""

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]


def evidence_spans(passages: Sequence[Passage]) -> tuple[EvidenceSpan, ...]:
    """Every sentence, pair of neighbouring sentences, and table row of the passages, in their order."""
    spans: list[EvidenceSpan] = []
    for passage in passages:
        chunk = passage.chunk
        if chunk.kind in (BlockKind.TABLE_ROW, BlockKind.CODE):
            spans.append(EvidenceSpan(passage, chunk.start, chunk.end))
            continue
        inner = sentence_spans(chunk.text)
        spans += [EvidenceSpan(passage, chunk.start + s.start, chunk.start + s.end) for s in inner]
        spans += [
            EvidenceSpan(passage, chunk.start + first.start, chunk.start + second.end)
            for first, second in itertools.pairwise(inner)
        ]
    return tuple(spans)


def attribute(sentences: Sequence[str], passages: Sequence[Passage], check: SupportCheck) -> Attributed:
    """Each sentence with the span that supports it best, or with two spans where it needs both.

    A sentence that no span supports keeps its best score and the reason, and cites nothing.
    """
    spans = evidence_spans(passages)
    tried = [_nearest(sentence, spans) for sentence in sentences]
    pairs = [
        (sentence, span.evidence) for sentence, near in zip(sentences, tried, strict=True) for span in near
    ]
    results = iter(check.check(pairs))
    chosen: list[tuple[str, Support, tuple[EvidenceSpan, ...]]] = []
    for sentence, near in zip(sentences, tried, strict=True):
        scored = [(next(results), span) for span in near]
        chosen.append((sentence, *_best(sentence, scored, check)))
    return numbered(chosen)


def _nearest(sentence: str, spans: Sequence[EvidenceSpan]) -> list[EvidenceSpan]:
    """The spans that hold most of the sentence's words, best first; of two equal ones the shorter."""
    words = set(search_words(sentence))

    def shared(span: EvidenceSpan) -> float:
        return len(words & set(search_words(f"{span.passage.chunk.context}\n{span.text}")))

    order = sorted(range(len(spans)), key=lambda i: (-shared(spans[i]), len(spans[i].text), i))
    return [spans[i] for i in order[:_TRIED]]


def _best(
    sentence: str, scored: Sequence[tuple[Support, EvidenceSpan]], check: SupportCheck
) -> tuple[Support, tuple[EvidenceSpan, ...]]:
    if not scored:
        return Support(0.0, "there is no source"), ()
    # the shorter of two equal spans, so that a quote holds no more than it must
    ranked = sorted(scored, key=lambda pair: (-round(pair[0].score, 1), pair[1].end - pair[1].start))
    support, span = ranked[0]
    if support.supported:
        return support, (span,)
    pairs = _pairs([span for _, span in scored[:_JOINED]])
    joined = check.check([(sentence, Evidence(f"{a.text} {b.text}", _contexts(a, b))) for a, b in pairs])
    for both, pair in sorted(zip(joined, pairs, strict=True), key=lambda item: -item[0].score):
        if both.supported:
            return both, pair
    return support, ()


def _pairs(spans: Sequence[EvidenceSpan]) -> list[tuple[EvidenceSpan, EvidenceSpan]]:
    return [(a, b) for i, a in enumerate(spans) for b in spans[i + 1 :] if not _overlap(a, b)]


def _overlap(a: EvidenceSpan, b: EvidenceSpan) -> bool:
    same = a.passage.chunk.id == b.passage.chunk.id
    return same and a.start < b.end and b.start < a.end


def _contexts(a: EvidenceSpan, b: EvidenceSpan) -> str:
    return "\n".join(dict.fromkeys((a.passage.chunk.context, b.passage.chunk.context)))


def numbered(chosen: Sequence[tuple[str, Support, tuple[EvidenceSpan, ...]]]) -> Attributed:
    """Citations counted in the order in which the sentences need them, each span once."""
    numbers: dict[tuple[str, int, int], int] = {}
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    for text, support, spans in chosen:
        marks = []
        for span in spans:
            key = span.place
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(citation(numbers[key], span))
            marks.append(numbers[key])
        reason = "" if support.supported else support.objection or "no source says it"
        sentences.append(AnswerSentence(text, support.supported, support.score, tuple(marks), reason))
    return Attributed(tuple(sentences), tuple(citations))


def citation(n: int, span: EvidenceSpan) -> Citation:
    """The span as citation number `n`."""
    chunk = span.passage.chunk
    return Citation(n, chunk.document, chunk.page, chunk.heading, span.start, span.end, span.text, chunk.id)
