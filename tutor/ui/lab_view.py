"""An open lab: its text, the code to complete, run, the steps with checks, hints, sources, takeaways."""

import re
from collections.abc import Callable

import streamlit as st

from ingest.errors import IndexUnavailableError, TutorError
from tutor.labs.copies import reset_copy
from tutor.labs.progress import StepState, lab_states
from tutor.labs.types import LabSource, LabStep, StepResult
from tutor.learner.standing.words import counted
from tutor.ui.jobs import Job
from tutor.ui.lab_code import draw_code, saved
from tutor.ui.lab_desk import Checking, LabDesk, LabWork, Running
from tutor.ui.lab_items import draw_items
from tutor.ui.page_text import Stretch
from tutor.ui.resources import Resources
from tutor.ui.session import OpenedPage
from tutor.ui.shown import escaped, plain
from tutor.ui.source_page import open_page
from tutor.ui.watch import Watched, watch

__all__ = ["draw_lab"]


def draw_lab(resources: Resources, desk: LabDesk, work: LabWork, *, can_run: bool) -> None:
    """Draw the lab of this copy; `can_run` is False while packages are missing."""
    lab, session = work.lab, work.copy.session
    progress = st.empty()
    desk.take()
    states = lab_states(lab, work.copy, work.attempts.all(work.course))
    st.html(f'<h2 class="tutor-question">{escaped(lab.title)}</h2>')
    done = sum(state.passed for state in states)
    st.html(f'<p class="tutor-small" role="status">{done} of {counted(len(states), "step")} done</p>')
    with st.expander("What this lab is about", expanded=not done):
        st.markdown(lab.intro)
    draw_code(desk, work.copy)
    can_run = can_run and desk.job is None
    with st.container(horizontal=True, gap="small"):
        _button("Save", "lab_save", _save(desk, work), can_press=True)
        _button("Run", "lab_run", _begin(desk, work, lambda: Running(work)), can_press=can_run)
        every = _begin(desk, work, lambda: Checking(work, lab.steps))
        _button("Check all steps", "lab_check_all", every, can_press=can_run)
        _draw_reset(resources, desk, work, can_press=desk.job is None)
    for said in (desk.message, desk.said.get(session, "")):
        if said:
            st.warning(plain(said))
    desk.message = ""
    _draw_output(desk, session)
    following = next((state.step for state in states if not state.passed), "")
    spots = {
        step.id: _draw_step(
            resources, desk, work, (step, state), can_run=can_run, is_open=step.id == following
        )
        for step, state in zip(lab.steps, states, strict=True)
    }
    if not following:
        draw_items(resources, desk, work)
    if desk.job is not None:
        job = desk.job
        watch([Watched(job, spots.get(job.only_step, progress), lambda: _job_words(job))])


def _job_words(job: Job) -> str:
    count = f" · {job.step.done} of {job.step.total}" if job.step.total else ""
    return f"{job.step.what}{count} · {job.seconds:.0f} s"


def _button(label: str, key: str, press: Callable[[], None], *, can_press: bool) -> None:
    st.button(label, key=key, on_click=press, disabled=not can_press)


def _save(desk: LabDesk, work: LabWork) -> Callable[[], None]:
    def save() -> None:
        desk.message = saved(desk, work.copy)

    return save


def _begin(desk: LabDesk, work: LabWork, make: Callable[[], Checking | Running]) -> Callable[[], None]:
    """A press that keeps the code, then begins the work unless some is running."""

    def begin() -> None:
        desk.message = saved(desk, work.copy)
        if desk.job is None and not desk.message:
            desk.job = make()
            desk.job.begin()

    return begin


def _draw_reset(resources: Resources, desk: LabDesk, work: LabWork, *, can_press: bool) -> None:
    def reset() -> None:
        try:
            aside = reset_copy(work.copy.folder.parent, work.lab, resources.now())
        except TutorError as fault:
            desk.message = str(fault)
        else:
            desk.message = f"Your earlier work lies in {aside}."

    with st.popover("Begin again", disabled=not can_press):
        st.html('<p class="tutor-small">Your code is put aside, not deleted. The steps count anew.</p>')
        st.button("Put my work aside and begin again", key="lab_reset", on_click=reset)


def _draw_output(desk: LabDesk, session: str) -> None:
    ran = desk.ran.get(session)
    if ran is None:
        return
    with st.expander(f"Output of the latest run, {ran.seconds:.1f} s", expanded=True):
        if ran.message:
            st.error(plain(ran.message))
        if ran.output or not ran.message:
            st.code(ran.output or "Nothing was printed.", language=None, wrap_lines=True)


def _draw_step(
    resources: Resources,
    desk: LabDesk,
    work: LabWork,
    shown: tuple[LabStep, StepState],
    *,
    can_run: bool,
    is_open: bool,
) -> "st.delta_generator.DeltaGenerator":
    """Draw a step; where to show how far its check is."""
    step, state = shown
    session = work.copy.session
    tries = f", {counted(state.tries, 'attempt')}" if state.tries else ""
    sign = "✓ " if state.passed else ""
    label = f"{sign}{step.title}: {'done' if state.passed else 'open'}{tries}"
    result = desk.results.get(session, {}).get(step.id)
    with st.expander(plain(label), expanded=is_open or (result is not None and not result.passed)):
        st.markdown(step.text)
        press = _begin(desk, work, lambda: Checking(work, (step,)))
        _button("Check this step", f"lab_check_{step.id}", press, can_press=can_run)
        spot = st.empty()
        if result is not None:
            st.html(_result_html(result))
        _draw_hints(desk, session, step)
        _draw_sources(resources, work.course, step)
        if state.passed:
            lines = "".join(f"<li>{escaped(line)}</li>" for line in step.takeaways)
            st.html(f'<h3 class="tutor-column">For the exam</h3><ul>{lines}</ul>')
    return spot


def _result_html(result: StepResult) -> str:
    """Each check with sign and word; a message below the one that it is about."""
    lines = []
    for check in result.checks:
        word = "passed" if check.passed else "not yet" if check.begun else "not begun"
        sign, state = ("✓", "key") if check.passed else ("✕", "missed") if check.begun else ("○", "")
        said = "" if check.passed or not check.message else f'<p class="why">{escaped(check.message)}</p>'
        lines.append(
            f'<li class="{state}"><span class="sign">{sign}</span><div><p>{escaped(check.title)} '
            f'<span class="word">· {word}</span></p>{said}</div></li>'
        )
    return f'<ul class="tutor-marked">{"".join(lines)}</ul>'


def _draw_hints(desk: LabDesk, session: str, step: LabStep) -> None:
    count = desk.hints.get((session, step.id), 0)
    for number, hint in enumerate(step.hints[:count], start=1):
        st.markdown(f"**Hint {number}:** {hint}")
    if count < len(step.hints):

        def show() -> None:
            desk.hints[session, step.id] = count + 1

        label = f"Hint {count + 1} of {len(step.hints)}"
        st.button(label, key=f"lab_hint_{step.id}", type="tertiary", on_click=show)


def _draw_sources(resources: Resources, course_id: str, step: LabStep) -> None:
    for number, source in enumerate(step.sources):
        place = _place(resources, course_id, source)
        if place is None:
            st.html(
                f'<p class="tutor-small">Read: {escaped(source.document)} · {escaped(source.heading)}</p>'
            )
            continue
        st.button(
            plain(source.heading),
            key=f"lab_source_{step.id}_{number}",
            type="tertiary",
            icon=":material/menu_book:",
            help=plain(source.document),
            on_click=open_page,
            args=(place,),
        )


def _place(resources: Resources, course_id: str, source: LabSource) -> OpenedPage | None:
    """Where the section begins; None without an index, or when the index has it no longer."""
    try:
        contents = resources.index(course_id).contents.pages
    except IndexUnavailableError:
        return None
    for (document, number), page in sorted(contents.items()):
        if document != source.document:
            continue
        line = re.search(rf"^{re.escape(source.heading)}$", page.text, re.MULTILINE)
        start = line.start() if line else page.text.find(source.heading)
        if start >= 0:
            return OpenedPage(document, number, Stretch(start, start + len(source.heading)), source.heading)
    return None
