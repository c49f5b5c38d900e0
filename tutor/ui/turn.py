"""One question and what became of it, drawn: answer, refusal, conflict, or why there is none."""

from collections.abc import Callable

import streamlit as st

from tutor.answering.pasted_item import pasted_item
from tutor.answering.types import Answer, Choice, Citation, Conflict
from tutor.chat_store import AnswerState, ChatStore, ChatTurn, Verdict
from tutor.ui.answer_view import answer_view, checked_line, copied_text
from tutor.ui.components import cited_answer, copy_button
from tutor.ui.page_text import Stretch
from tutor.ui.refusal_view import draw_refusal
from tutor.ui.session import OpenedPage, desk
from tutor.ui.shown import escaped, plain
from tutor.ui.turn_uses import draw_add_to_review, item_use
from tutor.ui.watch import Watched

__all__ = ["draw_question", "draw_turn"]

_REASONS = {
    True: ("Clear", "Right source", "Just what I needed"),
    False: ("Wrong", "Wrong source", "Misses the point", "Hard to read"),
}


def draw_question(text: str, scope: str, *, asking: bool = False) -> None:
    """The question as the learner put it, and where it looked unless that was everywhere.

    A pasted item has its options in a list. What is being answered is brought into view.
    """
    item = pasted_item(text)
    states = f"{' asking' if asking else ''}{' item' if item else ''}"
    where = f'<p class="tutor-small">in {escaped(scope)}</p>' if scope else ""
    options = "".join(f"<li>{escaped(option)}</li>" for option in item.options) if item else ""
    listed = f'<ol class="tutor-question-options" type="A">{options}</ol>' if options else ""
    stem = item.stem if item else text
    st.html(f'<h2 class="tutor-question{states}">{escaped(stem)}</h2>{listed}{where}')


def draw_turn(
    turn: ChatTurn, store: ChatStore, show_withheld: bool, ask_again: Callable[[], None]
) -> list[Watched]:
    """A turn that is done, with what can be done about it; the work on it that is to be waited for."""
    with st.container(key=f"tutor_turn_{turn.id}", gap="xsmall"):
        draw_question(turn.question, turn.scope)
        if turn.answer is not None:
            _draw_answer(turn, turn.answer, show_withheld)
        elif turn.state is AnswerState.FAILED:
            st.error(plain(turn.note))
        else:
            _draw_cut_off(turn.note)
        return _draw_actions(turn, store, ask_again)


def _draw_cut_off(written: str) -> None:
    st.html('<p class="tutor-lead">Stopped before the answer was finished.</p>')
    if written:
        st.html(
            '<p class="tutor-small">Written so far, not checked against the sources:</p>'
            f'<div class="tutor-talk writing">{escaped(written)}</div>'
        )


def _draw_answer(turn: ChatTurn, answer: Answer, show_withheld: bool) -> None:
    if answer.refusal is not None:
        draw_refusal(answer)
        return
    for conflict in answer.conflicts:
        _draw_conflict(conflict, answer.citations)
    if answer.choice is not None:
        _draw_choice(answer.choice, has_reasons=bool(answer.sentences))
    shown = show_withheld
    if answer.withheld:
        shown = bool(st.session_state.get(f"withheld_{turn.id}", show_withheld))
    opened = desk().opened
    here = opened.n if opened is not None and opened.turn_id == turn.id else 0

    def open_citation(n: int) -> None:
        desk().evidence_turn = turn.id
        desk().opened = _place(turn.id, next(c for c in answer.citations if c.n == n))

    cited_answer(answer_view(answer, here, shown), f"answer_{turn.id}", open_citation)
    line = checked_line(answer)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if line:
            st.html(f'<p class="tutor-small">{line}{_seconds(answer)}</p>', width="content")
        if answer.withheld:
            st.toggle("Show withheld", value=show_withheld, key=f"withheld_{turn.id}")


def _draw_choice(choice: Choice, *, has_reasons: bool) -> None:
    says = "What the sources say of it:" if has_reasons else "No passage speaks of it: check it yourself."
    said = f"{choice.note} {says}"
    st.html(f'<p class="tutor-lead">{escaped(choice.text)}</p><p class="tutor-small">{said}</p>')


def _seconds(answer: Answer) -> str:
    total = answer.timings.total_seconds
    return f" · {total:.1f} s" if total >= 0.05 else ""


def _place(turn_id: int, citation: Citation) -> OpenedPage:
    stretch = Stretch(citation.start, citation.end)
    return OpenedPage(citation.document, citation.page, stretch, citation.heading, turn_id, citation.n)


def _draw_conflict(conflict: Conflict, citations: tuple[Citation, ...]) -> None:
    by_number = {citation.n: citation for citation in citations}
    sides = [
        f'<div><p class="value">{escaped(value)}</p><p>{escaped(by_number[n].quote)}</p>'
        f'<p class="tutor-small">[{n}] {escaped(by_number[n].document)}, page {by_number[n].page}</p></div>'
        for value, n in zip(conflict.values, conflict.citations, strict=False)
    ]
    with st.container(border=True):
        st.html(
            '<p class="tutor-small"><b>≠ The sources disagree.</b> Check which one is current.</p>'
            f'<div class="tutor-sides">{"".join(sides)}</div>'
        )


def _draw_actions(turn: ChatTurn, store: ChatStore, ask_again: Callable[[], None]) -> list[Watched]:
    practice = item_use(turn)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"tutor_actions_{turn.id}"
    ):
        if turn.answer is not None and not turn.answer.refused:
            copy_button(copied_text(turn.answer), f"copy_{turn.id}")
        st.button("Ask again", key=f"again_{turn.id}", type="tertiary", on_click=ask_again)
        draw_add_to_review(turn)
        if practice is not None:
            practice.draw_button()
        if turn.answer is not None:
            key = f"thumbs_{turn.id}"
            st.feedback(
                "thumbs",
                key=key,
                default=None if turn.verdict is None else int(turn.verdict.helpful),
                on_change=_judge,
                args=(store, turn.id, key),
            )
    if turn.verdict is not None:
        _draw_reason(turn.id, turn.verdict, store)
    return practice.draw_state() if practice is not None else []


def _judge(store: ChatStore, turn_id: int, key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen is not None:
        store.judge(turn_id, Verdict(bool(chosen)))


def _draw_reason(turn_id: int, verdict: Verdict, store: ChatStore) -> None:
    if verdict.reason:
        word = "Helpful" if verdict.helpful else "Not helpful"
        st.html(f'<p class="tutor-small">{word}: {escaped(verdict.reason)}</p>')
        return
    key = f"reason_{turn_id}"

    def keep() -> None:
        reason = st.session_state.get(key)
        if reason:
            store.judge(turn_id, Verdict(verdict.helpful, str(reason)))

    st.selectbox(
        "Why?",
        _REASONS[verdict.helpful],
        index=None,
        placeholder="Why? Choose, or write your own",
        accept_new_options=True,
        key=key,
        on_change=keep,
        label_visibility="collapsed",
        width=320,
    )
