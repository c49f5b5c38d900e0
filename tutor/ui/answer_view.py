"""What of an answer is shown, and with which marks; pure functions from values to values.

Knows nothing of Streamlit; escaping is left to who draws it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ingest.sentences import sentence_spans
from ingest.types import BlockKind, Chunk
from ingest.words import search_words
from tutor.answering.retrieval import Passage
from tutor.answering.types import Answer, AnswerSentence, Citation
from tutor.ui.page_text import Stretch

__all__ = [
    "_EVIDENCE_CARDS",
    "Card",
    "answer_view",
    "cards",
    "checked_line",
    "copied_text",
    "settling_stretch",
]

_EVIDENCE_CARDS = 4
_SURE_FROM = 0.75
"""Support from which a sentence is "supported"; from 0.5 to here it is "weak", and the word says so."""


@dataclass(frozen=True, slots=True)
class Card:
    """One passage of the evidence column. `numbers` are the citations of it, none if it is not cited."""

    numbers: tuple[int, ...]
    chunk: Chunk
    marks: tuple[Stretch, ...]
    """The first is what is marked and scrolled to when the passage's page is opened."""


def answer_view(answer: Answer, opened: int, show_withheld: bool) -> dict[str, Any]:
    """What `components.cited_answer` draws: each sentence with its state, mark and citations."""
    shown = [s for s in answer.sentences if s.supported or show_withheld]
    return {
        "sentences": [_sentence(sentence) for sentence in shown],
        "places": {str(c.n): f"{c.document}, page {c.page}: {c.heading}" for c in answer.citations},
        "opened": opened,
    }


def _sentence(sentence: AnswerSentence) -> dict[str, Any]:
    state, mark = _mark(sentence)
    return {
        "text": sentence.text,
        "state": state,
        "citations": list(sentence.citations),
        "mark": mark,
        "reason": f"Withheld: {sentence.reason}." if state == "withheld" and sentence.reason else "",
    }


def _mark(sentence: AnswerSentence) -> tuple[str, str]:
    if not sentence.supported:
        return "withheld", "✕ not supported"
    if not sentence.citations:  # small talk rests on nothing and needs no mark
        return "said", ""
    return ("supported", "✓ supported") if sentence.score >= _SURE_FROM else ("weak", "~ weakly supported")


def checked_line(answer: Answer) -> str:
    """One line under the answer: how many sentences stand, how many were withheld; empty for small talk."""
    held, withheld = [s for s in answer.sentences if s.supported and s.citations], answer.withheld
    if not held and not withheld:
        return ""
    parts = [f"{len(held)} of {len(held) + len(withheld)} sentences supported"]
    if withheld:
        parts.append(f"{len(withheld)} withheld")
    return ", ".join(parts)


def copied_text(answer: Answer) -> str:
    """The answer for the clipboard: the text with [n], then one line for each source that it cites."""
    used = {n for sentence in answer.sentences if sentence.supported for n in sentence.citations}
    sources = [f"[{c.n}] {c.document}, page {c.page}: {c.heading}" for c in answer.citations if c.n in used]
    return "\n".join([answer.text, "", *sources]).strip()


def cards(
    question: str, answer: Answer | None, passages: tuple[Passage, ...], rarity: Callable[[str], float]
) -> tuple[Card, ...]:
    """The evidence, cited passages first in the order of their numbers, then what else was found.

    A passage that nothing cites yet is marked at the sentence that shares most with the question.
    """
    cited = _cited_cards(answer.citations, passages) if answer else ()
    used = {card.chunk.id for card in cited}
    others = [
        Card((), passage.chunk, (settling_stretch(question, passage.chunk, rarity),))
        for passage in passages
        if passage.chunk.id not in used
    ]
    return (*cited, *others[: max(0, _EVIDENCE_CARDS - len(cited))])


def _cited_cards(citations: tuple[Citation, ...], passages: tuple[Passage, ...]) -> tuple[Card, ...]:
    """One card a passage, however many of its sentences are cited."""
    found: dict[str, Card] = {}
    for citation in citations:
        chunk = _chunk_of(citation, passages)
        before = found.get(chunk.id, Card((), chunk, ()))
        marks = (*before.marks, Stretch(citation.start, citation.end))
        found[chunk.id] = Card((*before.numbers, citation.n), chunk, marks)
    return tuple(found.values())


def _chunk_of(citation: Citation, passages: tuple[Passage, ...]) -> Chunk:
    """The found passage around a citation; the quote itself where two passages had been joined."""
    for passage in passages:
        chunk = passage.chunk
        same = (chunk.document, chunk.page) == (citation.document, citation.page)
        if same and chunk.start <= citation.start and citation.end <= chunk.end:
            return chunk
    return Chunk(
        id=citation.chunk_id,
        document=citation.document,
        page=citation.page,
        start=citation.start,
        end=citation.end,
        text=citation.quote,
        kind=BlockKind.PROSE,
        headings=tuple(citation.heading.split(" › ")) if citation.heading else (),
    )


def settling_stretch(question: str, chunk: Chunk, rarity: Callable[[str], float]) -> Stretch:
    """The sentence of a passage that shares most with the question, rare words counting more."""
    if chunk.kind in (BlockKind.TABLE_ROW, BlockKind.CODE):
        return Stretch(chunk.start, chunk.end)
    asked = set(search_words(question))
    spans = sentence_spans(chunk.text)
    if not spans:
        return Stretch(chunk.start, chunk.end)

    def shared(start: int, end: int) -> float:
        return sum(rarity(word) for word in asked & set(search_words(chunk.text[start:end])))

    best = max(spans, key=lambda span: shared(span.start, span.end))
    return Stretch(chunk.start + best.start, chunk.start + best.end)
