"""The exam page: an open exam first, wherever it stood; else a report, a gap assessment or the start."""

import streamlit as st

from tutor.practice.exams.exam_report import exam_report
from tutor.ui.exam_parts import ExamDesk, exam_desk
from tutor.ui.exam_report_view import draw_report
from tutor.ui.exam_sitting import draw_sitting
from tutor.ui.exam_start import draw_earlier, draw_start
from tutor.ui.gap_view import draw_gap, draw_gap_start, last_gap, resumed_gap
from tutor.ui.practice_style import use_practice_style
from tutor.ui.resources import Resources, shared
from tutor.ui.session import COURSE
from tutor.ui.shown import plain

__all__ = ["draw"]


def draw() -> None:
    """Draw the page. Raises TutorError where the course's bank or the learner's file cannot be read."""
    resources, course_id = shared(), str(st.session_state[COURSE])
    desk, store = exam_desk(resources, course_id), resources.exams()
    use_practice_style()
    st.title("Exam")
    sitting = store.open_sitting(course_id)  # ends one whose time is over
    if sitting is None and desk.sitting_id:
        desk.report_id, desk.sitting_id, desk.is_finishing = desk.sitting_id, "", False
        desk.notice = ""  # a press that came too late; the report says that the time ran out
    if desk.notice:
        st.warning(plain(desk.notice))
        desk.notice = ""
    if sitting is not None:
        desk.sitting_id = sitting.id
        draw_sitting(store, sitting, desk, sitting.seconds_left(resources.now()))
    elif desk.report_id:
        draw_report(resources, exam_report(store.sitting(desk.report_id)), desk)
    else:
        _draw_without_exam(resources, course_id, desk)


def _draw_without_exam(resources: Resources, course_id: str, desk: ExamDesk) -> None:
    if not desk.gap_id:
        last = last_gap(resources.attempts().all(course_id))
        desk.gap_id = resumed_gap(last, desk.gap_left, resources.now())
    if desk.gap_id:
        draw_gap(resources, course_id, desk)
        return
    draw_start(resources, course_id, desk)
    draw_gap_start(resources, course_id, desk)
    draw_earlier(resources.exams().sittings(course_id), desk)
