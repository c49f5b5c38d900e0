"""What every reader hands over, and how a page is put together from it. Knows no file format.

A reader yields `Part`s in reading order; `build_pages` writes them out as clean text and says where
each stands. Between blocks is a blank line, between items of a list and rows of a table a line end.
The header row of a table is a line of the text above its first row, and no block of its own.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.limits import MAX_BLOCKS, MAX_HEADING_CHARS, MAX_TEXT_CHARS
from ingest.types import Block, BlockKind, Page

__all__ = ["Content", "Part", "TooMuchText", "build_pages", "clean", "clean_code", "table_parts"]

# Control characters (except tab and line ends), soft hyphens, zero-width and direction marks, byte
# order marks, lone surrogates and non-characters: none can be read, and some hide text from the reader
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st"}
)


class TooMuchText(Exception):
    """The text or the number of blocks goes over its limit; the message is the reason in words.

    It is never shown: `read_document`, which knows the path, turns it into SourceTooLargeError.
    """


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document before it has a place on a page; fields as in `ingest.types.Block`."""

    kind: BlockKind
    text: str
    level: int = 0
    header: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    marker: str = "-"
    """Of a list item, what stands before it: "-", or its number ("3.")."""
    opens_table: bool = False
    """Of a table row, whether it is the first of its table."""
    task: str | None = None
    covers: tuple[str, ...] = ()
    quiz: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader made out: the document's own title ("" if it has none), its pages, and its notes."""

    title: str
    pages: tuple[tuple[Part, ...], ...]
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    """The text on one line: runs of white space are one space, and nothing invisible is left."""
    return " ".join(_INVISIBLE.sub("", text).translate(_LIGATURES).split())


def clean_code(text: str) -> str:
    """The text with its line ends and indents, without invisible characters and outer blank lines."""
    lines = [line.rstrip() for line in _INVISIBLE.sub("", text).splitlines()]
    return "\n".join(lines).strip("\n")


def table_parts(rows: Sequence[Sequence[str]]) -> list[Part]:
    """A table's rows under the first one as header, padded to one width; empty rows are left out.

    A table of one row has no header to stand under, so it becomes a paragraph.
    """
    cleaned = [[clean(cell) for cell in row] for row in rows]
    width = max((len(row) for row in cleaned), default=0)
    header, *body = [tuple(row) + ("",) * (width - len(row)) for row in cleaned] or [()]
    filled = [cells for cells in body if any(cells)]
    if not filled:
        return [Part(BlockKind.PROSE, " | ".join(cell for cell in header if cell))]
    return [
        Part(BlockKind.TABLE_ROW, _row_line(cells), header=header, cells=cells, opens_table=number == 0)
        for number, cells in enumerate(filled)
    ]


def build_pages(pages: Iterable[Sequence[Part]]) -> tuple[Page, ...]:
    """The pages of a document, numbered from 1; the heading path runs on from page to page.

    Raises:
        TooMuchText: The text or the number of blocks goes over its limit.
    """
    built: list[Page] = []
    path: list[tuple[int, str]] = []
    chars = blocks = 0
    for number, parts in enumerate(pages, start=1):
        page = _build_page(number, parts, path)
        built.append(page)
        chars += len(page.text)
        blocks += len(page.blocks)
        if chars > MAX_TEXT_CHARS:
            raise TooMuchText(f"it holds more than {MAX_TEXT_CHARS:,} characters of text")
        if blocks > MAX_BLOCKS:
            raise TooMuchText(f"it holds more than {MAX_BLOCKS:,} paragraphs, list items and table rows")
    return tuple(built)


def _build_page(number: int, parts: Sequence[Part], path: list[tuple[int, str]]) -> Page:
    """One page; `path`, the open headings with their levels, is brought up to date on the way."""
    pieces: list[str] = []
    blocks: list[Block] = []
    position = 0
    previous: Part | None = None
    headings = tuple(title for _, title in path)
    for given in parts:
        part = _without_overlong_heading(given)
        if not part.text.strip():
            continue
        if part.kind is BlockKind.HEADING:
            while path and path[-1][0] >= part.level:
                path.pop()
            headings = tuple(title for _, title in path)
        lead = _lead(previous, part)
        text = _written(part)
        start = position + len(lead)
        position = start + len(text)
        pieces += (lead, text)
        blocks.append(_block(part, start, position, headings))
        if part.kind is BlockKind.HEADING:
            path.append((part.level, part.text))
            headings = (*headings, part.text)
        previous = part
    return Page(number, "".join(pieces), tuple(blocks))


def _without_overlong_heading(part: Part) -> Part:
    if part.kind is BlockKind.HEADING and len(part.text) > MAX_HEADING_CHARS:
        return Part(BlockKind.PROSE, part.text, task=part.task)
    return part


def _lead(previous: Part | None, part: Part) -> str:
    """What stands between two parts: nothing, a line end or a blank line; an indent, a header row."""
    if previous is None:
        gap = ""
    elif previous.kind is part.kind and (
        part.kind is BlockKind.LIST_ITEM or (part.kind is BlockKind.TABLE_ROW and not part.opens_table)
    ):
        gap = "\n"
    else:
        gap = "\n\n"
    if part.kind is BlockKind.LIST_ITEM:
        return gap + "  " * (part.level - 1)
    if part.opens_table and any(part.header):
        return gap + _row_line(part.header) + "\n"
    return gap


def _written(part: Part) -> str:
    return f"{part.marker} {part.text}" if part.kind is BlockKind.LIST_ITEM else part.text


def _block(part: Part, start: int, end: int, headings: tuple[str, ...]) -> Block:
    return Block(
        kind=part.kind,
        start=start,
        end=end,
        level=part.level,
        headings=headings,
        header=part.header,
        cells=part.cells,
        task=part.task,
        covers=part.covers,
        quiz=part.quiz,
    )


def _row_line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
