"""What one learner's open page remembers between runs, and nothing that must survive a restart."""

from dataclasses import dataclass, field

import streamlit as st

from tutor.ui.jobs import Generation
from tutor.ui.page_text import Stretch

__all__ = ["COURSE", "LEARNER", "DeskState", "OpenedPage", "desk"]

COURSE = "course"
"""Of the session's state: the id of the course that was chosen in the sidebar."""
LEARNER = "tutor_learner"
"""Of the session's state: the learner who was chosen, instead of the one that the settings name."""
_DESK = "tutor_desk_state"


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """A page that is open beside the conversation, and what is marked on it. `n` is 0 without a citation."""

    document: str
    page: int
    stretch: Stretch
    heading: str = ""
    turn_id: int = 0
    n: int = 0


@dataclass(slots=True)
class DeskState:
    """Which chat is open in each course, what is being answered, which page is open."""

    chats: dict[str, str] = field(default_factory=dict)
    generation: Generation | None = None
    opened: OpenedPage | None = None
    evidence_turn: int = 0
    """The turn whose evidence is shown; 0 for the latest."""
    chance_seed: int = 0
    """Of the example questions; changes with every new chat."""

    def close_page(self) -> None:
        """Forget the open page."""
        self.opened = None

    def leave_chat(self, course_id: str) -> None:
        """Begin with an empty conversation; an answer that is being made is stopped."""
        if self.generation is not None:
            self.generation.stop()
        self.chats.pop(course_id, None)
        self.generation, self.opened, self.evidence_turn = None, None, 0
        self.chance_seed += 1

    def enter_chat(self, course_id: str, chat_id: str) -> None:
        """Open an earlier conversation."""
        self.leave_chat(course_id)
        self.chats[course_id] = chat_id


def desk() -> DeskState:
    """This session's state, made at the first call."""
    if _DESK not in st.session_state:
        st.session_state[_DESK] = DeskState()
    state: DeskState = st.session_state[_DESK]
    return state
