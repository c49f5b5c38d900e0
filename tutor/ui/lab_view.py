"""An open lab: its text, the code to complete, run, the steps with checks, hints, sources, takeaways."""

import re
from collections.abc import Callable
from typing import Literal

import streamlit as st

from ingest.errors import IndexUnavailableError, TutorError
from tutor.labs.copies import reset_copy
from tutor.labs.progress import StepState, lab_states
from tutor.labs.types import LabSource, LabStep, StepResult
from tutor.learner.standing.words import counted
from tutor.ui.jobs import Job
from tutor.ui.lab_code import draw_code, draw_file, saved
from tutor.ui.lab_desk import Checking, LabDesk, LabWork, Running
from tutor.ui.lab_editing import python_keys
from tutor.ui.lab_items import draw_items
from tutor.ui.page_text import Stretch
from tutor.ui.resources import Resources
from tutor.ui.session import OpenedPage
from tutor.ui.shown import escaped, plain
from tutor.ui.source_page import open_page
from tutor.ui.watch import Watched, watch

__all__ = ["draw_lab"]


def draw_lab(resources: Resources, desk: LabDesk, work: LabWork, *, can_run: bool) -> None:
    """Draw the lab of this copy; `can_run` is False while packages are missing.

    The step at hand stands above the code, its checks below; all other steps follow.
    """
    lab = work.lab
    desk.take()
    shown = tuple(zip(lab.steps, lab_states(lab, work.copy, work.attempts.all(work.course)), strict=True))
    done = sum(state.passed for _, state in shown)
    st.html(f'<h2 class="tutor-question">{escaped(lab.title)}</h2>')
    st.html(f'<p class="tutor-small" role="status">{done} of {counted(len(shown), "step")} done</p>')
    with st.expander("What this lab is about"):  # read on the page that started it
        st.markdown(lab.intro)
    at_hand = next((step for step, state in shown if not state.passed), None)
    for step, state in shown:
        if step is at_hand:
            with st.expander(_label(step, state), expanded=True):
                _draw_task(resources, desk, work, step)
    draw_code(desk, work.copy)
    number = lab.steps.index(at_hand) + 1 if at_hand else 0
    python_keys(f"TODO {number}" if at_hand else "", f"{work.copy.session}-{number}")
    can_run = can_run and desk.job is None
    _draw_buttons(resources, desk, work, at_hand, can_run=can_run)
    progress = st.empty()
    _draw_found(desk, work, at_hand)
    draw_file(work.copy)
    st.html(f'<h3 class="tutor-column">{"The other steps" if at_hand else "The steps"}</h3>')
    for step, state in shown:
        if step is not at_hand:
            _draw_step(resources, desk, work, (step, state), can_run=can_run)
    if at_hand is None:
        draw_items(resources, desk, work)
    if desk.job is not None:
        job = desk.job
        watch([Watched(job, progress, lambda: _job_words(job))])


def _draw_buttons(
    resources: Resources, desk: LabDesk, work: LabWork, at_hand: LabStep | None, *, can_run: bool
) -> None:
    with st.container(horizontal=True, gap="small"):
        if at_hand is not None:
            _draw_check(desk, work, at_hand, can_run=can_run, kind="primary")
        _button("Run", "lab_run", _begin(desk, work, lambda: Running(work)), can_press=can_run)
        every = _begin(desk, work, lambda: Checking(work, work.lab.steps))
        _button("Check all steps", "lab_check_all", every, can_press=can_run)
        _button("Save", "lab_save", _save(desk, work), can_press=True)
        _draw_reset(resources, desk, work, can_press=desk.job is None)


def _draw_found(desk: LabDesk, work: LabWork, at_hand: LabStep | None) -> None:
    """What the latest work came to: warnings, the checks of the step at hand, what a run printed."""
    session = work.copy.session
    for said in (desk.message, desk.said.get(session, "")):
        if said:
            st.warning(plain(said))
    desk.message = ""
    result = desk.results.get(session, {}).get(at_hand.id) if at_hand else None
    if result is not None:
        st.html(_result_html(result))
    _draw_output(desk, session)


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


def _label(step: LabStep, state: StepState) -> str:
    tries = f", {counted(state.tries, 'attempt')}" if state.tries else ""
    return plain(f"{'✓ ' if state.passed else ''}{step.title}: {'done' if state.passed else 'open'}{tries}")


def _draw_task(resources: Resources, desk: LabDesk, work: LabWork, step: LabStep) -> None:
    """What to do in a step, its hints and what to read."""
    st.markdown(step.text)
    _draw_hints(desk, work.copy.session, step)
    _draw_sources(resources, work.course, step)


def _draw_check(
    desk: LabDesk, work: LabWork, step: LabStep, *, can_run: bool, kind: Literal["primary", "secondary"]
) -> None:
    press = _begin(desk, work, lambda: Checking(work, (step,)))
    st.button("Check this step", key=f"lab_check_{step.id}", type=kind, on_click=press, disabled=not can_run)


def _draw_step(
    resources: Resources, desk: LabDesk, work: LabWork, shown: tuple[LabStep, StepState], *, can_run: bool
) -> None:
    """Draw a step that is not at hand; open if the latest check was of it, or found it wrong."""
    (step, state), session = shown, work.copy.session
    result = desk.results.get(session, {}).get(step.id)
    is_open = result is not None and (
        desk.latest.get(session) == step.id or (result.begun and not result.passed)
    )
    with st.expander(_label(step, state), expanded=is_open):
        if result is not None:
            st.html(_result_html(result))
        if state.passed:
            lines = "".join(f"<li>{escaped(line)}</li>" for line in step.takeaways)
            st.html(f'<h3 class="tutor-column">For the exam</h3><ul>{lines}</ul>')
        _draw_task(resources, desk, work, step)
        _draw_check(desk, work, step, can_run=can_run, kind="secondary")


def _result_html(result: StepResult) -> str:
    """Each check with sign and word; a message below the first check that it is about."""
    lines: list[str] = []
    told: set[str] = set()
    for check in result.checks:
        word = "passed" if check.passed else "not yet" if check.begun else "not begun"
        sign, state = ("✓", "key") if check.passed else ("✕", "missed") if check.begun else ("○", "")
        is_new = not check.passed and check.message and check.message not in told
        said = f'<p class="why">{_with_code(check.message)}</p>' if is_new else ""
        told.add(check.message)
        lines.append(
            f'<li class="{state}"><span class="sign">{sign}</span><div><p>{_with_code(check.title)} '
            f'<span class="word">· {word}</span></p>{said}</div></li>'
        )
    return f'<ul class="tutor-marked">{"".join(lines)}</ul>'


def _with_code(text: str) -> str:
    """Safe HTML in which what stands between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped(text))


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
