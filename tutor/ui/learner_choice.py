"""Whose page this is: the learner of a session, kept in the address so that a reload stays with them.

A session sees one learner's chats, items, answers, reviews and plans, and begins anew with another's. The
material of the courses belongs to the installation. Knows nothing of what a learner has.
"""

import re
import unicodedata

import streamlit as st

from tutor.config import FOLDER_NAME
from tutor.learner.database import StoreError
from tutor.learner.learners import learner_home, learner_ids
from tutor.ui.resources import KEY, shared
from tutor.ui.session import LEARNER, desk

__all__ = ["add_learner", "draw_learner_choice", "enter_learner", "learner_id", "settle_learner"]

_QUERY = "learner"
"""Of the address, when the learner is not the one that the settings name."""


def settle_learner() -> None:
    """Make the session's learner one that there is: chosen here, named by the address, or the settings'.

    Raises SettingsError when the settings cannot be read.
    """
    wanted = (st.session_state.pop(LEARNER, None), st.query_params.get(_QUERY))
    settings = shared().settings()  # without a choice these are the settings as they stand
    known = learner_ids(settings)
    chosen = next((learner for learner in wanted if learner in known), None) or settings.learner
    st.session_state[LEARNER] = chosen
    if chosen == settings.learner:
        st.query_params.pop(_QUERY, None)
    elif st.query_params.get(_QUERY) != chosen:
        st.query_params[_QUERY] = chosen


def enter_learner(learner: str) -> None:
    """Go on as another learner, with nothing of the one before in the session; for callbacks."""
    generation = desk().generation
    if generation is not None:
        generation.stop()
    for key in list(st.session_state):
        if key != KEY:
            del st.session_state[key]
    st.session_state[LEARNER] = learner


def add_learner(name: str) -> str:
    """The id of a new learner of that name.

    Raises:
        StoreError: The name gives no id, there is such a learner, or the folder cannot be made.
    """
    learner = learner_id(name)
    settings = shared().settings()
    if learner in learner_ids(settings):
        raise StoreError(f"There is a learner {learner} already; choose it, or take another name.")
    home = learner_home(shared().of_learner(learner).settings())
    try:
        home.mkdir(parents=True)
    except OSError as fault:
        raise StoreError(
            f"The folder {home} cannot be made ({fault.strerror}). Check the disk and its rights."
        ) from fault
    return learner


def learner_id(name: str) -> str:
    """The folder's name for a person's: small letters, digits and hyphens, as in `anna-muller`.

    Raises:
        StoreError: Nothing of the name is left.
    """
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:64].strip("-")
    if not FOLDER_NAME.fullmatch(found):
        raise StoreError(f"{name.strip()!r} gives no learner's name; use letters a to z and digits.")
    return found


def draw_learner_choice(place: str) -> None:
    """A choice among the learners, if there are several; `place` tells two of them on a page apart."""
    settings = shared().settings()
    known = learner_ids(settings)
    if len(known) < 2:
        return
    # the browser remembers a choice by its key: another learner's page must not begin with this one's
    key = f"learner_{place}_{settings.learner}"

    def choose() -> None:
        enter_learner(str(st.session_state[key]))

    st.selectbox("Learner", known, index=known.index(settings.learner), key=key, on_change=choose)
