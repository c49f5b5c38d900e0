"""A second opinion, of the language model, on a few words of the sources: do they tell what is asked?

The trained reading of `answerable` is fast, and goes by what a question speaks of: it hardly tells "why does
X need Y" from the same question about something that needs it. Always the same examples stand before the
words, so that a server reads them once. Knows nothing of how passages are found.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.embedding import Embedder
from ingest.types import BlockKind
from tutor.answering.compound import asking_part, halves
from tutor.answering.contrary import without_verdict
from tutor.answering.evidence_spans import EvidenceSpan
from tutor.answering.extract import ranked_spans
from tutor.answering.facts import names_in
from tutor.answering.retrieval import Passage
from tutor.answering.types import Citation
from tutor.llm.first_word import yes_opinion
from tutor.prompts import note_text, settles_messages

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = [
    "answerable_on_second_reading",
    "answers_on_second_reading",
    "log_odds",
    "second_reading",
    "supported_on_second_reading",
]

_PASSAGES = 3
_NEAREST = 2
"""Of 60 questions in doubt two told them apart as well as four and as the whole best passage (AUROC .93, .92,
.88), and are read in half the time."""
_LITTLE_DOUBT_FROM = 0.80
"""First reading from which one sentence or row is read: of 121 development questions there it told them apart
as well as two (AUROC .83, .83), in 1.3 s instead of 2.3 s."""
_BIAS, _FIRST, _SECOND = -0.52, 0.30, 1.71
"""Logistic regression on the 283 in doubt of 393 development questions, read by the default model
(`python -m evals.training.second_reading`), half of them answerable; the bias is that of three answerable
ones for two others, since learners ask for what their notes are about."""
_BIAS_OF_ONE = -0.12
"""The same where one is read, which tells less often that something is so: as many answerable questions are
refused as with two (4 of 88), and 14 of 33 others instead of 11."""
_LEAST = 0.01


def second_reading(
    model: "BaseChatModel", question: str, passages: Sequence[Passage], embedder: Embedder, first: float
) -> float | None:
    """How likely the model says that the nearest sentences or rows tell what is asked, 0 to 1.

    It reads two of them, or one where the trained reading (`first`, 0 to 1) leaves little doubt. None without
    passages, for a question that asks for two things (no single place need tell of both), and where the model
    says neither yes nor no, or not how surely. Raises what the model raises.
    """
    if halves(question) or question.count("?") > 1:
        return None
    asking = _asking(question)
    nearest = ranked_spans(asking, passages[:_PASSAGES], embedder)[: 1 if _reads_one(first) else _NEAREST]
    if not nearest:
        return None
    return yes_opinion(model, settles_messages(asking, " ".join(map(_note, nearest))))


def answers_on_second_reading(
    model: "BaseChatModel", question: str, citations: Sequence[Citation]
) -> float | None:
    """How likely the model says that the cited words tell what is asked, 0 to 1.

    A question for two things is asked whole. None where the model says neither yes nor no, or not how surely.
    """
    heading = citations[0].heading.split(" › ")[-1]
    note = f"{heading}: {' '.join(citation.quote for citation in citations)}"
    return yes_opinion(model, settles_messages(_asking(question), note))


def supported_on_second_reading(model: "BaseChatModel", claim: str, span: EvidenceSpan) -> float | None:
    """How likely the model says that the span tells whether the claim is so, 0 to 1; None as above.

    A span that says the contrary tells it too, so that this opinion is for choosing a source, not for passing
    a claim.
    """
    said = without_verdict(claim).rstrip(".")
    if not said.startswith(names_in(said)):
        said = f"{said[:1].lower()}{said[1:]}"
    return yes_opinion(model, settles_messages(f"Is it so that {said}?", _note(span)))


def answerable_on_second_reading(first: float, second: float) -> float:
    """The probability that the sources answer, from that of the trained reading and the model's."""
    bias = _BIAS_OF_ONE if _reads_one(first) else _BIAS
    return 1 / (1 + math.exp(-(bias + _FIRST * log_odds(first) + _SECOND * log_odds(second))))


def log_odds(probability: float) -> float:
    """The logit, of a probability kept between .01 and .99."""
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


def _reads_one(first: float) -> bool:
    return first >= _LITTLE_DOUBT_FROM


def _asking(question: str) -> str:
    part = asking_part(question)
    return part if "?" in part else question


def _note(span: EvidenceSpan) -> str:
    chunk = span.passage.chunk
    if chunk.kind is BlockKind.TABLE_ROW:
        return note_text(chunk)
    return ": ".join((*chunk.headings[-1:], span.text))
