"""An answered item: the verdict in words, why, what tells the two apart, and the passages it rests on.

What is said has its source; what no source bears out is withheld and only counted. Knows nothing of sets.
"""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from ingest.index import LocalIndex
from tutor.answering.retrieval import Passage
from tutor.answering.types import Answer, Citation
from tutor.learner.standing.words import counted, listed
from tutor.learner.types import Attempt
from tutor.practice.choices import letters
from tutor.practice.explaining.explain_types import ExplainedOption, ExplainedSentence, Explanation, Role
from tutor.practice.explaining.grounding import Basis
from tutor.practice.types import PracticeItem
from tutor.ui.answer_view import Card, cards
from tutor.ui.components import cited_answer
from tutor.ui.evidence import draw_cards
from tutor.ui.page_text import Stretch
from tutor.ui.session import OpenedPage, desk
from tutor.ui.shown import escaped, plain
from tutor.ui.source_page import open_page

__all__ = [
    "draw_explanation",
    "draw_passages",
    "explained_view",
    "item_passages",
    "open_cited",
    "verdict_words",
]

_SURE_FROM = 0.75
"""As of an answer's sentences in Chat."""
_MARKS = {
    Basis.QUOTE: "✓ words of the source",
    Basis.QUESTION: "from the question",
    Basis.CALCULATION: "✓ worked out",
    Basis.ITEM: "",
}
_PASSAGES = 3
"""Shown at once; the others fold away."""


def verdict_words(item: PracticeItem, attempt: Attempt) -> str:
    """One sentence or two: right or wrong, what was chosen, what is right, and how long it took."""
    chosen, key = listed(letters(attempt.chosen)), listed(letters(item.key))
    time = f"{attempt.seconds:.0f} s"
    if attempt.correct:
        return f"You chose {chosen}. {time}."
    verb = "is" if len(item.key) == 1 else "are"
    return f"You chose {chosen or 'nothing'}; {key} {verb} right. {time}."


def explained_view(sentences: Sequence[ExplainedSentence], citations: Sequence[Citation]) -> dict[str, Any]:
    """What `components.cited_answer` draws: each sentence with the mark of what it rests on."""
    return {
        "sentences": [_sentence(sentence) for sentence in sentences],
        "places": {str(c.n): f"{c.document}, page {c.page}: {c.heading}" for c in citations},
        "opened": 0,
    }


def _sentence(sentence: ExplainedSentence) -> dict[str, Any]:
    state, mark = "supported", _MARKS.get(sentence.basis, "")
    if sentence.basis is Basis.SOURCE:
        state, mark = (
            ("supported", "✓ supported") if sentence.score >= _SURE_FROM else ("weak", "~ weakly supported")
        )
    return {
        "text": sentence.text,
        "state": state if mark else "said",
        "citations": list(sentence.citations),
        "mark": mark,
        "reason": "",
    }


def draw_explanation(item: PracticeItem, made: Explanation) -> None:
    """Why the key is right, why the chosen option is not and when it would be, and what to remember."""
    for option in made.right:
        _draw_part(made, f"Why {option.letter} is right", _reasons(option), f"{item.id}_{option.place}")
    for option in made.wrong:
        _draw_part(made, f"Why {option.letter} is not", _reasons(option), f"{item.id}_{option.place}")
        when = [one for one in option.sentences if one.role is Role.WHEN]
        _draw_part(made, f"When {option.letter} would be right", when, f"{item.id}_{option.place}_when")
    if made.contrast is not None:
        _draw_part(made, "What tells them apart", made.contrast.sentences, f"{item.id}_contrast")
    if made.concept is not None:
        _draw_part(made, "Remember", (made.concept,), f"{item.id}_concept")
    if made.withheld:
        with st.expander(f"{counted(len(made.withheld), 'statement')} withheld"):
            st.html(
                '<p class="tutor-small">The item says this too, and no source bears it out:</p>'
                + "".join(
                    f'<p class="tutor-small">✕ {escaped(one.text)} ({escaped(one.reason)})</p>'
                    for one in made.withheld
                )
            )


def _reasons(option: ExplainedOption) -> list[ExplainedSentence]:
    """The verdict is said above, and what it would be right for below."""
    return [one for one in option.sentences if one.role not in (Role.VERDICT, Role.WHEN)]


def _draw_part(made: Explanation, title: str, sentences: Sequence[ExplainedSentence], key: str) -> None:
    if not sentences:
        return
    with st.container(gap=None, key=f"practice_why_{key}"):
        st.html(f'<h3 class="tutor-column">{escaped(title)}</h3>')
        cited_answer(
            explained_view(sentences, made.citations), f"why_{key}", lambda n: open_cited(made.citations, n)
        )


def open_cited(citations: Sequence[Citation], n: int) -> None:
    """Open the page of citation `n`, and draw anew: until then the keys of the page are still alive."""
    cited = next(one for one in citations if one.n == n)
    place = OpenedPage(cited.document, cited.page, Stretch(cited.start, cited.end), cited.heading, 0, cited.n)
    if desk().opened != place:
        open_page(place)
        st.rerun()


def item_passages(
    item: PracticeItem, made: Explanation | None, own: Sequence[Card], index: LocalIndex
) -> tuple[Card, ...]:
    """The passages of an explanation with its numbers, those of the item's own quotes first.

    `own` are the item's own passages, which is all there is before the explanation.
    """
    if made is None:
        return tuple(own)
    by_id = {chunk.id: chunk for chunk in index.chunks}
    found = tuple(Passage(by_id[c.chunk_id], 1.0) for c in made.citations if c.chunk_id in by_id)
    shown = cards(item.stem, Answer(item.stem, citations=made.citations), found, index.rarity)
    cited = [card for card in shown if card.numbers]
    quotes = {(c.chunk.document, c.chunk.page, mark.start) for c in own for mark in c.marks}

    def is_own(card: Card) -> bool:
        return any((card.chunk.document, card.chunk.page, mark.start) in quotes for mark in card.marks)

    return tuple(sorted(cited, key=lambda card: not is_own(card)))


def draw_passages(shown: Sequence[Card], item: PracticeItem) -> None:
    """The passages, each with its quote marked and a button that opens its page."""
    st.html('<h2 class="tutor-column">Evidence</h2>')
    if not shown:
        named = "; ".join(f"{one.document}, {one.heading}" for one in item.sources)
        st.html(
            f'<p class="tutor-small">The material no longer has the words that this item rests on'
            f"{': ' if named else ''}{escaped(named)}.</p>"
        )
        return
    draw_cards(shown[:_PASSAGES], 0, f"item_{item.id}")
    if len(shown) > _PASSAGES:
        with st.expander(plain(f"{counted(len(shown) - _PASSAGES, 'more passage')}")):
            draw_cards(shown[_PASSAGES:], 0, f"item_more_{item.id}")
