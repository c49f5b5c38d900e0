"""The practice items at the end of a lab; each answer is an attempt, and shows its verdict at once."""

from collections.abc import Callable

import streamlit as st

from tutor.learner.exam_pool import written_items
from tutor.learner.types import Attempt
from tutor.practice.types import PracticeItem
from tutor.ui.item_sources import draw_sources
from tutor.ui.item_view import chosen_after, draw_item, draw_marked_item
from tutor.ui.lab_desk import LabDesk, LabWork
from tutor.ui.resources import Resources

__all__ = ["draw_items"]


def draw_items(resources: Resources, desk: LabDesk, work: LabWork) -> None:
    """Draw the lab's practice items: those answered, and the next one.

    Raises CourseError for a faulty bank.
    """
    known = {item.id: item for item in written_items(resources.workspace(work.course))}
    items = [known[name] for name in work.lab.items if name in known]
    if not items:
        return
    answers = {
        one.item_id: one.chosen for one in work.attempts.all(work.course) if one.session == _session(work)
    }
    st.html(
        '<h2 class="tutor-question">Three practice items on this lab</h2>'
        '<p class="tutor-small">The answers count as practice.</p>'
    )
    for item in items:
        with st.container(border=True, key=f"tutor_lab_item_{item.id}"):
            if item.id not in answers:
                _draw_open(desk, work, item)
                return  # one at a time: its options have the keys 1 to 6
            draw_marked_item(item, answers[item.id])
            draw_sources(resources, work.course, item, f"lab_{item.id}")


def _session(work: LabWork) -> str:
    """What the answers of this copy bear; other than its steps, which `lab_states` looks for."""
    return f"{work.copy.session}:items"


def _draw_open(desk: LabDesk, work: LabWork, item: PracticeItem) -> None:
    place = (work.copy.session, item.id)

    def press(option: int) -> None:
        desk.chosen[place] = chosen_after(item, desk.chosen.get(place, ()), option)

    chosen = desk.chosen.get(place, ())
    draw_item(item, chosen, f"lab_{item.id}", press)
    st.button(
        "Submit",
        key=f"lab_submit_{item.id}",
        disabled=len(chosen) != len(item.key),
        on_click=_answer(desk, work, item),
    )


def _answer(desk: LabDesk, work: LabWork, item: PracticeItem) -> Callable[[], None]:
    """Keep the answer; a second press adds nothing."""

    def answer() -> None:
        chosen = desk.chosen.pop((work.copy.session, item.id), ())
        if chosen:
            work.attempts.add(
                Attempt(
                    item_id=item.id,
                    course=work.course,
                    task=item.task,
                    chosen=chosen,
                    correct=chosen == item.key,
                    answered_at=work.now(),
                    session=_session(work),
                )
            )

    return answer
