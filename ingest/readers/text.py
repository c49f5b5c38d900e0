"""Plain text -> parts: pages at form feeds, blank lines and indents measured. Knows no encoding."""

import itertools
import re
from collections.abc import Sequence
from pathlib import Path

from ingest.readers.files import decode
from ingest.readers.line_marks import Line, bullet_of, marked_heading_level
from ingest.readers.lines import measure, parts_of_lines
from ingest.readers.parts import Content, Part

__all__ = ["parts_of_text", "read_text"]

_MIN_SPACED_LINES = 20
_SPACED_SHARE = 0.75
_CARRIED_SHARE = 0.08
_LINE_ENDS = re.compile("[\n\x0b\x85\u2028\u2029]")


def read_text(path: Path) -> Content:
    """The file's pages (form feeds part them); it has no title of its own.

    Raises:
        SourceError: Empty or not text.
    """
    decoded = decode(path, path.read_bytes())
    return Content("", parts_of_text(decoded.text), (decoded.note,) if decoded.note else ())


def parts_of_text(text: str) -> tuple[tuple[Part, ...], ...]:
    """The parts of each page of a text; the style is measured over all pages."""
    raw = [_LINE_ENDS.split(page) for page in text.split("\f")]
    spaced = _is_double_spaced([line for page in raw for line in page])
    pages = [_single_spaced(page) if spaced else _lines(page) for page in raw]
    style = measure([line for page in pages for line in page])
    return tuple(tuple(parts_of_lines(page, style)) for page in pages)


def _lines(raw: Sequence[str]) -> list[Line]:
    lines: list[Line] = []
    apart = True
    for line in raw:
        text = line.strip()
        if text:
            lines.append(Line(text, apart=apart, indent=_indent(line)))
        apart = not text
    return _with_lone_glyphs_joined(lines)


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _is_double_spaced(raw: Sequence[str]) -> bool:
    """Whether every line is followed by a blank one, and sentences run on across them.

    Some tools write a PDF's text that way. A blank line says nothing there, and its absence means
    that something new begins.
    """
    filled = [number for number, line in enumerate(raw) if line.strip()]
    if len(filled) < _MIN_SPACED_LINES:
        return False
    pairs = list(itertools.pairwise(filled))
    spaced = [(first, second) for first, second in pairs if second == first + 2]
    carried = [
        pair for pair in spaced if raw[pair[1]].lstrip()[0].islower() and not bullet_of(raw[pair[1]].strip())
    ]
    return len(spaced) >= _SPACED_SHARE * len(pairs) and len(carried) >= _CARRIED_SHARE * len(spaced)


def _single_spaced(raw: Sequence[str]) -> list[Line]:
    """The lines of a double-spaced text as they were set.

    A bullet whose glyph was lost leaves a space at the line's start. A line right under another one,
    without the blank line, begins a page or a paragraph, so a space there marks no bullet.
    """
    lines: list[Line] = []
    previous = ""
    for line in raw:
        text = line.strip()
        if text:
            apart = bool(previous.strip()) or not lines
            marked = bullet_of(text) is not None or marked_heading_level(text) > 0
            lost_bullet = line.startswith((" ", "\u00a0")) and not apart and not marked
            lines.append(Line(f"\u2022 {text}" if lost_bullet else text, apart=apart))
        previous = line
    return lines


def _with_lone_glyphs_joined(lines: Sequence[Line]) -> list[Line]:
    """A bullet that stands on a line of its own belongs to the next line."""
    joined: list[Line] = []
    glyph = ""
    for line in lines:
        if len(line.text) == 1 and bullet_of(f"{line.text} x") is not None and line.text not in "-+o*":
            glyph = line.text
            continue
        text = f"{glyph} {line.text}" if glyph else line.text
        joined.append(Line(text, apart=line.apart or bool(glyph), indent=line.indent))
        glyph = ""
    return joined
