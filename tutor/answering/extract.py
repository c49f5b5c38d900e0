"""An answer without a model: the sentences of the passages that speak most of what was asked.

Where an amount or a time is asked for, the sentence or row that states one stands first. Also what is shown
when a model's own sentences find no support. Every sentence is verbatim, so it supports itself. Knows
nothing of prompts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.embedding import Embedder
from tutor.answering.asked_for import asked_for
from tutor.answering.attribution import Attributed, numbered
from tutor.answering.evidence_spans import EvidenceSpan, single_spans
from tutor.answering.retrieval import Passage, Retriever, max_sim
from tutor.answering.spoken import spoken
from tutor.answering.stated import stated_answers
from tutor.answering.support import Support

__all__ = ["extract_answer", "ranked_spans"]

_BEST_PASSAGES = 3
_SENTENCES = 2
_NEAR_BEST = 0.9
"""A second sentence is shown when it scores at least this share of the best one."""
_STATES_FROM = 0.6
"""Closeness from which what states a value of the kind that is asked for goes before everything else: of 24
development questions that ask for one it puts a right sentence first in four more and in none less."""
_ASKS_ITSELF = 0.15
"""Added to the closeness of a row that asks what it answers: a plan of ten weeks for MLS-C01 is nearer
to "How long is the MLS-C01 exam?" than "How long does the exam take? | 180 minutes"."""


@dataclass(frozen=True, slots=True)
class _Scored:
    span: EvidenceSpan
    score: float


def extract_answer(question: str, passages: Sequence[Passage], retriever: Retriever) -> Attributed:
    """One or two sentences, best first, in reading order where one passage has both; each cites itself."""
    best = _stating(question, passages, retriever) or _nearest(question, passages, retriever.embedder)
    order = [span.passage.chunk.id for span in best]
    best.sort(key=lambda span: (order.index(span.passage.chunk.id), span.start))
    return numbered([(spoken(span), Support(1.0), (span,)) for span in best])


def ranked_spans(question: str, passages: Sequence[Passage], embedder: Embedder) -> tuple[EvidenceSpan, ...]:
    """The sentences and rows of the passages, those that speak most of the question first."""
    return tuple(each.span for each in _ranked(question, passages, embedder))


def _stating(question: str, passages: Sequence[Passage], retriever: Retriever) -> list[EvidenceSpan]:
    """What states a value of the kind that is asked for, if any is near enough to the question."""
    asked = asked_for(question)
    if not asked.kinds:
        return []
    stated = [
        (one.closeness + _ASKS_ITSELF * _is_question_row(one.text), one.span)
        for one in stated_answers(question, asked, passages, retriever)
    ]
    stated.sort(key=lambda each: -each[0])
    return [span for near, span in stated[:_SENTENCES] if _is_near(near, stated[0][0])]


def _is_question_row(text: str) -> bool:
    """Whether a row asks and answers: "How long does the exam take? | 180 minutes"."""
    return re.match(r"[^|]*\? \|", text) is not None


def _is_near(closeness: float, best: float) -> bool:
    return closeness >= max(_STATES_FROM, _NEAR_BEST * best)


def _nearest(question: str, passages: Sequence[Passage], embedder: Embedder) -> list[EvidenceSpan]:
    ranked = _ranked(question, passages[:_BEST_PASSAGES], embedder)
    return [s.span for s in ranked[:_SENTENCES] if s.score >= _NEAR_BEST * ranked[0].score]


def _ranked(question: str, passages: Sequence[Passage], embedder: Embedder) -> list[_Scored]:
    spans = single_spans(passages)
    if not spans:
        return []
    query = embedder.embed_query(question)
    made = embedder.embed_passages([span.text for span in spans])
    scored = [
        _Scored(
            span, _score(span, float(made.vectors[i] @ query.vector), max_sim(query.tokens, made.tokens[i]))
        )
        for i, span in enumerate(spans)
    ]
    return sorted(scored, key=lambda s: -s.score)


def _score(span: EvidenceSpan, cosine: float, tokens: float) -> float:
    # the passage's own rank counts too: its neighbours and headings told what the sentence is about
    return float(np.mean([cosine, tokens])) + 0.25 * span.passage.score
