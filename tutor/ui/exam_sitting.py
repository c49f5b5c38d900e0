"""An exam that is being sat: the clock, one item, flag, the way to and fro, the grid, and its end.

Every press is a row in the learner's file before the page is drawn again, and each run of the page reads
the sitting anew: the page itself remembers nothing that a reload could lose.
"""

import streamlit as st

from tutor.learner.exam_types import Sitting, SittingItem
from tutor.learner.exams import ExamStore
from tutor.learner.standing.words import counted
from tutor.ui.components import scroll_to
from tutor.ui.exam_components import GridCell, exam_clock, item_grid
from tutor.ui.exam_parts import ExamDesk, said
from tutor.ui.item_view import chosen_after, draw_item

__all__ = ["draw_sitting"]


def draw_sitting(store: ExamStore, sitting: Sitting, desk: ExamDesk, seconds_left: float) -> None:
    """Draw the item where the learner was last, or the question whether to finish."""
    with st.container(key="tutor_exam"):
        left, right = st.columns([2, 1], gap="large")
    with left:
        exam_clock(seconds_left, f"clock_{sitting.id}")
        if desk.is_finishing:
            _draw_finishing(store, sitting, desk)
        else:
            _draw_item(store, sitting, desk)
    with right:
        _draw_grid(store, sitting, desk)


def _draw_item(store: ExamStore, sitting: Sitting, desk: ExamDesk) -> None:
    place = sitting.items[sitting.position - 1]
    flagged = " · ⚑ flagged" if place.flagged else ""
    title = f"Item {place.position} of {len(sitting.items)}{flagged}"
    st.html(f'<h2 class="tutor-column tutor-item">{title}</h2>')
    scroll_to(".tutor-item", "nearest", f"item_{sitting.id}_{place.position}")

    def press(option: int) -> None:
        said(desk, _choose, store, sitting.id, place.position, option)

    draw_item(place.item, place.chosen, f"exam_{sitting.id}_{place.position}", press)
    _draw_ways(store, sitting, place, desk)


def _choose(store: ExamStore, sitting_id: str, position: int, option: int) -> None:
    """Keep the press, given what is chosen on the disk now."""
    place = store.sitting(sitting_id).items[position - 1]
    after = chosen_after(place.item, place.chosen, option)
    if after != place.chosen:
        store.choose(sitting_id, position, after)


def _step(store: ExamStore, sitting_id: str, step: int) -> None:
    """Go on from where the learner is on the disk now: a key may be struck twice before the page follows."""
    sitting = store.sitting(sitting_id)
    store.visit(sitting_id, min(max(sitting.position + step, 1), len(sitting.items)))


def _turn_flag(store: ExamStore, sitting_id: str, position: int) -> None:
    flagged = store.sitting(sitting_id).items[position - 1].flagged
    store.flag(sitting_id, position, flagged=not flagged)


def _draw_ways(store: ExamStore, sitting: Sitting, place: SittingItem, desk: ExamDesk) -> None:
    """Previous, flag, next; after the last item the way leads to the end."""
    last = len(sitting.items)

    def go(step: int) -> None:
        said(desk, _step, store, sitting.id, step)

    def flag() -> None:
        said(desk, _turn_flag, store, sitting.id, place.position)

    def ask() -> None:
        desk.is_finishing = True

    with st.container(horizontal=True, gap="small", key="tutor_exam_ways"):
        st.button(
            "Previous",
            key="exam_previous",
            shortcut="p",
            disabled=place.position == 1,
            on_click=go,
            args=(-1,),
        )
        st.button(
            "Take the flag away" if place.flagged else "⚑ Flag", key="exam_flag", shortcut="f", on_click=flag
        )
        st.button(
            "Next",
            key="exam_next",
            shortcut="n",
            disabled=place.position == last,
            on_click=go,
            args=(1,),
        )
        st.button("Finish", key="exam_ask", on_click=ask)


def _draw_finishing(store: ExamStore, sitting: Sitting, desk: ExamDesk) -> None:
    """Asked once; the items are out of reach of a key while it is."""
    open_ones = [place for place in sitting.items if not place.chosen]
    flagged = [place for place in sitting.items if place.flagged]
    lines = [f"{sitting.answered} of {counted(len(sitting.items), 'item')} answered."]
    if open_ones:
        lines.append(f"{counted(len(open_ones), 'item')} without an answer will count as wrong.")
    if flagged:
        lines.append(f"{counted(len(flagged), 'item')} flagged.")
    sentences = "".join(f"<p>{line}</p>" for line in lines)
    st.html(
        '<h2 class="tutor-column">Finish the exam?</h2>'
        f'<div class="tutor-refusal" role="alert">{sentences}'
        "<p>After that nothing can be changed, and you see your report.</p></div>"
    )

    def finish() -> None:
        desk.is_finishing = False
        said(desk, store.finish, sitting.id)

    def back(position: int) -> None:
        desk.is_finishing = False
        said(desk, store.visit, sitting.id, position)

    with st.container(horizontal=True, gap="small"):
        st.button("Finish the exam", key="exam_finish", type="primary", on_click=finish)
        st.button("Back to the items", key="exam_back", on_click=back, args=(sitting.position,))
        for name, places in (("open", open_ones), ("flagged", flagged)):
            if places:
                st.button(
                    f"To the first {name} item",
                    key=f"exam_first_{name}",
                    on_click=back,
                    args=(places[0].position,),
                )


def _draw_grid(store: ExamStore, sitting: Sitting, desk: ExamDesk) -> None:
    flagged = sum(place.flagged for place in sitting.items)
    open_ones = len(sitting.items) - sitting.answered
    st.html(
        '<h2 class="tutor-column">All items</h2>'
        f'<p class="tutor-small" role="status">✓ {sitting.answered} answered · ⚑ {flagged} flagged · '
        f"no sign: {open_ones} open</p>"
    )

    def go(position: int) -> None:
        desk.is_finishing = False
        said(desk, store.visit, sitting.id, position)

    item_grid([_cell(place) for place in sitting.items], sitting.position, f"grid_{sitting.id}", go)


def _cell(place: SittingItem) -> GridCell:
    signs = ("✓" if place.chosen else "") + ("⚑" if place.flagged else "")
    words = "answered" if place.chosen else "open"
    return GridCell(
        place.position, signs, f"{words}, flagged" if place.flagged else words, filled=bool(place.chosen)
    )
