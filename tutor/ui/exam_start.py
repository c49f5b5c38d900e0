"""Where an exam begins: the rules, the figures with their sources, the forms, and the earlier exams."""

from collections.abc import Sequence

import streamlit as st

from ingest.types import Blueprint, Fact
from tutor.learner.exam_types import Sitting
from tutor.learner.standing.words import counted
from tutor.practice.exams.exam import ExamPool, draw
from tutor.practice.exams.exam_form import ExamFigures, ExamForm, exam_figures, exam_form, forms
from tutor.ui.exam_parts import ExamDesk, course_blueprint, course_pool, new_seed, said
from tutor.ui.resources import Resources
from tutor.ui.shown import escaped, plain

__all__ = ["draw_earlier", "draw_start", "figures_html", "offered_forms"]

_SHORTEST = 5
"""With fewer, one answer moves the score by more than 200 points (650 / (0.72 * 4) = 226)."""
_FIGURES = {
    "minutes": "Minutes",
    "items": "Items",
    "scored_items": "Scored items",
    "unscored_items": "Unscored items",
    "scale_low": "Lowest score",
    "scale_high": "Highest score",
    "pass_mark": "Pass mark",
    "pass_share": "Share of right answers that passes",
}


def draw_start(resources: Resources, course_id: str, desk: ExamDesk) -> None:
    """Draw rules, forms and figures. Raises CourseError for a faulty bank."""
    blueprint = course_blueprint(resources, course_id)
    figures = exam_figures(blueprint)
    pool = course_pool(resources, course_id, blueprint)
    count = len({item.id for item in (*pool.items, *pool.generated)})
    st.html(_rules_html(figures))
    offered = offered_forms(figures, count)
    if offered:
        _draw_forms(resources, course_id, offered, desk)
    else:
        st.html(
            f'<p class="tutor-lead">This course has {counted(count, "item")}, and an exam needs at least '
            f"{_SHORTEST}. Make items in Practice, or import a bank with <code>tutor import</code>.</p>"
        )
    st.html('<h2 class="tutor-column">Where the figures come from</h2>' + figures_html(blueprint, figures))


def offered_forms(figures: ExamFigures, count: int) -> tuple[ExamForm, ...]:
    """The forms for which `count` items are enough; one of all items where none is; none below five."""
    offered = tuple(form for form in forms(figures) if form.length <= count)
    if offered or count < _SHORTEST:
        return offered
    return (exam_form(figures, count),)


def _rules_html(figures: ExamFigures) -> str:
    scale = figures.scale
    unscored = (
        f" {figures.unscored} of them do not count, and you are not told which." if figures.unscored else ""
    )
    rules = (
        f"The full exam has {counted(figures.length, 'item')} in {figures.minutes:g} minutes.{unscored}",
        "An item without an answer counts as wrong, so answer every one.",
        "Nothing is told before the end: no key, no count of right ones.",
        f"The score goes from {scale.low} to {scale.high}; {scale.pass_mark} passes. Only the total decides, "
        "so a strong domain makes up for a weak one.",
        "The clock runs on when you reload the page or close it. Your answers are kept, and you come back "
        "to the same item.",
    )
    return (
        '<div class="tutor-page"><ul>'
        + "".join(f'<li><span class="sign">•</span><span>{escaped(rule)}</span></li>' for rule in rules)
        + "</ul></div>"
    )


def _draw_forms(resources: Resources, course_id: str, offered: Sequence[ExamForm], desk: ExamDesk) -> None:
    labels = {_form_label(form): form for form in offered}
    chosen = st.radio("How long", list(labels), key="exam_form")

    def begin() -> None:
        said(desk, _begin, resources, course_id, labels[str(chosen)], desk)

    st.button("Begin the exam", key="exam_begin", type="primary", on_click=begin)
    st.html('<p class="tutor-small">The clock starts at once. Items you have not seen come first.</p>')


def _form_label(form: ExamForm) -> str:
    name = "The full exam: " if form.is_full else ""
    return f"{name}{counted(form.length, 'item')}, {form.minutes:g} minutes"


def _begin(resources: Resources, course_id: str, form: ExamForm, desk: ExamDesk) -> None:
    blueprint = course_blueprint(resources, course_id)
    pool: ExamPool = course_pool(resources, course_id, blueprint)
    sitting = resources.exams().begin(course_id, draw(pool, form, blueprint, new_seed()))
    desk.sitting_id, desk.is_finishing = sitting.id, False


def figures_html(blueprint: Blueprint, figures: ExamFigures) -> str:
    """Each stated figure with its source, those that sources dispute marked, and what was assumed."""
    facts = [fact for name in _FIGURES for fact in blueprint.values(name)]
    rows = "".join(_figure_row(fact, blueprint) for fact in facts)
    table = (
        '<div class="wide" tabindex="0"><table><thead><tr><th scope="col">Figure</th>'
        '<th scope="col" class="number">Value</th><th scope="col">Source</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    notes = "".join(f'<p class="tutor-small">{escaped(note)}</p>' for note in figures.notes)
    return (table if rows else "") + notes


def _figure_row(fact: Fact, blueprint: Blueprint) -> str:
    disputed = len({other.value for other in blueprint.values(fact.name)}) > 1
    mark = " ≠ disputed" if disputed else ""
    page = f", page {fact.page}" if fact.page else ""
    return (
        f'<tr><td>{_FIGURES[fact.name]}{mark}</td><td class="number">{escaped(str(fact.value))}</td>'
        f"<td>{escaped(fact.source)}{page}</td></tr>"
    )


def draw_earlier(sittings: Sequence[Sitting], desk: ExamDesk) -> None:
    """Draw the finished exams, the latest first, each with its score and a button to its report."""
    over = [sitting for sitting in sittings if sitting.result is not None]
    st.html('<h2 class="tutor-column">Your exams</h2>')
    if not over:
        st.html('<p class="tutor-small">You have sat no exam of this course yet.</p>')

    def open_report(sitting_id: str) -> None:
        desk.report_id = sitting_id

    for sitting in over:
        line = _earlier_line(sitting)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(f'<p class="tutor-small">{escaped(line)}</p>', width="stretch")
            st.button(
                "Report",
                key=f"report_{sitting.id}",
                help=plain(f"Open the report of {line}"),
                on_click=open_report,
                args=(sitting.id,),
            )


def _earlier_line(sitting: Sitting) -> str:
    if sitting.result is None or sitting.ended_at is None:
        return ""
    verdict = "✓ pass" if sitting.result.passed else "✕ fail"
    ran_out = " · time ran out" if sitting.ended_at >= sitting.ends_at else ""
    started = sitting.started_at.astimezone()
    return (
        f"{started:%Y-%m-%d %H:%M} · {counted(sitting.form.length, 'item')} · "
        f"{sitting.result.score} of {sitting.result.scale.high} · {verdict}{ran_out}"
    )
