"""A page's text as HTML with stretches of it marked; pure functions. Everything is escaped.

Headings, lists, tables and code are shown as what they are. A mark covers exactly the characters it was
given, block by block. Knows nothing of Streamlit or of files.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.types import Block, BlockKind, Page
from tutor.ui.shown import escaped

__all__ = ["Stretch", "around", "marked_html", "page_html"]

_MARKER = re.compile(r"(?:-|\d+[.)])\s+")
_NEIGHBOURS = 12
"""Blocks shown before and after a quote in a long section: a screen each way."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """`page.text[start:end]`, to be marked."""

    start: int
    end: int


def marked_html(text: str, offset: int, marks: Sequence[Stretch]) -> str:
    """`text`, which stands at `offset` of its page, escaped; what lies in a stretch is inside <mark>."""
    inside = [
        (max(mark.start - offset, 0), min(mark.end - offset, len(text)))
        for mark in sorted(marks, key=lambda mark: mark.start)
    ]
    pieces, position = [], 0
    for given, end in inside:
        start = max(given, position)
        sign = _MARKER.match(text, start)  # a list item's own sign is no part of what it says
        start = sign.end() if sign and (start == 0 or text[start - 1] == "\n") else start
        if start < end and text[start:end].strip():
            pieces += [escaped(text[position:start]), f"<mark>{escaped(text[start:end])}</mark>"]
            position = end
    return "".join(pieces) + escaped(text[position:])


def around(page: Page, stretch: Stretch) -> tuple[Block, ...]:
    """The blocks of the section that the stretch stands in, its heading first; a window of a long one."""
    blocks = page.blocks
    touched = [i for i, b in enumerate(blocks) if b.start < stretch.end and stretch.start < b.end]
    if not touched:
        return blocks
    first, last = touched[0], touched[-1]
    low, high = first, last
    while low > 0 and not _opens_section(blocks[low]):
        low -= 1
    while high + 1 < len(blocks) and not _opens_section(blocks[high + 1]):
        high += 1
    heading = (blocks[low],) if _opens_section(blocks[low]) and first - low > _NEIGHBOURS else ()
    low, high = max(low, first - _NEIGHBOURS), min(high, last + _NEIGHBOURS)
    return (*heading, *blocks[low : high + 1])


def _opens_section(block: Block) -> bool:
    return block.kind is BlockKind.HEADING


def page_html(page: Page, marks: Sequence[Stretch] = (), blocks: Sequence[Block] | None = None) -> str:
    """The page, or the given blocks of it, inside one <div class="tutor-page">."""
    parts: list[str] = []
    for group in _groups(page.blocks if blocks is None else blocks):
        kind = group[0].kind
        if kind is BlockKind.TABLE_ROW:
            parts.append(_table(page, group, marks))
        elif kind is BlockKind.LIST_ITEM:
            parts.append(f"<ul>{''.join(_item(page, block, marks) for block in group)}</ul>")
        else:
            parts += [_single(page, block, marks) for block in group]
    return f'<div class="tutor-page">{"".join(parts)}</div>'


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Neighbours that belong together: items of a list, rows of a table."""
    group: list[Block] = []
    for block in blocks:
        together = group and block.kind is group[-1].kind and block.header == group[-1].header
        if group and not together:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _single(page: Page, block: Block, marks: Sequence[Stretch]) -> str:
    inner = marked_html(page.text[block.start : block.end], block.start, marks)
    if block.kind is BlockKind.HEADING:
        # the page itself has an h1, so a document's headings begin a step below
        level = min(max(block.level, 1) + 1, 6)
        return f"<h{level}>{inner}</h{level}>"
    if block.kind is BlockKind.CODE:
        return f"<pre><code>{inner}</code></pre>"
    return f"<p>{inner}</p>"


def _item(page: Page, block: Block, marks: Sequence[Stretch]) -> str:
    text = page.text[block.start : block.end]
    marker = _MARKER.match(text)
    cut = marker.end() if marker else 0
    sign = "•" if not marker or marker[0].startswith("-") else escaped(marker[0].strip())
    inner = marked_html(text[cut:], block.start + cut, marks)
    depth = min(max(block.level, 1), 6)
    return f'<li class="depth-{depth}"><span class="sign">{sign}</span><span>{inner}</span></li>'


def _table(page: Page, rows: Sequence[Block], marks: Sequence[Stretch]) -> str:
    head = "".join(f'<th scope="col">{escaped(cell)}</th>' for cell in rows[0].header)
    body = "".join(f"<tr>{_cells(page, row, marks)}</tr>" for row in rows)
    # the box is what scrolls sideways when a table is too wide, not the page; tabindex lets keys do it
    return (
        f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cells(page: Page, row: Block, marks: Sequence[Stretch]) -> str:
    text = page.text[row.start : row.end]
    if text != "| " + " | ".join(row.cells) + " |":
        return f'<td colspan="{max(len(row.header), 1)}">{marked_html(text, row.start, marks)}</td>'
    cells, position = [], row.start + len("| ")
    for cell in row.cells:
        cells.append(f"<td>{marked_html(cell, position, marks)}</td>")
        position += len(cell) + len(" | ")
    return "".join(cells)
