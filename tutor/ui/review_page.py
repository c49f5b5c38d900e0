"""The review page: one card at a time, by keys alone. Space shows the back, 1 to 4 grade, U takes back.

A grade is in the learner's file before the next card is drawn.
"""

import streamlit as st

from ingest.errors import IndexUnavailableError
from tutor.learner.review_day import ReviewDay
from tutor.learner.reviews import CardState
from tutor.learner.schedule import previews
from tutor.learner.standing.words import counted
from tutor.learner.types import Card, CardKind, Grade, ReviewState
from tutor.practice.types import ItemSource
from tutor.ui.answer_view import Card as Passage
from tutor.ui.card_sources import CardSource, card_sources
from tutor.ui.components import focus_on
from tutor.ui.evidence import card_html
from tutor.ui.moments import interval_words, when_words
from tutor.ui.resources import Resources, shared
from tutor.ui.review_desk import (
    bring_back,
    card_now,
    grade_as,
    review_desk,
    show_back,
    take_out,
    undo_grade,
)
from tutor.ui.session import COURSE, desk
from tutor.ui.shown import escaped, one_line, plain
from tutor.ui.source_page import draw_opened_page, open_page

__all__ = ["draw"]

_KINDS = {
    CardKind.ROW: "Recall table",
    CardKind.TERM: "Glossary",
    CardKind.ITEM: "Practice item",
    CardKind.IMPORT: "Imported",
    CardKind.CHAT: "From the chat",
}
_GRADES = {Grade.AGAIN: "Again", Grade.HARD: "Hard", Grade.GOOD: "Good", Grade.EASY: "Easy"}
_LISTED_TAKEN_OUT = 20


def draw() -> None:
    """Draw the page. Raises TutorError where there is neither an index nor a card."""
    resources, course_id = shared(), str(st.session_state[COURSE])
    st.title("Review")
    _keep_cards(resources, course_id)
    day = resources.review_day(course_id)
    st.html(f'<p class="tutor-lead" role="status">{_counts(day)}</p>')
    if review_desk().fault:
        st.error(plain(review_desk().fault))
        review_desk().fault = ""
    states = resources.reviews().states(course_id)
    card = card_now(resources, course_id, day, states)
    if card is None:
        _draw_nothing(resources, course_id, day, states)
    else:
        _draw_card(resources, card, states.get(card.id))
    _draw_actions(resources, course_id, day, card)
    if day.set_aside:
        _draw_taken_out(resources, course_id)
    draw_opened_page(resources, course_id)


def _keep_cards(resources: Resources, course_id: str) -> None:
    """Cards for what the index holds now; without an index those that are stored have to do."""
    try:
        resources.keep_cards(course_id)
    except IndexUnavailableError:
        if not resources.reviews().cards(course_id):
            raise


def _counts(day: ReviewDay) -> str:
    """What is left today, in one line."""
    left = len(day.due) + len(day.new) + day.later_today
    if not left:
        return f"Nothing left today. {counted(day.graded_today, 'grade')} given." if day.graded_today else ""
    parts = [f"{len(day.due):,} due", f"{len(day.new):,} new"]
    parts += [f"{day.later_today:,} later today"] if day.later_today else []
    return f"<b>{left:,} left today</b>: {', '.join(parts)}. {counted(day.graded_today, 'grade')} given."


def _key(shortcut: str) -> str | None:
    """The key, unless a source is open: what is pressed there must not grade the card behind it."""
    return None if desk().opened is not None else shortcut


def _draw_card(resources: Resources, card: Card, known: ReviewState | None) -> None:
    task = f" · task {escaped(card.task)}" if card.task else ""
    new = " · new" if known is None else ""
    with st.container(border=True, key="review_card"):
        st.html(
            f'<p class="tutor-small">{_KINDS[card.kind]}{task}{new}</p>'
            f'<div class="tutor-talk tutor-front">{escaped(card.front)}</div>'
        )
        if review_desk().shown:
            st.html(f'<div class="tutor-talk tutor-back">{escaped(card.back)}</div>')
            _draw_sources(resources, card)
    if review_desk().shown:
        _draw_grades(resources, card, known)
        _draw_focus("review_grade_3", f"{card.id}-back")
        return
    st.button(
        "Show the answer",
        key="review_show",
        type="primary",
        shortcut=_key("Space"),
        on_click=show_back,
        args=(card.id,),
    )
    _draw_focus("review_show", f"{card.id}-front")


def _draw_focus(button: str, key: str) -> None:
    """Put the keyboard on a button, so that Enter presses it; not while a source is open."""
    if desk().opened is None:
        focus_on(f".st-key-{button} button", f"focus-{key}")


def _draw_sources(resources: Resources, card: Card) -> None:
    try:
        index = resources.index(card.course)
    except IndexUnavailableError as fault:
        st.html(f'<p class="tutor-small">The source cannot be shown: {escaped(str(fault))}</p>')
        return
    for number, source in enumerate(card_sources(card, _item_sources(resources, card), index)):
        _draw_source(source, number)


def _item_sources(resources: Resources, card: Card) -> tuple[ItemSource, ...]:
    """What an item's card rests on; the item is one of the learner's or of the course's own bank."""
    from tutor.learner.exam_pool import written_items

    if not card.item_id:
        return ()
    item = resources.items().get(card.item_id)
    if item is None:
        written = written_items(resources.workspace(card.course))
        item = next((one for one in written if one.id == card.item_id), None)
    return item.sources if item else ()


def _draw_source(source: CardSource, number: int) -> None:
    found = source.found
    if found is None:
        where = f"{escaped(source.document)} · page {source.page}"
        st.html(f'<p class="tutor-small">From {where}, where these words no longer stand.</p>')
        return
    with st.container(border=True, gap="xsmall", key=f"tutor_card_review_{number}"):
        st.html(card_html(Passage((), found.chunk, (found.place.stretch,))))
        st.button(
            "Open the source" if number == 0 else f"Open source {number + 1}",
            key=f"review_source_{number}",
            type="tertiary",
            shortcut=_key("S") if number == 0 else None,
            on_click=open_page,
            args=(found.place,),
        )


def _draw_grades(resources: Resources, card: Card, known: ReviewState | None) -> None:
    now, exam_date = resources.now(), resources.exam_date(card.course)
    due = previews(known, card.id, now, exam_date)
    with st.container(horizontal=True, gap="small", key="review_grades"):
        for grade, name in _GRADES.items():
            st.button(
                f"{name} · {interval_words(now, due[grade])}",
                key=f"review_grade_{int(grade)}",
                type="primary" if grade is Grade.GOOD else "secondary",
                shortcut=_key(str(int(grade))),
                on_click=grade_as,
                args=(resources, card, grade),
            )


def _draw_actions(resources: Resources, course_id: str, day: ReviewDay, card: Card | None) -> None:
    state = review_desk()
    with st.container(horizontal=True, gap="small", key="review_actions"):
        st.button(
            "Undo the last grade",
            key="review_undo",
            type="tertiary",
            shortcut=_key("U"),
            disabled=not day.graded_today,
            on_click=undo_grade,
            args=(resources, course_id),
        )
        if card is not None:
            st.button(
                "Take this card out",
                key="review_take_out",
                type="tertiary",
                shortcut=_key("X"),
                on_click=take_out,
                args=(resources, card.id),
            )
        if state.taken_out:
            st.button(
                "Bring the last one back",
                key="review_bring_back",
                type="tertiary",
                shortcut=_key("B"),
                on_click=bring_back,
                args=(resources, state.taken_out),
            )


def _draw_nothing(
    resources: Resources, course_id: str, day: ReviewDay, states: dict[str, ReviewState]
) -> None:
    """Why there is no card, and when there will be one."""
    if not day.active:
        st.html(
            '<p class="tutor-lead">No cards yet. They come from the recall tables and glossaries of the '
            "material, and from practice items that you add. Add material in the Library.</p>"
        )
        return
    now, cards = resources.now(), resources.reviews().cards(course_id)
    ahead = [s.due_at for s in states.values() if cards.get(s.card_id) is CardState.ACTIVE and s.due_at > now]
    said = f"The next card is due {when_words(now, min(ahead))}." if ahead else ""
    if day.new_left:
        said += f" {counted(day.new_left, 'new card')} left; the next share comes tomorrow."
    st.html(f'<p class="tutor-lead"><b>Nothing is due now.</b> {said.strip()}</p>')
    if day.later_today:
        st.button("Look again", key="review_look", shortcut=_key("Space"))


def _draw_taken_out(resources: Resources, course_id: str) -> None:
    """The cards that the learner took out, each to be brought back."""
    store = resources.reviews()
    out = [card_id for card_id, state in store.cards(course_id).items() if state is CardState.SUSPENDED]
    if not out:
        return
    with st.expander(f"{counted(len(out), 'card')} taken out"):
        for card_id in out[-_LISTED_TAKEN_OUT:][::-1]:
            card = store.card(card_id)
            if card is not None:
                st.button(
                    f"Bring back: {plain(one_line(card.front, 80))}",
                    key=f"review_restore_{card_id}",
                    type="tertiary",
                    on_click=bring_back,
                    args=(resources, card_id),
                )
