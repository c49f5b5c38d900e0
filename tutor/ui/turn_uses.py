"""What a learner can do with an answer beyond reading it: keep it as a review card.

The card's back is what the sources support, and its source is the first passage that the answer cites.
"""

import hashlib

import streamlit as st

from ingest.errors import TutorError
from tutor.answering.types import Answer
from tutor.chat_store import ChatTurn
from tutor.learner.reviews import CardState
from tutor.learner.types import Card, CardKind
from tutor.ui.resources import Resources, shared
from tutor.ui.session import COURSE
from tutor.ui.shown import plain

__all__ = ["answer_card", "draw_add_to_review"]

_FAULT = "tutor_review_fault"


def answer_card(course_id: str, question: str, answer: Answer) -> Card | None:
    """A card of the question and the supported sentences; None for an answer that cites nothing."""
    held = [one for one in answer.sentences if one.supported and one.citations]
    if answer.refused or not held:
        return None
    source = next(one for one in answer.citations if one.n == held[0].citations[0])
    back = " ".join(one.text for one in held)
    digest = hashlib.sha256("\0".join((course_id, question, back)).encode()).hexdigest()
    return Card(
        id=f"chat-{digest[:16]}",
        course=course_id,
        kind=CardKind.CHAT,
        task="",
        front=question,
        back=back,
        document=source.document,
        page=source.page,
        heading=source.heading,
        quote=source.quote,
    )


def draw_add_to_review(turn: ChatTurn) -> None:
    """A button that keeps the answer as a card; a word once it is one, nothing where it cannot be."""
    resources, course_id = shared(), str(st.session_state[COURSE])
    card = answer_card(course_id, turn.question, turn.answer) if turn.answer is not None else None
    if card is None:
        return
    fault = st.session_state.pop(f"{_FAULT}_{turn.id}", "")
    if fault:
        st.error(plain(fault))
    elif _is_in_review(resources, card):
        st.html('<p class="tutor-small">✓ In Review</p>', width="content")
    else:
        st.button(
            "Add to Review",
            key=f"to_review_{turn.id}",
            type="tertiary",
            on_click=_add,
            args=(resources, card, turn.id),
        )


def _is_in_review(resources: Resources, card: Card) -> bool:
    reviews = resources.reviews()
    if reviews.card(card.id) is None:  # most answers are no cards, and all cards take long to read
        return False
    return reviews.cards(card.course)[card.id] is CardState.ACTIVE


def _add(resources: Resources, card: Card, turn_id: int) -> None:
    try:
        reviews = resources.reviews()
        reviews.add_cards([card])
        if not _is_in_review(resources, card):
            reviews.restore_card(card.id)
    except TutorError as fault:
        st.session_state[f"{_FAULT}_{turn_id}"] = str(fault)
