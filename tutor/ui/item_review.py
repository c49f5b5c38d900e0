"""Answered items to go through one by one: the choice, the key, the reasons, the sources. For any report."""

from collections.abc import Sequence

import streamlit as st

from tutor.practice.exams.exam_report import ReportItem
from tutor.ui.components import scroll_to
from tutor.ui.exam_components import GridCell, item_grid
from tutor.ui.exam_parts import ExamDesk
from tutor.ui.item_sources import draw_sources
from tutor.ui.item_view import draw_marked_item
from tutor.ui.resources import Resources
from tutor.ui.shown import escaped

__all__ = ["draw_review"]

_ALL, _WRONG, _FLAGGED, _OPEN = "All", "Wrong", "Flagged", "Not answered"


def draw_review(
    resources: Resources, course_id: str, rows: Sequence[ReportItem], key: str, desk: ExamDesk
) -> None:
    """Draw the choice of items, their grid, and the one that is looked at; `key` names the report."""
    st.html('<h2 class="tutor-column">Review</h2>')
    groups = {
        _ALL: rows,
        _WRONG: [row for row in rows if not row.correct],
        _FLAGGED: [row for row in rows if row.flagged],
        _OPEN: [row for row in rows if not row.chosen],
    }
    names = [name for name, group in groups.items() if group]
    chosen = st.segmented_control(
        "Which items",
        names,
        default=_ALL,
        required=True,
        format_func=lambda name: f"{name} ({len(groups[name])})",
        label_visibility="collapsed",
        key=f"review_group_{key}",
    )
    shown = groups[chosen or _ALL]
    if not shown:
        return
    places = [row.position for row in shown]
    at = desk.review_at.get(key, places[0])
    place = places.index(at) if at in places else 0
    row = shown[place]

    def go(position: int) -> None:
        desk.review_at[key] = position

    item_grid([_cell(each) for each in shown], row.position, f"review_grid_{key}", go, "Items to review")
    if key in desk.review_at:  # not at the first drawing, when the report itself is to be read
        scroll_to(".tutor-item", "nearest", f"review_{key}_{row.position}")
    _draw_row(resources, course_id, row, key)
    with st.container(horizontal=True, gap="small"):
        for name, step, shortcut in (("Previous", -1, "p"), ("Next", 1, "n")):
            st.button(
                name,
                key=f"review_{name.lower()}_{key}",
                shortcut=shortcut,
                disabled=not 0 <= place + step < len(places),
                on_click=go,
                args=(places[min(max(place + step, 0), len(places) - 1)],),
            )


def _draw_row(resources: Resources, course_id: str, row: ReportItem, key: str) -> None:
    state = "✓ right" if row.correct else "✕ wrong" if row.chosen else "✕ not answered"
    parts = [state]
    if not row.scored:
        parts.append("did not count")
    if row.flagged:
        parts.append("⚑ flagged")
    parts += [f"task {row.item.task}", f"{row.seconds:.0f} s"]
    st.html(
        f'<h3 class="tutor-column tutor-item">Item {row.position}</h3>'
        f'<p class="tutor-small">{escaped(" · ".join(parts))}</p>'
    )
    draw_marked_item(row.item, row.chosen)
    if row.item.sources:
        st.html('<p class="tutor-small"><b>What settles it</b></p>')
        draw_sources(resources, course_id, row.item, f"{key}_{row.position}")


def _cell(row: ReportItem) -> GridCell:
    words = "right" if row.correct else "wrong" if row.chosen else "not answered"
    signs = ("✓" if row.correct else "✕") + ("⚑" if row.flagged else "")
    return GridCell(
        row.position, signs, f"{words}, flagged" if row.flagged else words, filled=not row.correct
    )
