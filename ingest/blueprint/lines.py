"""The lines of an exam guide as its outline is read from: wrapped lines joined, glyphs recognised.

Knows how bullets, rows and wrapped lines look, and nothing of domains or figures beyond the shape of
the lines that begin them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.types import Block, BlockKind, Document, Page

__all__ = [
    "DOMAIN_WORDS",
    "SKILL",
    "TASK",
    "Line",
    "LineKind",
    "begins_section",
    "domain_start",
    "read_lines",
]

DOMAIN_WORDS = ("domain", "section", "topic", "content area", "competency")
"""What vendors call the parts of an exam, the surest first."""

_DOMAIN = re.compile(
    rf"(?P<word>{'|'.join(DOMAIN_WORDS)})\s+(?P<number>\d{{1,2}})(?P<mark>\s*[:.–—-])?\s+(?P<title>\S.*)",
    re.IGNORECASE,
)
_ZERO_DOMAIN = re.compile(r"(?P<number>\d{1,2})\.0(?P<mark>[:.]?)\s+(?P<title>[A-Z].*)")
TASK = re.compile(
    r"(?P<word>(?:task(?:\s+statement)?|objective)\s+)?(?P<major>\d{1,2})(?:\.(?P<minor>[1-9]\d?))?(?![.\d])"
    r"\s*[:.)–—-]?\s+(?P<title>\S.*)",
    re.IGNORECASE,
)
SKILL = re.compile(
    r"(?:(?:skill|objective)\s+)?\d{1,2}\.\d{1,2}\.\d{1,2}\s*[:.)–—-]?\s+(?P<title>\S.*)", re.I
)
# A word processor's bullets come out of a PDF as these, some from a private area of the symbol font
_GLYPH = re.compile(r"(?P<glyph>[•●■‣∙·*\uf0b7\uf0a7]|[-–—o◦○▪⁃\uf06f])\s+(?P<text>\S.*)")
_NESTED_GLYPHS = frozenset("o◦○▪⁃\uf06f")
_NUMBER_MARK = re.compile(r"\d{1,3}\.\s+(?=\S)")
_OPEN_END = re.compile(
    r"(?:[,;/(\[–—-]|\b(?:and|or|the|of|for|to|a|an|in|with|by|includes?))$", re.IGNORECASE
)
_LONGEST_TITLE_WORDS = 14


class LineKind(StrEnum):
    """What a line is."""

    HEADING = "heading"
    BULLET = "bullet"
    ROW = "row"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """One heading, bullet, table row or paragraph, on the page where it begins."""

    page: int
    kind: LineKind
    text: str
    """As on the page, with single spaces; a bullet without its glyph, a row with its bars."""
    level: int = 0
    """Of a bullet its depth from 1."""
    header: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


def domain_start(line: Line) -> re.Match[str] | None:
    """The match whose `number` and `title` begin a domain, if the line looks like it."""
    text = " ".join(cell for cell in line.cells if cell) if line.cells else line.text
    match = _DOMAIN.match(text) or _ZERO_DOMAIN.match(text)
    if match is None or not (match["title"][0].isupper() or match["title"][0].isdigit()):
        return None
    words = match["title"].split()
    if len(words) > _LONGEST_TITLE_WORDS or (not match["mark"] and match["title"].endswith(".")):
        return None
    return match


def begins_section(line: Line) -> bool:
    """Whether the line begins a domain or a task statement, so that it never continues another."""
    if domain_start(line) or SKILL.match(line.text):
        return True
    task = TASK.match(line.text)
    return bool(task and (task["word"] or task["minor"]) and not task["title"][0].islower())


def read_lines(document: Document) -> tuple[Line, ...]:
    """The document's lines in reading order, each wrapped one put together again."""
    joined: list[Line] = []
    for page in document.pages:
        for line in _page_lines(page):
            if joined and _continues(joined[-1], line):
                joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text}")
            else:
                joined.append(line)
    return tuple(joined)


def _page_lines(page: Page) -> Iterator[Line]:
    if not page.blocks:
        whole = Block(BlockKind.PROSE, 0, len(page.text))
        yield from _block_lines(page, whole)
        return
    header: tuple[str, ...] = ()
    for block in page.blocks:
        if block.kind is BlockKind.TABLE_ROW and block.header != header and any(block.header):
            # The first row of a table without a header stands in the header's place
            text = "| " + " | ".join(block.header) + " |"
            yield Line(page.number, LineKind.ROW, text, cells=block.header)
        header = block.header
        yield from _block_lines(page, block)


def _block_lines(page: Page, block: Block) -> Iterator[Line]:
    text = page.text[block.start : block.end]
    if block.kind is BlockKind.TABLE_ROW:
        yield Line(page.number, LineKind.ROW, " ".join(text.split()), header=block.header, cells=block.cells)
        return
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if not line:
            continue
        if line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip("| ").split("|"))
            yield Line(page.number, LineKind.ROW, line, cells=cells)
        elif block.kind is BlockKind.HEADING:
            yield Line(page.number, LineKind.HEADING, line)
        else:
            yield _text_line(page.number, line, block.level if block.kind is BlockKind.LIST_ITEM else 0)


def _text_line(page: int, line: str, list_level: int) -> Line:
    """A paragraph's or list item's line; `list_level` is 0 outside lists."""
    level = list_level
    if list_level:
        line = _NUMBER_MARK.sub("", line, count=1)
    for _ in range(2):  # a reader's own "- " may stand before the glyph of the page
        glyph = _GLYPH.match(line)
        if glyph is None:
            break
        line = glyph["text"]
        level = max(level, 2 if glyph["glyph"] in _NESTED_GLYPHS else 1)
    return Line(page, LineKind.BULLET if level else LineKind.TEXT, line, level=level)


def _continues(before: Line, line: Line) -> bool:
    """Whether `line` is the rest of the paragraph, bullet or title that `before` begins."""
    if line.kind not in (LineKind.TEXT, LineKind.HEADING) or before.kind is LineKind.ROW:
        return False
    if begins_section(line):
        return False
    if line.kind is LineKind.HEADING:
        return before.kind is LineKind.HEADING and begins_section(before) and line.text[0].islower()
    unfinished = bool(_OPEN_END.search(before.text)) or _opens_bracket(before.text)
    carries_on = line.text[0].islower() or line.text[0] in "([&/" or unfinished
    return carries_on and not before.text.endswith(":")


def _opens_bracket(text: str) -> bool:
    return text.count("(") > text.count(")") or text.count("[") > text.count("]")
