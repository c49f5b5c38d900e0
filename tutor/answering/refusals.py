"""What a learner reads where nothing is answered. Knows nothing of how passages are found."""

from collections.abc import Sequence

from ingest.embedding import Embedder
from ingest.types import BlockKind
from tutor.answering.evidence_spans import citation
from tutor.answering.extract import ranked_spans
from tutor.answering.retrieval import Passage
from tutor.answering.types import Refusal

__all__ = ["refusal_of"]

_READ = 3
"""Passages in which the nearest sentence is looked for."""


def refusal_of(question: str, passages: Sequence[Passage], embedder: Embedder, *, is_near: bool) -> Refusal:
    """The refusal; with `is_near` it quotes the sentence or row of the passages that comes nearest.

    That is no answer, and often tells why there is none: the notes say that something needs no labels, and
    the question was why it needs them.
    """
    if not passages:
        return Refusal(
            "Nothing in the course material has to do with this question.",
            "Check the chosen scope, or add material that covers it in the Library.",
        )
    spans = ranked_spans(question, passages[:_READ], embedder) if is_near else ()
    nearest = next((span for span in spans if span.passage.chunk.kind is not BlockKind.CODE), None)
    return Refusal(
        "The course material does not answer this question.",
        "Below are the passages that come nearest. You can put the question in other words, "
        "or add material that covers it in the Library.",
        citation(1, nearest) if nearest else None,
    )
