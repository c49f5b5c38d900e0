"""The end of a practice set: score by task, the slowest items, what went to review, how items were made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from ingest.types import Blueprint
from tutor.learner.cards import item_card_id
from tutor.learner.practice_sets import is_named
from tutor.learner.reviews import CardState
from tutor.learner.standing.words import counted, percent
from tutor.learner.types import Attempt
from tutor.practice.generate import Rates
from tutor.practice.types import PracticeItem
from tutor.ui.practice_desk import PracticeDesk, SetState, View, begin_set
from tutor.ui.progress_page import table_html
from tutor.ui.shown import escaped, one_line, plain

__all__ = ["Answered", "Summary", "TaskScore", "draw_rates", "draw_summary", "summary_of"]

_SLOWEST = 3
_LINE_CHARS = 90


@dataclass(frozen=True, slots=True)
class TaskScore:
    """One task statement of a set."""

    task: str
    right: int
    answers: int
    seconds: float
    """Mean time for an item."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An item of a set with its answer; `place` counts from 0."""

    place: int
    item: PracticeItem
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Summary:
    """What a set came to; reported items count nowhere."""

    right: int
    answered: tuple[Answered, ...]
    by_task: tuple[TaskScore, ...]
    slowest: tuple[Answered, ...]
    wrong: tuple[Answered, ...]
    reported: int
    left: int


def summary_of(state: SetState, items: Mapping[str, PracticeItem]) -> Summary:
    """The summary of a set; `items` by id, those that are gone left out."""
    answered = tuple(
        Answered(place, items[one], state.attempts[one])
        for place, one in enumerate(state.practice_set.item_ids)
        if one in state.attempts and one in items and one not in state.reported
    )
    attempts = [one.attempt for one in answered]
    tasks = sorted({one.task for one in attempts})
    by_task = tuple(_score(task, [one for one in attempts if one.task == task]) for task in tasks)
    slow = sorted(answered, key=lambda one: -one.attempt.seconds)[:_SLOWEST]
    return Summary(
        right=sum(one.attempt.correct for one in answered),
        answered=answered,
        by_task=by_task,
        slowest=tuple(slow) if len(answered) > 1 else (),
        wrong=tuple(one for one in answered if not one.attempt.correct),
        reported=sum(one in state.reported for one in state.practice_set.item_ids),
        left=len(state.open_places),
    )


def _score(task: str, attempts: Sequence[Attempt]) -> TaskScore:
    seconds = sum(one.seconds for one in attempts) / len(attempts)
    return TaskScore(task, sum(one.correct for one in attempts), len(attempts), seconds)


def draw_summary(desk: PracticeDesk, state: SetState, blueprint: Blueprint) -> None:
    """Draw it, and what can be done next."""
    items = {one: item for one in state.practice_set.item_ids if (item := desk.item(one)) is not None}
    found = summary_of(state, items)
    st.html('<h2 class="tutor-question">Summary of the set</h2>')
    if found.answered:
        _draw_score(found, blueprint)
        _draw_review(desk, found)
        _draw_listed(desk, "Slowest items", found.slowest, "slow")
        _draw_listed(desk, "Wrong answers", found.wrong, "wrong")
    else:
        st.html('<p class="tutor-lead">You answered no item of this set.</p>')
    if found.reported:
        st.html(
            f'<p class="tutor-small">{counted(found.reported, "item")} reported; what is reported does not '
            "count.</p>"
        )
    _draw_next(desk, state, found)
    draw_rates(desk)


def _draw_score(found: Summary, blueprint: Blueprint) -> None:
    share = percent(found.right / len(found.answered))
    seconds = sum(one.attempt.seconds for one in found.answered)
    time = f"{seconds / 60:.1f} minutes" if seconds >= 60 else f"{seconds:.0f} seconds"
    st.html(
        f'<p class="tutor-verdict">{found.right} of {len(found.answered)} right, {share}</p>'
        f'<p class="tutor-lead">{time}.</p>'
    )
    titles = {task.number: task.title for task in blueprint.tasks}
    rows = [
        (
            f"{one.task} {titles.get(one.task, '')}".strip() or "no task",
            f"{one.right} of {one.answers}",
            percent(one.right / one.answers),
            f"{one.seconds:.0f} s",
        )
        for one in found.by_task
    ]
    st.html(table_html(("Task", "Right", "Share", "Time an item"), rows, 3))


def _draw_review(desk: PracticeDesk, found: Summary) -> None:
    cards = desk.resources.reviews().cards(desk.course_id)
    kept = [one for one in found.answered if cards.get(item_card_id(one.item.id)) is CardState.ACTIVE]
    said = f"{counted(len(kept), 'item')} of this set went to Review." if kept else "Nothing went to Review."
    st.html(f'<p class="tutor-lead">{said}</p>')


def _draw_listed(desk: PracticeDesk, title: str, listed: Sequence[Answered], key: str) -> None:
    """Items that open at their verdict."""
    if not listed:
        return
    st.html(f'<h3 class="tutor-column">{escaped(title)}</h3>')
    with st.container(key=f"tutor_options_{key}", gap="xsmall"):
        for one in listed:
            sign = "✓" if one.attempt.correct else "✕"
            stem = plain(one_line(one.item.stem, _LINE_CHARS))
            st.button(
                f"{sign} {one.place + 1}\\. {stem} · {one.attempt.seconds:.0f} s",
                key=f"practice_{key}_{one.place}",
                type="tertiary",
                on_click=desk.go,
                args=(View.ITEM, one.place),
                width="stretch",
                wrap=True,
            )


def _draw_next(desk: PracticeDesk, state: SetState, found: Summary) -> None:
    with st.container(horizontal=True, gap="small"):
        if found.left:
            st.button(
                f"Go on with the {counted(found.left, 'item')} left",
                key="practice_go_on",
                on_click=desk.go,
                args=(View.ITEM, state.open_places[0]),
            )
        st.button(
            "Another set like this",
            key="practice_again",
            type="primary",
            shortcut="N",
            on_click=begin_set,
            args=(desk, state.wish),
        )
        st.button("Choose anew", key="practice_choose", on_click=desk.go, args=(View.START,))


def draw_rates(desk: PracticeDesk) -> None:
    """How the items of the set were made: accepted, repaired, dropped by which check.

    Nothing for the set of an answer: its one item was looked for, and no proposals were counted.
    """
    if is_named(desk.set_id):
        return
    made = desk.tools.made(desk.set_id)
    rates = made.rates if made is not None else Rates()
    with st.expander("How these items were made"):
        if not rates.proposed:
            st.html(
                '<p class="tutor-small">No item was made for this set since the program was started; items '
                "of the bank are written by people.</p>"
            )
            return
        st.html(
            f'<p class="tutor-small">{counted(rates.proposed, "proposal")}, {rates.accepted} accepted, '
            f"{rates.repaired} of them after a repair, {rates.proposed - rates.accepted} dropped; "
            f"{rates.seconds_per_item:.1f} s for an item.</p>"
        )
        if rates.dropped:
            rows = [(name.replace("_", " "), f"{count:,}") for name, count in rates.dropped]
            st.html(table_html(("Check that was not passed", "Times"), rows, 1))
