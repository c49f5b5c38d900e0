"""Lines of a page -> parts: hard-wrapped lines rejoined, headings, lists, tables and code found.

Shared by plain text and PDF. Where a PDF tells sizes, headings are found by them; elsewhere by
conservative rules: a title that is missed costs less than a sentence that is taken for one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.readers.hyphens import Words, join_lines
from ingest.readers.line_marks import (
    Bullet,
    Line,
    bullet_of,
    is_code,
    is_code_like,
    is_delimiter,
    is_rule,
    is_table_line,
    letter_of,
    marked_heading_level,
    may_be_title,
    table_cells,
)
from ingest.readers.parts import Part, clean, clean_code, table_parts
from ingest.types import BlockKind

__all__ = ["Style", "measure", "parts_of_lines"]

_MAX_WRAP_CHARS = 150
"""Wider than any printed line; text with longer lines is not wrapped: each line is a paragraph."""
_FULL = 0.88
"""A line that reaches this share of the width may have been cut there; letters differ in width."""
_SURELY_FULL = 0.95
"""The same where it is as likely that the line ended: after a sentence, in a list, above a title."""
_MIN_CODE_LINES = 3
_SENTENCE_ENDS = (".", "!", "?", ":", ";", '."', ".)", ".\u201d")


@dataclass(frozen=True, slots=True)
class Style:
    """How a document sets its lines."""

    width: int = 0
    """Characters of a full line; 0 where lines are not wrapped."""
    body_size: float = 0.0
    heading_sizes: tuple[float, ...] = ()
    """Sizes in points that only headings have, largest first."""
    words: Words = field(default_factory=Words)

    @property
    def has_sizes(self) -> bool:
        """Whether headings are told by their size, so that the shape of lines need not be guessed from."""
        return bool(self.heading_sizes)


def measure(lines: Sequence[Line]) -> Style:
    """The style of a document from all its lines."""
    lengths = sorted(len(line.text) for line in lines if line.text)
    width = lengths[int(len(lengths) * 0.95)] if lengths else 0
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = tuple(sorted((size for size in sizes if body and size >= 1.08 * body), reverse=True))
    return Style(
        width=width if width <= _MAX_WRAP_CHARS else 0,
        body_size=body,
        heading_sizes=larger,
        words=Words.of(line.text for line in lines),
    )


def parts_of_lines(lines: Sequence[Line], style: Style) -> list[Part]:
    """The parts that a page's lines make, in order."""
    reader = _Reader([line for line in lines if line.text], style)
    while reader.position < len(reader.lines):
        reader.step()
    return reader.parts


class _Reader:
    """One pass over the lines of a page."""

    def __init__(self, lines: list[Line], style: Style) -> None:
        self.lines = lines
        self.style = style
        self.position = 0
        self.parts: list[Part] = []
        self._glyphs: list[tuple[str, int]] = []
        """Of the list that is open, what marks each of its levels, outermost first."""

    def step(self) -> None:
        """Take the next part."""
        line = self.lines[self.position]
        if is_rule(line.text):
            self.position += 1
        elif line.text.startswith("```"):
            self._fenced()
        elif is_table_line(line.text) and self._table():
            pass
        elif (end := self._code_end()) > self.position:
            code = "\n".join(" " * each.indent + each.text for each in self.lines[self.position : end])
            self._take(Part(BlockKind.CODE, clean_code(code)), end)
        elif level := self._heading_level(self.position):
            self._heading(level)
        elif self._bullet(self.position) is not None:
            self._item()
        else:
            end = self._paragraph_end()
            self._take(Part(BlockKind.PROSE, self._joined(self.lines[self.position : end])), end)

    def _take(self, part: Part, end: int) -> None:
        self.parts.append(part)
        self.position = end
        if part.kind is not BlockKind.LIST_ITEM:
            self._glyphs.clear()

    def _joined(self, lines: Sequence[Line]) -> str:
        return clean(join_lines([line.text for line in lines], self.style.words))

    def _paragraph_end(self) -> int:
        end = self.position + 1
        while end < len(self.lines) and self._continues(end):
            end += 1
        return end

    def _continues(self, index: int) -> bool:
        """Whether a line carries on the one before it."""
        if index == 0:
            return False
        before, line = self.lines[index - 1], self.lines[index]
        if (
            line.apart
            or not self.style.width
            or abs(before.size - line.size) > 0.5
            or before.bold > line.bold
        ):
            return False
        if line.text.startswith("```") or is_table_line(line.text) or is_rule(line.text):
            return False
        if self._bullet(index) is not None or marked_heading_level(line.text):
            return False
        ended = before.text.endswith(_SENTENCE_ENDS)
        if not ended and (line.text[0].islower() or before.text.endswith((",", "(", "/"))):
            return True
        doubtful = ended or may_be_title(line.text) or self._bullet(index - 1) is not None
        share = _SURELY_FULL if doubtful else _FULL
        # Full is a line where the next one's first word would not have fitted any more
        first = line.text.split(maxsplit=1)[0]
        return len(before.text) > 30 and len(before.text) + 1 + len(first) > share * self.style.width

    def _bullet(self, index: int) -> Bullet | None:
        """The list item that a line begins; "B. …" begins one beside "A. …" or "C. …" only."""
        text = self.lines[index].text
        letter = letter_of(text)
        if not letter:
            return bullet_of(text)
        near = [
            letter_of(self.lines[at].text) for at in range(max(0, index - 3), min(len(self.lines), index + 4))
        ]
        is_option = chr(ord(letter) + 1) in near or chr(ord(letter) - 1) in near
        return Bullet(f"{letter}.", text[2:].strip()) if is_option else None

    def _heading_level(self, index: int) -> int:
        line = self.lines[index]
        if self.style.has_sizes and line.size in self.style.heading_sizes:
            has_letters = any(character.isalpha() for character in line.text)
            is_item = self._bullet(index) is not None and not line.text[0].isdigit()
            return 0 if is_item or not has_letters else min(6, self.style.heading_sizes.index(line.size) + 1)
        marked = marked_heading_level(line.text)
        if marked:
            return min(6, marked + min(len(self.style.heading_sizes), 2)) if self.style.has_sizes else marked
        if line.bold:
            return self._bold_level(index)
        if self.style.has_sizes:
            return 0
        if self._bullet(index) is not None:
            return 2 if self._is_numbered_title(index) else 0
        return 1 if self._is_title(index) else 0

    def _bold_level(self, index: int) -> int:
        """A bold line of the text's own size is a heading if it stands alone and reads like a title."""
        line = self.lines[index]
        alone = index + 1 < len(self.lines) and not self.lines[index + 1].bold
        if not alone or not may_be_title(line.text) or bullet_of(line.text) is not None:
            return 0
        return min(6, len(self.style.heading_sizes) + 1)

    def _is_title(self, index: int, chain: int = 1) -> bool:
        """Whether a line looks like a title, stands apart from the text before and has text below."""
        line = self.lines[index]
        if not may_be_title(line.text) or self._continues(index) or index + 1 >= len(self.lines):
            return False
        below = self.lines[index + 1]
        # After two short lines that end nowhere it is a list whose bullets were lost
        run = self.lines[max(0, index - 2) : index]
        if chain and not line.apart and len(run) == 2 and all(may_be_title(near.text) for near in run):
            return False
        if self._continues(index + 1) or is_code(line.text):
            return False
        if bullet_of(below.text) or is_table_line(below.text) or marked_heading_level(below.text):
            return True
        if len(below.text) > 60 or below.text.endswith(_SENTENCE_ENDS):
            return True
        return chain > 0 and self._is_title(index + 1, chain - 1)

    def _is_numbered_title(self, index: int) -> bool:
        """Whether "2. Title" is a heading rather than an item: text follows it, and not "3. …"."""
        bullet = bullet_of(self.lines[index].text)
        if bullet is None or not bullet.glyph[0].isdigit() or not may_be_title(bullet.text):
            return False
        neighbours = [self.lines[at].text for at in (index - 1, index + 1) if 0 <= at < len(self.lines)]
        items = [near for near in map(bullet_of, neighbours) if near is not None]
        return index + 1 < len(self.lines) and not any(near.glyph[0].isdigit() for near in items)

    def _heading(self, level: int) -> None:
        first = self.lines[self.position]
        end = self.position + 1
        while end < len(self.lines) and end - self.position < 4 and self._carries_heading(first, end):
            end += 1
        text = self._joined(self.lines[self.position : end])
        self._take(Part(BlockKind.HEADING, text.lstrip("#").strip(), level=level), end)

    def _carries_heading(self, first: Line, index: int) -> bool:
        line = self.lines[index]
        if self.style.has_sizes and first.size in self.style.heading_sizes:
            return line.size == first.size and not line.apart and not marked_heading_level(line.text)
        wrapped = len(first.text) > 0.6 * self.style.width and line.text[0].islower()
        return wrapped and self._continues(index)

    def _item(self) -> None:
        line = self.lines[self.position]
        bullet = self._bullet(self.position)
        end = self._paragraph_end()
        if bullet is None:
            return
        rest = [replace(line, text=bullet.text), *self.lines[self.position + 1 : end]]
        level = self._item_level(bullet.glyph if len(bullet.glyph) == 1 else "1.", line.indent)
        part = Part(BlockKind.LIST_ITEM, self._joined(rest), level=level, marker=bullet.marker)
        self._take(part, end)

    def _item_level(self, glyph: str, indent: int) -> int:
        """A glyph and indent seen before in this list is of that level again; a new one is deeper."""
        key = (glyph, indent)
        while self._glyphs and key not in self._glyphs and self._glyphs[-1][1] > indent:
            self._glyphs.pop()
        if key in self._glyphs:
            del self._glyphs[self._glyphs.index(key) + 1 :]
        else:
            self._glyphs.append(key)
        return len(self._glyphs)

    def _table(self) -> bool:
        """Take a table, if the line begins one: a row, a delimiter row, and more rows."""
        end = self.position
        while end < len(self.lines) and is_table_line(self.lines[end].text):
            end += 1
        rows = [table_cells(line.text) for line in self.lines[self.position : end]]
        if len(rows) < 2 or not is_delimiter(rows[1]):
            return False
        for part in table_parts([rows[0], *rows[2:]]):
            self._take(part, end)
        return True

    def _fenced(self) -> None:
        end = self.position + 1
        while end < len(self.lines) and not self.lines[end].text.startswith("```"):
            end += 1
        code = "\n".join(" " * line.indent + line.text for line in self.lines[self.position + 1 : end])
        self._take(Part(BlockKind.CODE, clean_code(code)), min(end + 1, len(self.lines)))

    def _code_end(self) -> int:
        """Where a run of code that begins here ends; here, if there is none."""
        if not is_code(self.lines[self.position].text):
            return self.position
        end = self.position
        while end < len(self.lines) and is_code_like(self.lines[end].text):
            end += 1
        sure = sum(is_code(line.text) for line in self.lines[self.position : end])
        return end if sure >= _MIN_CODE_LINES else self.position
