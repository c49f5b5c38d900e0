"""The learner's part of the settings page: who it is, the exam's date, and all data out or gone."""

from datetime import date

import streamlit as st

from ingest.errors import TutorError
from tutor.learner.my_data import export_my_data
from tutor.learner.standing.words import counted
from tutor.ui.learner_choice import add_learner, draw_learner_choice, enter_learner
from tutor.ui.resources import Resources
from tutor.ui.session import COURSE, desk
from tutor.ui.shown import escaped, plain

__all__ = ["draw_learner", "draw_my_data"]

_SAID = "learner_said"
"""Of the session's state: a sentence and whether it is a fault, shown once."""
_HOURS = 6.0
_MOST_HOURS = 80.0


def draw_learner(resources: Resources) -> None:
    """Who the session is for, who else there is, and the goal in the course that is chosen."""
    learner = resources.settings().learner
    st.html(
        '<h2 class="tutor-column">Learner</h2>'
        f'<p class="tutor-lead">This page is for <b>{escaped(learner)}</b>. Each learner has their own '
        "chats, items, answers, reviews, exams and plans, and sees nobody else's. The material of the "
        "courses is everybody's.</p>"
    )
    _draw_said()
    draw_learner_choice("settings")
    with (
        st.form("add_learner", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        st.text_input("Add a learner", key="learner_name", max_chars=64, placeholder="A name")
        st.form_submit_button("Add and switch", key="learner_add", on_click=_add)
    _draw_goal(resources, str(st.session_state[COURSE]), learner)


def _draw_said() -> None:
    said = st.session_state.pop(_SAID, None)
    if said is not None:
        text, is_fault = said
        (st.error if is_fault else st.success)(plain(text))


def _say(text: str, *, fault: bool = False) -> None:
    st.session_state[_SAID] = (text, fault)


def _add() -> None:
    try:
        learner = add_learner(str(st.session_state.get("learner_name", "")))
    except TutorError as fault:
        _say(str(fault), fault=True)
        return
    enter_learner(learner)
    _say(f"This page is now for {learner}, who begins with nothing.")


def _draw_goal(resources: Resources, course_id: str, learner: str) -> None:
    goal = resources.goals().latest(course_id)
    # the browser remembers what was put in by its key, which another learner or course must not begin with
    own = f"{course_id}_{learner}"
    title = escaped(resources.workspace(course_id).title)
    st.html(f'<p class="tutor-small">Your exam in {title}. Reviews and the plan follow from it.</p>')
    with (
        st.form(f"goal_{own}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        exam_date = st.date_input(
            "Exam date",
            value=goal.exam_date if goal else None,
            min_value=date(2000, 1, 1),
            format="YYYY-MM-DD",
            key=f"exam_date_{own}",
        )
        hours = st.number_input(
            "Hours a week",
            min_value=0.5,
            max_value=_MOST_HOURS,
            value=min(max(goal.hours_a_week, 0.5), _MOST_HOURS) if goal else _HOURS,
            step=0.5,
            format="%g",
            key=f"hours_{own}",
        )
        pressed = st.form_submit_button("Save the goal", key="goal_save")
    if pressed:
        resources.goals().set(course_id, exam_date, float(hours))
        _say("Saved. The plan and the reviews follow the new goal.")
        st.rerun()


def draw_my_data(resources: Resources) -> None:
    """Everything that is kept of the learner: as one file, or deleted once their name was written."""
    settings = resources.settings()
    learner = settings.learner
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Export all my data as JSON",
            lambda: export_my_data(settings, resources.now()),
            file_name=f"tutor-{learner}.json",
            mime="application/json",
            on_click="ignore",
            key="export_my_data",
        )
        with st.popover("Delete all my data"):
            st.html(
                '<p class="tutor-small">Chats, items, answers, reviews, exams, plans and notes of '
                f"<b>{escaped(learner)}</b> are gone for good. Material and settings stay.</p>"
            )
            typed = st.text_input(f"Write {plain(learner)} to confirm", key=f"delete_name_{learner}")
            st.button(
                "Delete all my data",
                key="delete_my_data",
                disabled=typed.strip() != learner,
                on_click=_delete,
                args=(resources,),
            )


def _delete(resources: Resources) -> None:
    """Delete the learner's data and go on as the learner whom the settings name."""
    if desk().generation is not None:
        desk().leave_chat(str(st.session_state[COURSE]))  # an answer in the making would be written
    try:
        gone = resources.delete_my_data()
    except TutorError as fault:
        _say(str(fault), fault=True)
        return
    learner = resources.settings().learner
    named = resources.of_learner("").settings()
    enter_learner(named.learner)
    _say(
        f"All data of {learner} is deleted ({counted(len(gone), 'file')}). This page is for {named.learner}."
    )
