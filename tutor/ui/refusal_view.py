"""A refusal, drawn so that it looks different from an answer."""

import streamlit as st

from tutor.answering.types import Answer, Citation
from tutor.ui.shown import escaped

__all__ = ["draw_refusal"]


def draw_refusal(answer: Answer) -> None:
    """Why there is no answer and what the learner can do; the nearest passages stand in the evidence."""
    if answer.refusal is None:
        return
    st.html(
        '<div class="tutor-refusal" role="note">'
        f"<p><b>No answer.</b> {escaped(answer.refusal.reason)}</p>"
        f"{_nearest(answer.refusal.nearest)}<p>{escaped(answer.refusal.advice)}</p></div>"
    )
    if not answer.passages:
        return
    nearest = "".join(
        f"<li>{escaped(p.chunk.heading or p.chunk.document)} "
        f'<span class="count">({escaped(p.chunk.document)}, page {p.chunk.page})</span></li>'
        for p in answer.passages[:3]
    )
    st.html(
        '<p class="tutor-small">Nearest passages, in full under Evidence:</p>'
        f'<ul class="tutor-tree">{nearest}</ul>'
    )


def _nearest(citation: Citation | None) -> str:
    if citation is None:
        return ""
    words = " ".join(citation.quote.split()).strip("| ")  # of a table's row without its outer bars
    place = f"{citation.document}, page {citation.page}"
    return (
        f"<p>What comes nearest: <q>{escaped(words)}</q> "
        f'<span class="tutor-small">({escaped(place)})</span></p>'
    )
