"""One PDF page -> its lines with size, weight and height on the page. Knows nothing of other pages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

__all__ = ["SetLine", "set_lines"]

_BOLD = ("bold", "black", "heavy", "semibold", "demi")


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line as it is set: `size` in points to the next half, `y` in points from the page's foot."""

    text: str
    y: float
    size: float
    bold: bool
    space_first: bool = False
    """Whether it begins with a space: all that is left of a bullet whose glyph has no character."""


@dataclass(frozen=True, slots=True)
class _Fragment:
    """What one text operation wrote; may hold line ends."""

    text: str
    y: float
    size: float
    bold: bool


def set_lines(page: "PageObject") -> list[SetLine]:
    """The page's lines in the order of its content, blank ones left out; a line is as its longest part is."""
    fragments: list[_Fragment] = []

    def visit(text: str, transform: Any, matrix: Any, font: Any, size: float) -> None:  # noqa: ANN401
        # pypdf types its visitor's arguments as Any; matrices are six numbers, the font a dictionary
        if text:
            fragments.append(
                _fragment(text, [float(n) for n in transform], [float(n) for n in matrix], font, size)
            )

    page.extract_text(visitor_text=visit)
    lines: list[SetLine] = []
    pending: list[_Fragment] = []
    for fragment in fragments:
        *ended, last = fragment.text.split("\n")
        for text in ended:
            pending.append(_Fragment(text, fragment.y, fragment.size, fragment.bold))
            lines += _line(pending)
            pending = []
        if last:
            pending.append(_Fragment(last, fragment.y, fragment.size, fragment.bold))
    return lines + _line(pending)


def _line(fragments: list[_Fragment]) -> list[SetLine]:
    written = "".join(fragment.text for fragment in fragments)
    text = " ".join(written.split())
    if not text:
        return []
    main = max(fragments, key=lambda fragment: len(fragment.text.strip()))
    bold_chars = sum(len(fragment.text.strip()) for fragment in fragments if fragment.bold)
    bold = bold_chars > 0.9 * len(text.replace(" ", ""))
    return [SetLine(text, main.y, main.size, bold, written[0].isspace())]


def _fragment(text: str, transform: list[float], matrix: list[float], font: Any, size: float) -> _Fragment:  # noqa: ANN401
    """Height and size on the page: the text's own matrix, then the page's."""
    y = matrix[4] * transform[1] + matrix[5] * transform[3] + transform[5]
    scale = abs(matrix[3] * transform[3]) or abs(matrix[1] * transform[2]) or 1.0
    name = str(font.get("/BaseFont", "")).lower() if font else ""
    return _Fragment(text, y, round(2 * abs(size) * scale) / 2, any(word in name for word in _BOLD))
