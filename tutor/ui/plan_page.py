"""The plan page: the exam's date, the weeks up to it, what changed in them and why, a journal line a day."""

from datetime import date, timedelta

import streamlit as st

from ingest.errors import IndexUnavailableError
from tutor.learner.planning.plan_changes import plan_changes
from tutor.learner.planning.plan_record import WeekRecord, week_records
from tutor.learner.planning.plan_request import MOST_HOURS, MOST_WEEKS, PlanError
from tutor.learner.planning.plan_types import FocusTask, PlanWeek, StudyPlan
from tutor.learner.standing.coverage import Section
from tutor.learner.standing.record import DEFAULT_HOURS, LearnerRecord, made_plan, store_plan, with_goal
from tutor.learner.standing.words import counted, percent
from tutor.ui.page_text import Stretch
from tutor.ui.progress_page import record_of
from tutor.ui.resources import Resources, shared
from tutor.ui.session import COURSE, OpenedPage
from tutor.ui.shown import escaped, plain
from tutor.ui.source_page import draw_opened_page, open_page

__all__ = ["draw"]

_FIRST_DAYS = 42
"""The date that the form begins with: six weeks, the plan that most guides give."""
_NOTES = 14


def draw() -> None:
    """Draw the page. Raises TutorError where the learner's file or the course cannot be read."""
    resources, course_id = shared(), str(st.session_state[COURSE])
    record = record_of(resources, course_id)
    st.title("Plan")
    _draw_goal(resources, record)
    if record.exam_on is None:
        st.info("Set the exam's date and the hours that you have in a week, and the plan appears here.")
    else:
        _draw_plan(resources, record)
    _draw_journal(resources, record)
    draw_opened_page(resources, course_id)


def _draw_goal(resources: Resources, record: LearnerRecord) -> None:
    today = record.now.date()
    first = today + timedelta(days=1)
    last = today + timedelta(weeks=MOST_WEEKS)
    known = record.exam_on if record.exam_on and first <= record.exam_on <= last else None
    hours = record.goal.hours_a_week if record.goal else DEFAULT_HOURS
    with (
        st.form("plan_goal", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        exam_on = st.date_input(
            "Exam on",
            value=known or today + timedelta(days=_FIRST_DAYS),
            min_value=first,
            max_value=last,
            format="YYYY-MM-DD",
            key="plan_date",
        )
        wanted = st.number_input(
            "Hours a week", min_value=0.5, max_value=MOST_HOURS, value=hours, step=0.5, key="plan_hours"
        )
        sent = st.form_submit_button("Make the plan", type="primary", key="plan_go")
    if sent and isinstance(exam_on, date):
        changed = with_goal(record, exam_on, float(wanted))
        try:
            store_plan(resources.database(), made_plan(changed), changed)
        except PlanError as fault:
            st.error(plain(str(fault)))
            return
        st.rerun()


def _draw_plan(resources: Resources, record: LearnerRecord) -> None:
    try:
        new = store_plan(resources.database(), made_plan(record), record)
    except PlanError as fault:
        st.warning(plain(str(fault)))
        return
    plans = (*record.plans, new.plan) if new.stored else record.plans
    shown = new.plan
    days = (shown.exam_on - record.now.date()).days
    st.html(
        f'<p class="tutor-lead">{counted(days, "day")} to the exam on {shown.exam_on}. Expected score today '
        f"{percent(shown.present_share)}; the targets rise to {percent(shown.weeks[-1].target)}.</p>"
    )
    for note in shown.notes:
        st.info(plain(note))
    _draw_changes(plans)
    records = {one.week.starts_on: one for one in week_records(plans, record.attempts, record.now)}
    running = shown.weeks[0].starts_on
    gone = [one for start, one in sorted(records.items()) if start < running]
    if gone:
        with st.expander(f"{counted(len(gone), 'week')} behind you"):
            for one in gone:
                st.html(_record_html(one))
    for week in shown.weeks:
        _draw_week(
            resources, record.course, week, records.get(week.starts_on), is_open=week.starts_on == running
        )


def _draw_changes(plans: tuple[StudyPlan, ...]) -> None:
    """What changed with the latest plan, and why."""
    if len(plans) < 2:
        return
    changes = plan_changes(plans[-2], plans[-1])
    if changes:
        with st.expander(f"What changed on {plans[-1].made_at:%Y-%m-%d}", expanded=True):
            st.html("".join(f'<p class="tutor-small">{escaped(line)}</p>' for line in changes))


def _draw_week(
    resources: Resources, course_id: str, week: PlanWeek, done: WeekRecord | None, *, is_open: bool
) -> None:
    sign = "✓ " if done and done.done else ""
    names = ", ".join(task.task for task in week.focus)
    left = f", {counted(week.days, 'day')} left" if week.days < 7 else ""
    label = f"{sign}Week {week.number} from {week.starts_on}{left}: {names}, target {percent(week.target)}"
    with st.expander(plain(label), expanded=is_open):
        if done:
            st.html(_record_html(done))
        for task in week.focus:
            _draw_task(resources, course_id, week, task, has_links=is_open)
        st.html("".join(f'<p class="tutor-small">{escaped(line)}</p>' for line in _week_lines(week)))


def _week_lines(week: PlanWeek) -> list[str]:
    lines = []
    if week.lab:
        lines.append(f"Lab: {week.lab.title}, {counted(week.lab.minutes, 'minute')}.")
    if week.exam:
        kind = "Full exam" if week.exam.full else "Short exam"
        lines.append(f"{kind}: {counted(week.exam.items, 'item')}, {week.exam.minutes:.0f} minutes.")
    lines.append(f"{week.hours.words}.")
    return [*lines, week.note] if week.note else lines


def _record_html(done: WeekRecord) -> str:
    score = f", {percent(done.right / done.answered)} right" if done.answered else ""
    tasks = "; ".join(
        f"{'✓ ' if one.done else ''}{one.task}: {one.answered} of {counted(one.planned, 'item')}"
        for one in done.tasks
    )
    reached = {True: ", target reached", False: ", below the target", None: ""}[done.reached]
    return (
        f'<p class="tutor-small"><b>Week {done.week.number}</b>, done so far: '
        f"{counted(done.answered, 'answer')}{score}{reached}. {escaped(tasks)}</p>"
    )


def _draw_task(
    resources: Resources, course_id: str, week: PlanWeek, task: FocusTask, *, has_links: bool
) -> None:
    """A task of a week; its sections can be opened in the week that runs, and are named in the others."""
    st.html(
        f'<h3 class="tutor-column">{escaped(task.task)} {escaped(task.title)}</h3>'
        f'<p class="tutor-small">{counted(task.practice_items, "item")}, {task.hours:.1f} hours: '
        f"{escaped(task.reason)}</p>"
    )
    if not has_links:
        named = "; ".join(section.heading for section in task.sections)
        if named:
            st.html(f'<p class="tutor-small">Read: {escaped(named)}</p>')
        return
    for at, section in enumerate(task.sections):
        st.button(
            plain(section.heading),
            key=f"plan_read_{week.number}_{task.task}_{at}",
            type="tertiary",
            icon=":material/menu_book:",
            help=plain(section.document),
            on_click=_open_section,
            args=(resources, course_id, section),
        )


def _open_section(resources: Resources, course_id: str, section: Section) -> None:
    try:
        page = resources.index(course_id).page(section.document, section.page)
    except (IndexUnavailableError, KeyError):
        start, end = 0, 0  # the drawer says that the document is gone
    else:
        start = max(0, page.text.find(section.heading))
        end = start + len(section.heading)
    open_page(OpenedPage(section.document, section.page, Stretch(start, end), section.heading))


def _draw_journal(resources: Resources, record: LearnerRecord) -> None:
    journal, today = resources.journal(), record.now.date()
    notes = {note.day: note.text for note in journal.all(record.course)}
    st.html('<h2 class="tutor-question">Journal</h2>')
    with st.form("plan_journal", border=False):
        text = st.text_area(
            "One line on today: what went well, what to look up", notes.get(today, ""), key="plan_note"
        )
        if st.form_submit_button("Keep", key="plan_keep"):
            journal.write(record.course, today, text)
            notes[today] = text.strip()
    earlier = [(day, words) for day, words in sorted(notes.items(), reverse=True) if day != today]
    if earlier:
        with st.expander("Earlier days"):
            st.html(
                "".join(
                    f'<p class="tutor-small"><b>{day}</b> {escaped(words)}</p>'
                    for day, words in earlier[:_NOTES]
                )
            )
