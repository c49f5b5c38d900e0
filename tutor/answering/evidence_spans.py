"""Cuts passages into the spans that can be cited: sentences, pairs of neighbours, table rows.

Spans are cut by code, so a quote is verbatim and stands where the citation says. Knows nothing of claims.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sentences import sentence_spans
from ingest.types import BlockKind
from tutor.answering.retrieval import Passage
from tutor.answering.types import Citation
from tutor.answering.verifier import Evidence

__all__ = ["EvidenceSpan", "citation", "evidence_spans", "single_spans"]


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


def single_spans(passages: Sequence[Passage]) -> tuple[EvidenceSpan, ...]:
    """Every sentence, table row and piece of code of the passages by itself, in their order."""
    whole = (BlockKind.TABLE_ROW, BlockKind.CODE)
    return tuple(
        span
        for span in evidence_spans(passages)
        if span.passage.chunk.kind in whole or len(sentence_spans(span.text)) == 1
    )


def citation(n: int, span: EvidenceSpan) -> Citation:
    """The span as citation number `n`."""
    chunk = span.passage.chunk
    return Citation(n, chunk.document, chunk.page, chunk.heading, span.start, span.end, span.text, chunk.id)
