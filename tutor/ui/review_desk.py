"""The review page's table: which card lies on it in this session, and what each key does to it.

Every change is in the learner's file when a function returns. Knows nothing of how a card is drawn.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from ingest.errors import TutorError
from tutor.learner.review_day import ReviewDay
from tutor.learner.reviews import CardState
from tutor.learner.schedule import grade_card
from tutor.learner.types import Card, Grade, ReviewState
from tutor.ui.resources import Resources
from tutor.ui.session import COURSE

__all__ = [
    "ReviewDesk",
    "bring_back",
    "card_now",
    "grade_as",
    "review_desk",
    "show_back",
    "take_out",
    "undo_grade",
]

_STATE = "tutor_review"


@dataclass(slots=True)
class ReviewDesk:
    """The card on the table in this session; `seen_at` is when its front was first shown."""

    card_id: str = ""
    shown: bool = False
    seen_at: datetime | None = None
    taken_out: str = ""
    """The card that was taken out just now, to be brought back by one key."""
    fault: str = ""
    """Why the last key did nothing, in a sentence."""


def review_desk() -> ReviewDesk:
    """This session's table in the course that is chosen, made at the first call."""
    key = f"{_STATE}_{st.session_state[COURSE]}"
    if key not in st.session_state:
        st.session_state[key] = ReviewDesk()
    state: ReviewDesk = st.session_state[key]
    return state


@contextmanager
def _told() -> Iterator[None]:
    """Keep a fault for the page to show: keys act before it is drawn, where nothing can be said."""
    try:
        yield
    except TutorError as fault:
        review_desk().fault = str(fault)


def card_now(
    resources: Resources, course_id: str, day: ReviewDay, states: dict[str, ReviewState]
) -> Card | None:
    """The card that is open as long as it is up, else the next one."""
    state = review_desk()
    listed = {card.id: card for card in (*day.due, *day.new)}
    card = listed.get(state.card_id) or _taken_back(resources, course_id, states)
    if card is None:
        card = next(iter(listed.values()), None)
        _open_card(card.id if card else "", resources.now())
    return card


def _taken_back(resources: Resources, course_id: str, states: dict[str, ReviewState]) -> Card | None:
    """The open card where it is up and not in today's list, as a new one is whose grade was taken back."""
    state = review_desk()
    store, known = resources.reviews(), states.get(state.card_id)
    if not state.card_id or (known is not None and known.due_at > resources.now()):
        return None
    if store.cards(course_id).get(state.card_id) is not CardState.ACTIVE:
        return None
    return store.card(state.card_id)


def _open_card(card_id: str, now: datetime, *, shown: bool = False) -> None:
    state = review_desk()
    state.card_id, state.shown, state.seen_at = card_id, shown, now


def show_back(card_id: str) -> None:
    """Turn the card over, if it is still the open one."""
    if review_desk().card_id == card_id:
        review_desk().shown = True


def grade_as(resources: Resources, card: Card, grade: Grade) -> None:
    """Keep a grade and go to the next card; a key that is held down grades one card only."""
    state = review_desk()
    if state.card_id != card.id or not state.shown:
        return
    now, store = resources.now(), resources.reviews()
    seconds = max(0.0, (now - state.seen_at).total_seconds()) if state.seen_at else 0.0
    with _told():
        known = store.states(card.course).get(card.id)
        store.log(grade_card(known, card.id, grade, now, resources.exam_date(card.course), seconds))
        state.taken_out = ""
        _open_card("", now)


def undo_grade(resources: Resources, course_id: str) -> None:
    """Take the last grade back and open its card at the back, to be graded anew."""
    with _told():
        log = resources.reviews().undo_last(course_id)
        if log is not None:
            _open_card(log.card_id, resources.now(), shown=True)


def take_out(resources: Resources, card_id: str) -> None:
    """Take the card out of the reviews, if it is still the open one."""
    if review_desk().card_id == card_id:
        with _told():
            resources.reviews().remove_card(card_id)
            review_desk().taken_out = card_id
            _open_card("", resources.now())


def bring_back(resources: Resources, card_id: str) -> None:
    """Put a card that was taken out back into the reviews, and open it if it is up."""
    with _told():
        resources.reviews().restore_card(card_id)
        if review_desk().taken_out == card_id:
            review_desk().taken_out = ""
        _open_card(card_id, resources.now())
