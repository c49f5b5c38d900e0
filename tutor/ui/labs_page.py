"""The labs page: the course's labs with how far you are, and the one that is open."""

from pathlib import Path

import streamlit as st

from tutor.labs.aws_server import install_sentence, missing_packages
from tutor.labs.copies import find_copy, start_copy
from tutor.labs.load import load_labs
from tutor.labs.progress import StepState, lab_states
from tutor.labs.types import Lab
from tutor.learner.learners import learner_home
from tutor.learner.standing.words import counted
from tutor.ui.lab_desk import LabDesk, LabWork, lab_desk
from tutor.ui.lab_view import draw_lab
from tutor.ui.practice_style import use_practice_style
from tutor.ui.resources import Resources, shared
from tutor.ui.session import COURSE
from tutor.ui.shown import escaped, plain
from tutor.ui.source_page import draw_opened_page

__all__ = ["draw"]


def draw() -> None:
    """Draw the page. Raises TutorError where the labs or the learner's file cannot be read."""
    resources, course_id, desk = shared(), str(st.session_state[COURSE]), lab_desk()
    use_practice_style()
    st.title("Labs")
    workspace = resources.workspace(course_id)
    labs = load_labs(workspace.course.directory) if workspace.course is not None else ()
    if not labs:
        why = "made of your own files only" if workspace.course is None else "one without a folder `labs`"
        st.info(f"This course is {why}, so it has no labs. Choose another course in the sidebar.")
        return
    missing = missing_packages(tuple({service for lab in labs for service in lab.services}))
    if missing:
        st.warning(plain(install_sentence(missing)))
    opened = next((lab for lab in labs if lab.id == desk.opened.get(course_id)), None)
    if opened is None:
        _draw_list(resources, course_id, desk, labs)
        return
    st.button(
        "All labs",
        key="lab_back",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=desk.close,
        args=(course_id,),
    )
    work = _work(resources, course_id, opened)
    if work is None:  # put aside elsewhere, e.g. by deleting all data
        _draw_start(resources, course_id, desk, opened)
        return
    draw_lab(resources, desk, work, can_run=not missing_packages(opened.services))
    draw_opened_page(resources, course_id)


def _draw_list(resources: Resources, course_id: str, desk: LabDesk, labs: tuple[Lab, ...]) -> None:
    st.html(
        '<p class="tutor-lead">Build the thing that the exam asks about, on this machine, without an account '
        "and without cost. Each step is checked, and counts towards its task.</p>"
    )
    attempts = resources.attempts().all(course_id)
    for lab in labs:
        copy = find_copy(_root(resources, course_id), lab)
        states = lab_states(lab, copy, attempts)
        with st.container(border=True, gap="xsmall", key=f"lab_card_{lab.id}"):
            st.html(
                f'<h2 class="tutor-column">{escaped(lab.title)}</h2>'
                f'<p class="tutor-small">{escaped(lab.summary)}</p>'
                f'<p class="tutor-small"><b>{_state_words(states, is_started=copy is not None)}</b> · '
                f"{counted(lab.minutes, 'minute')}</p>"
            )
            st.button(
                "Open" if copy is None else "Go on",
                key=f"lab_open_{lab.id}",
                on_click=desk.opened.__setitem__,
                args=(course_id, lab.id),
                help=plain(lab.title),
            )


def _state_words(states: tuple[StepState, ...], *, is_started: bool) -> str:
    done = sum(state.passed for state in states)
    if done == len(states):
        return f"✓ Done, {counted(done, 'step')}"
    return f"{done} of {counted(len(states), 'step')} done" if is_started else "Not started"


def _draw_start(resources: Resources, course_id: str, desk: LabDesk, lab: Lab) -> None:
    st.html(f'<h2 class="tutor-question">{escaped(lab.title)}</h2>')
    st.markdown(lab.intro)
    steps = "".join(f"<li>{escaped(step.title)}</li>" for step in lab.steps)
    st.html(f'<h3 class="tutor-column">Steps</h3><ol>{steps}</ol>')

    def start() -> None:
        start_copy(_root(resources, course_id), lab, resources.now())

    st.button("Start the lab", type="primary", key="lab_start", on_click=start)


def _root(resources: Resources, course_id: str) -> Path:
    return learner_home(resources.settings()) / "labs" / course_id


def _work(resources: Resources, course_id: str, lab: Lab) -> LabWork | None:
    copy = find_copy(_root(resources, course_id), lab)
    if copy is None:
        return None
    home = resources.settings().home
    return LabWork(lab, copy, home, course_id, resources.attempts(), resources.now)
