"""The answer to a pasted exam item: the option that a model picks, and what the passages say of it.

The pick is the model's; the sentences are the sources' own words, so that a learner can judge it by them.
Knows nothing of searching.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ingest.words import search_words
from tutor.answering.attribution import Attributed, numbered
from tutor.answering.choosing import choice_of
from tutor.answering.evidence_spans import EvidenceSpan
from tutor.answering.extract import ranked_spans
from tutor.answering.option_evidence import option_chunks, option_evidence
from tutor.answering.pasted_item import PastedItem
from tutor.answering.retrieval import Passage, Retriever
from tutor.answering.spoken import spoken
from tutor.answering.support import Support
from tutor.answering.types import Choice

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["item_answer"]

_SPEAKS_OF = 0.3
"""Share of an option's words, rare ones counting more, that a sentence on it holds."""
_SENTENCES = 2
"""Shown for a single pick; each of several gets one."""


def item_answer(
    item: PastedItem,
    found: Sequence[Passage],
    sent: Sequence[Passage],
    model: "BaseChatModel",
    retriever: Retriever,
) -> tuple[Choice, Attributed]:
    """The pick, and the sentences that speak of what was picked, which may be none.

    `found` are the passages as the search gave them: the model reads what they say of each option. Shown is
    what the best, `sent`, say of the pick. Raises what the model raises.
    """
    index, embedder = retriever.index, retriever.embedder
    evidence = option_evidence(item.stem, item.options, found, index, embedder)
    read = option_chunks(item.stem, item.options, found, embedder)
    choice = choice_of(model, item.stem, item.options, read, evidence)
    wanted = _SENTENCES if len(choice.chosen) == 1 else 1
    spans: dict[tuple[str, int, int], EvidenceSpan] = {}
    for place in choice.chosen:
        option = item.options[place]
        ranked = ranked_spans(f"{item.stem} {option}", sent, embedder)
        on_it = [span for span in ranked if _share(option, span, index.rarity) >= _SPEAKS_OF]
        spans |= {(span.passage.chunk.document, span.start, span.end): span for span in on_it[:wanted]}
    return choice, numbered([(spoken(span), Support(1.0), (span,)) for span in spans.values()])


def _share(option: str, span: EvidenceSpan, rarity: Callable[[str], float]) -> float:
    """The share of the option's words that the span or its heading has."""
    words = set(search_words(option))
    heading = " ".join(span.passage.chunk.headings[-1:])
    present = set(search_words(f"{heading} {span.text}"))
    total = sum(rarity(word) for word in words)
    return sum(rarity(word) for word in words & present) / total if total else 0.0
