"""Questions about one practice item, answered from the material with the item in front of them.

The talk stays beside the item, and is kept among the learner's chats. Knows nothing of sets or verdicts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import streamlit as st

from tutor.answering.chain import Event
from tutor.answering.types import Answer, Turn
from tutor.chat_store import AnswerState, ChatStore
from tutor.practice.explaining.item_chat import item_question
from tutor.practice.types import PracticeItem
from tutor.ui.answer_view import answer_view, checked_line
from tutor.ui.components import cited_answer
from tutor.ui.jobs import Generation
from tutor.ui.refusal_view import draw_refusal
from tutor.ui.resources import Resources
from tutor.ui.shown import escaped, one_line, plain
from tutor.ui.verdict_view import open_cited

__all__ = ["ItemTalk", "draw_talk"]

_HISTORY_TURNS = 4
_TITLE_CHARS = 80
_LENGTH = "short"


@dataclass(slots=True)
class ItemTalk:
    """The questions about an item, in order, each with the making of its answer."""

    item: PracticeItem
    chosen: tuple[int, ...]
    turns: list[tuple[str, Generation]] = field(default_factory=list)
    chat_id: str = ""

    @property
    def running(self) -> Generation | None:
        """The answer that is being made, if one is."""
        last = self.turns[-1][1] if self.turns else None
        return last if last is not None and not (last.done or last.stopped) else None

    def ask(self, resources: Resources, course_id: str, text: str) -> None:
        """Keep a question and begin its answer. Raises StoreError."""
        if self.running is not None:
            self.running.stop()
        question = item_question(self.item, self.chosen, text, self._history())
        store = resources.store()
        if not self.chat_id:
            self.chat_id = store.begin(course_id, one_line(f"On an item: {self.item.stem}", _TITLE_CHARS))
        turn_id = store.ask(self.chat_id, question.text)

        def events() -> Iterator[Event]:
            return resources.events(course_id, question, _LENGTH)

        generation = Generation(turn_id, events, lambda done: _keep(store, done))
        self.turns.append((text.strip() or "Why is that so?", generation))
        generation.begin()

    def _history(self) -> tuple[Turn, ...]:
        answered = [(text, made.answer) for text, made in self.turns if made.answer is not None]
        return tuple(
            Turn(text, answer.text) for text, answer in answered[-_HISTORY_TURNS:] if not answer.refused
        )


def _keep(store: ChatStore, generation: Generation) -> None:
    """Store how an answer ended; called in the answer's own thread."""
    if generation.answer is not None:
        store.answer(generation.turn_id, generation.answer)
    elif generation.error:
        store.end_without_answer(generation.turn_id, AnswerState.FAILED, generation.error)
    else:
        store.end_without_answer(generation.turn_id, AnswerState.STOPPED, generation.text)


def draw_talk(
    talk: ItemTalk, *, show_withheld: bool
) -> "tuple[Generation, st.delta_generator.DeltaGenerator] | None":
    """Draw the questions and answers; the running answer and the place where it grows, if there is one."""
    growing, running = None, talk.running
    for text, made in talk.turns:
        st.html(f'<h3 class="tutor-column tutor-question">{escaped(text)}</h3>')
        if made is running:
            growing = (made, st.empty())
        elif made.answer is not None:
            _draw_answer(made.answer, made.turn_id, show_withheld)
        else:
            st.error(plain(made.error or "Stopped before the answer was finished."))
    if talk.turns:
        st.html('<p class="tutor-small">This talk is kept under Chat.</p>')
    return growing


def _draw_answer(answer: Answer, turn_id: int, show_withheld: bool) -> None:
    if answer.refusal is not None:
        draw_refusal(answer)
        return
    view = answer_view(answer, 0, show_withheld)
    cited_answer(view, f"item_answer_{turn_id}", lambda n: open_cited(answer.citations, n))
    line = checked_line(answer)
    if line:
        st.html(f'<p class="tutor-small">{line}</p>')
