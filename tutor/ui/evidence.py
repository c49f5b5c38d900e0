"""The evidence column: up to four passages, the settling sentence marked, each opens its page."""

from collections.abc import Sequence

import streamlit as st

from ingest.types import BlockKind, Chunk
from tutor.prompts import row_cells
from tutor.ui.answer_view import Card
from tutor.ui.page_text import Stretch, marked_html
from tutor.ui.session import OpenedPage
from tutor.ui.shown import escaped
from tutor.ui.source_page import open_page

__all__ = ["card_html", "draw_cards"]

_LONGEST_CHARS = 420
"""Of a passage in the column; the page has the rest."""


def draw_cards(cards: Sequence[Card], turn_id: int, key: str) -> None:
    """The cards one below the other; `key` tells several drawings in one run apart."""
    for number, card in enumerate(cards, start=1):
        first = card.numbers[0] if card.numbers else 0
        name = f"Open source {first}" if first else f"Open passage {number}"
        with st.container(border=True, gap="xsmall", key=f"tutor_card_{key}_{number}"):
            st.html(card_html(card))
            place = OpenedPage(
                card.chunk.document, card.chunk.page, card.marks[0], card.chunk.heading, turn_id, first
            )
            st.button(
                name,
                key=f"open_{key}_{number}",
                type="tertiary",
                on_click=open_page,
                args=(place,),
            )


def card_html(card: Card) -> str:
    """A card's inside: number, document, page, heading, and the passage with its marks."""
    chunk = card.chunk
    number = "".join(f"<b>[{n}]</b> " for n in card.numbers)
    where = f"{number}{escaped(chunk.document)} · page {chunk.page}"
    heading = f"<br>{escaped(' › '.join(chunk.headings[-1:]))}" if chunk.headings else ""
    cited = "".join(f" cites-{n}" for n in card.numbers)
    passage = _passage(chunk, card.marks)
    return f'<div class="tutor-card{cited}"><p class="where">{where}{heading}</p>{passage}</div>'


def _passage(chunk: Chunk, marks: Sequence[Stretch]) -> str:
    if chunk.kind is BlockKind.TABLE_ROW and chunk.header:
        return _row(chunk, marks)
    start, end = _window(chunk, marks)
    before = "… " if start > 0 else ""
    after = " …" if end < len(chunk.text) else ""
    return f"<p>{before}{marked_html(chunk.text[start:end], chunk.start + start, marks)}{after}</p>"


def _row(chunk: Chunk, marks: Sequence[Stretch]) -> str:
    """A table's row as pairs of column and cell, which a narrow column has room for."""
    whole = any(mark.start <= chunk.start and chunk.end <= mark.end for mark in marks)
    pairs = []
    for name, cell in zip(chunk.header, row_cells(chunk.text), strict=False):
        inner = f"<mark>{escaped(cell)}</mark>" if whole and cell else escaped(cell)
        pairs.append(f"<dt>{escaped(name)}</dt><dd>{inner}</dd>")
    return f'<dl class="row">{"".join(pairs)}</dl>'


def _window(chunk: Chunk, marks: Sequence[Stretch]) -> tuple[int, int]:
    """The part of a long passage to show: around its first mark."""
    if len(chunk.text) <= _LONGEST_CHARS or not marks:
        return 0, min(len(chunk.text), _LONGEST_CHARS)
    first = max(0, min(mark.start for mark in marks) - chunk.start - _LONGEST_CHARS // 4)
    if first:
        first = chunk.text.find(" ", first) + 1
    last = max(first + _LONGEST_CHARS, marks[0].end - chunk.start)
    if last < len(chunk.text):
        last = max(chunk.text.rfind(" ", 0, last), marks[0].end - chunk.start)
    return first, min(len(chunk.text), last)
