"""The progress page: how likely a pass is, mastery, scores, calibration, coverage and what comes up.

Every chart has one sentence that says what to do, and its figures as a table that a screen reader can read.
"""

from collections.abc import Sequence

import streamlit as st

from ingest.errors import IndexUnavailableError
from tutor.learner.standing.advice import Advice, advice
from tutor.learner.standing.coverage import Coverage
from tutor.learner.standing.progress import Progress
from tutor.learner.standing.record import LearnerRecord, learner_record, progress_of_record
from tutor.learner.standing.words import counted, percent
from tutor.ui.charts import calibration_chart, mastery_chart, reviews_chart, scores_chart
from tutor.ui.resources import Resources, shared
from tutor.ui.session import COURSE
from tutor.ui.shown import escaped

__all__ = ["draw", "record_of", "table_html"]

_SIGNS = {True: "✓", False: "✕"}


def draw() -> None:
    """Draw the page. Raises TutorError where the learner's file or the course cannot be read."""
    found = progress_of_record(record_of(shared(), str(st.session_state[COURSE])))
    words = advice(found)
    st.title("Progress")
    st.html(f'<p class="tutor-lead">{escaped(_lead(found))}</p>')
    _draw_estimate(found, words)
    _draw_mastery(found, words)
    _draw_scores(found, words)
    _draw_calibration(found, words)
    _draw_coverage(found.coverage, words)
    _draw_reviews(found, words)


def record_of(resources: Resources, course_id: str) -> LearnerRecord:
    """The learner's record of a course now; without an index it has no coverage and no sections."""
    try:
        index = resources.index(course_id)
    except IndexUnavailableError:
        index = None
    return learner_record(resources.database(), resources.workspace(course_id), index, resources.now())


def table_html(head: Sequence[str], rows: Sequence[Sequence[str]], numbers: int = 0) -> str:
    """A table of texts, escaped, that scrolls in its own box; the last `numbers` columns hold numbers."""

    def cell(tag: str, at: int, text: str) -> str:
        scope = ' scope="col"' if tag == "th" else ""
        kind = ' class="number"' if at >= len(head) - numbers else ""
        return f"<{tag}{scope}{kind}>{escaped(text)}</{tag}>"

    top = "".join(cell("th", at, text) for at, text in enumerate(head))
    body = "".join(f"<tr>{''.join(cell('td', at, text) for at, text in enumerate(row))}</tr>" for row in rows)
    table = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide" tabindex="0">{table}</div>'


def _lead(found: Progress) -> str:
    answers = f"{counted(found.answers, 'answer')} so far"
    days = found.days_left
    if days is None or days < 0:
        return f"{answers}. Set the exam's date on the Plan page."
    return f"{answers}. " + ("The exam is today." if days == 0 else f"{counted(days, 'day')} to the exam.")


def _heading(title: str, sentence: str) -> None:
    st.html(f'<h2 class="tutor-question">{escaped(title)}</h2><p class="tutor-lead">{escaped(sentence)}</p>')


def _draw_estimate(found: Progress, words: Advice) -> None:
    _heading("Probability to pass today", words.estimate)
    estimate = found.estimate
    if estimate.probability is None or estimate.low is None or estimate.high is None:
        return
    with st.container(horizontal=True):
        st.metric("Probability", percent(estimate.probability), width="content")
        low, high = 100 * estimate.low, percent(estimate.high)
        st.metric("90 % interval", f"{low:.0f} to {high}", width="content")
        needed = f"{estimate.rule.needed} of {estimate.rule.scored} pass"
        st.metric("Expected score", percent(estimate.score), help=needed, width="content")
    with st.expander("What this rests on"):
        st.html("".join(f'<p class="tutor-small">{escaped(line)}</p>' for line in estimate.basis))


def _draw_mastery(found: Progress, words: Advice) -> None:
    _heading("Mastery by task statement", words.mastery)
    tasks = found.where.tasks
    if not tasks:
        return
    st.html(
        '<p class="tutor-small">Bar: expected share right. Line: its 90 % interval. In brackets: '
        "answers. Dashed: "
        f"{percent(found.estimate.rule.share)}, taken as a pass.</p>"
    )
    said = "; ".join(f"{one.task} {percent(one.share.mean)} {one.level.value}" for one in tasks)
    chart = mastery_chart(tasks, found.estimate.rule.share)
    st.altair_chart(chart, width="stretch", key="mastery_chart", alt=f"Mastery by task: {said}")
    rows = [
        (
            f"{one.task} {one.title}",
            one.level.value,
            percent(one.share.mean),
            f"{100 * one.share.low:.0f} to {percent(one.share.high)}",
            f"{one.right} of {one.answers}",
        )
        for one in tasks
    ]
    totals = [
        (
            f"Domain {one.number}: {one.title}",
            one.level.value,
            percent(one.share.mean),
            f"{100 * one.share.low:.0f} to {percent(one.share.high)}",
            f"{one.right} of {one.answers}",
        )
        for one in found.where.domains
    ]
    with st.expander("Figures"):
        st.html(table_html(("Task", "Level", "Share right", "Interval", "Right"), [*rows, *totals], 3))


def _draw_scores(found: Progress, words: Advice) -> None:
    _heading("Score by week", words.scores)
    if not any(week.answers for week in found.scores):
        return
    st.html('<p class="tutor-small">Line: your share right. Dashed: the weekly targets of your plan.</p>')
    said = ", ".join(f"{one.starts_on} {percent(one.share)}" for one in found.scores if one.share is not None)
    st.altair_chart(
        scores_chart(found.scores), width="stretch", key="scores_chart", alt=f"Share right by week: {said}"
    )
    rows = [
        (
            one.starts_on.isoformat(),
            percent(one.share) if one.share is not None else "no answers",
            percent(one.target) if one.target is not None else "none",
            f"{one.right} of {one.answers}",
        )
        for one in found.scores
    ]
    with st.expander("Figures"):
        st.html(table_html(("Week from", "Score", "Target", "Right"), rows, 3))


def _draw_calibration(found: Progress, words: Advice) -> None:
    _heading("Confidence against result", words.calibration)
    if not any(row.answers for row in found.calibration.rows):
        return
    st.html('<p class="tutor-small">Bar: share right. Tick: what the word stands for.</p>')
    rows = [
        (
            row.confidence.name.lower(),
            percent(row.share) if row.share is not None else "no answers",
            percent(row.expected),
            f"{row.right} of {row.answers}",
        )
        for row in found.calibration.rows
    ]
    said = ", ".join(f"{row[0]} {row[1]}" for row in rows)
    st.altair_chart(
        calibration_chart(found.calibration),
        width="stretch",
        key="calibration_chart",
        alt=f"Share right by confidence: {said}",
    )
    with st.expander("Figures"):
        st.html(table_html(("You said", "Share right", "Expected", "Right"), rows, 3))


def _draw_coverage(found: Coverage, words: Advice) -> None:
    _heading("Coverage of the blueprint", words.coverage)
    if not found.tasks:
        return
    rows = [
        (f"{one.task} {one.title}", f"{one.passages:,}", f"{one.items:,}", f"{one.answers:,}")
        for one in found.tasks
    ]
    st.html(table_html(("Task", "Passages", "Items", "Answers"), rows, 3))
    with st.expander("Every bullet"):
        bullets = [
            (
                f"{one.id} {one.text}",
                _sign(one.sections) if found.stated else "not stated",
                _sign(one.items),
                _sign(one.answers),
            )
            for one in found.bullets
        ]
        st.html(table_html(("Bullet", "Sections", "Items", "Answers"), bullets, 3))


def _sign(count: int) -> str:
    return f"{_SIGNS[bool(count)]} {count:,}"


def _draw_reviews(found: Progress, words: Advice) -> None:
    _heading("Reviews ahead", words.reviews)
    if not found.reviews.cards:
        return
    busy = [f"{day.day} {counted(day.cards, 'card')}" for day in found.reviews.days if day.cards]
    st.altair_chart(
        reviews_chart(found.reviews),
        width="stretch",
        key="reviews_chart",
        alt=f"Cards due: {', '.join(busy)}",
    )
    with st.expander("Figures"):
        rows = [
            (day.day.isoformat(), f"{day.cards}", f"{day.minutes:.0f}")
            for day in found.reviews.days
            if day.cards
        ]
        st.html(table_html(("Day", "Cards", "Minutes"), rows, 2))
