"""The report of a finished exam: score on its line, pass or fail, sections, notes, then every item."""

import streamlit as st

from tutor.learner.standing.words import counted, percent
from tutor.practice.exams.exam_report import ExamReport
from tutor.practice.exams.scoring import ExamResult, SectionRow, Standing
from tutor.ui.exam_parts import ExamDesk
from tutor.ui.item_review import draw_review
from tutor.ui.resources import Resources
from tutor.ui.shown import escaped
from tutor.ui.source_page import draw_opened_page

__all__ = ["draw_report", "scale_html", "sections_html"]

_ROOM = 18
"""Percent of the line that a label takes up on a narrow window."""
_SIGNS = {Standing.MEETS: "✓", Standing.NEEDS: "✕"}


def draw_report(resources: Resources, report: ExamReport, desk: ExamDesk) -> None:
    """Draw the report of one sitting, with the way back to the start page."""
    result = report.result
    st.button("All exams", key="report_back", icon=":material/arrow_back:", on_click=desk.go_home)
    st.html(_verdict_html(result))
    st.html(scale_html(report))
    st.html(f'<p class="tutor-lead">{_how_it_went(report)}</p>')
    for note in report.notes:
        st.html(f'<p class="tutor-small">{escaped(note)}</p>')
    st.html('<h2 class="tutor-column">Sections</h2>' + sections_html(result))
    draw_review(resources, report.course, report.items, report.sitting_id, desk)
    draw_opened_page(resources, report.course)


def _verdict_html(result: ExamResult) -> str:
    word = "✓ Pass" if result.passed else "✕ Fail"
    return (
        f'<h2 class="tutor-verdict">{word}: {result.score} of {result.scale.high}</h2>'
        f'<p class="tutor-lead">{result.scale.pass_mark} passes. The score is an estimate.</p>'
    )


def scale_html(report: ExamReport) -> str:
    """The scale as a line from its low to its high end, with the score and the pass mark at their places."""
    result, scale = report.result, report.result.scale
    score, mark = 100 * report.score_place, 100 * report.pass_place
    words = f"Score {result.score} on a scale from {scale.low} to {scale.high}; {scale.pass_mark} passes."
    return (
        f'<div class="tutor-scale" role="img" aria-label="{escaped(words)}">'
        f'<span class="reached" style="width: {score:.1f}%"></span>'
        f'<span class="mark" style="left: {mark:.1f}%"></span>'
        f"{_label('above', score, f'You: {result.score}')}"
        f"{_label('below', mark, f'Pass: {scale.pass_mark}')}"
        '<span class="label below" style="left: 0">'
        f"{scale.low if mark > _ROOM else ''}</span>"
        f'<span class="label below" style="right: 0">{scale.high if mark < 100 - _ROOM else ""}</span></div>'
    )


def _label(place: str, percent_along: float, text: str) -> str:
    """A label over its place, drawn inwards near the ends so that it stays on the page."""
    if percent_along > 100 - _ROOM / 2:
        return f'<span class="label {place}" style="right: 0">{text}</span>'
    shift = "-50%" if percent_along > _ROOM / 2 else "0"
    return (
        f'<span class="label {place}" style="left: {percent_along:.1f}%; transform: translateX({shift})">'
        f"{text}</span>"
    )


def _how_it_went(report: ExamReport) -> str:
    result = report.result
    sentences = [
        f"{result.correct} of {counted(result.scored, 'scored item')} right.",
        f"You answered {report.answered} of {len(report.items)}.",
    ]
    if report.unscored:
        sentences.append(f"{counted(report.unscored, 'item')} did not count.")
    used = f"You used {report.minutes_used:.0f} of {report.minutes:g} minutes."
    sentences.append("The time ran out." if report.ran_out else used)
    return " ".join(sentences)


def sections_html(result: ExamResult) -> str:
    """The section table; standing by sign and word."""
    rows = "".join(_section(row) for row in result.sections)
    return (
        '<div class="wide" tabindex="0"><table><thead><tr><th scope="col">Domain</th>'
        '<th scope="col" class="number">Weight</th><th scope="col" class="number">Right</th>'
        f'<th scope="col">Standing</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _section(row: SectionRow) -> str:
    standing = f"{_SIGNS[row.standing]} {row.standing.value}" if row.standing else "no scored item"
    share = f" ({percent(row.share)})" if row.share is not None else ""
    return (
        f"<tr><td>{row.domain}. {escaped(row.title)}</td>"
        f'<td class="number">{row.weight:.0f} %</td>'
        f'<td class="number">{row.correct} of {row.scored}{share}</td><td>{standing}</td></tr>'
    )
