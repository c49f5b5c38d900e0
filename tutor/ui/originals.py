"""Where a document's file stands, and a PDF's page as a picture with the quote boxed (only user of pdfium).

Knows nothing of Streamlit.
"""

import io
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import TutorError
from ingest.readers import digest
from tutor.workspace import Workspace

__all__ = ["OriginalError", "PagePicture", "original_of", "page_picture", "quote_place"]

_SCALE = 1.6  # 612 pt of a letter page become 979 pixels, as wide as a large dialog
_MARK = (255, 200, 40, 90)
_EDGE = (190, 130, 0, 255)
_SHORTEST_PIECE_CHARS = 12
"""Shorter pieces of a quote stand on a page by chance."""
_pdfium = threading.Lock()  # pdfium must not be called from two threads at once


class OriginalError(TutorError):
    """The file that a passage came from is gone, was changed, or cannot be drawn."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A PNG of a page; `boxes` counts the boxes drawn, 0 when the quote was not found on it."""

    png: bytes
    boxes: int


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    count: int


def original_of(workspace: Workspace, name: str, sha256: str) -> Path:
    """The file that was indexed as `name`.

    Raises:
        OriginalError: it is gone, or is no longer what was indexed.
    """
    found = [path for path in _candidates(workspace, name) if path.is_file()]
    for path in found:
        if digest(path) == sha256:
            return path
    if found:
        raise OriginalError(f"{name} was changed since it was indexed; re-index the course to see it here.")
    raise OriginalError(f"The file {name} is no longer where it was indexed; here is its text.")


def _candidates(workspace: Workspace, name: str) -> list[Path]:
    """Files whose path ends as the document's name does; a name that clashed has folders in front."""
    last = Path(name).name
    found: list[Path] = []
    for source in workspace.sources:
        if source.is_dir():
            found += [source / name, *(p for p in source.rglob("*") if p.name == last)]
        elif source.name == last:
            found.append(source)
    return list(dict.fromkeys(found))


def page_picture(path: Path, number: int, quote: str) -> PagePicture:
    """Page `number` (from 1) of a PDF as a PNG, the words of the quote in boxes.

    Raises:
        OriginalError: pdfium cannot open the file, or it has no such page.
    """
    import pypdfium2

    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as fault:
            raise OriginalError(f"{path.name} cannot be drawn ({fault}); here is its text.") from fault
        try:
            if not 1 <= number <= len(document):
                raise OriginalError(f"{path.name} has {len(document)} pages, not {number}; here is its text.")
            return _drawn(document[number - 1], quote)
        finally:
            document.close()


def _drawn(page: Any, quote: str) -> PagePicture:  # noqa: ANN401 - pypdfium2 has no types
    from PIL import Image, ImageDraw

    bitmap = page.render(scale=_SCALE)
    converter = bitmap.get_posconv(page)
    picture = bitmap.to_pil().convert("RGBA")
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    text = page.get_textpage()
    boxes = 0
    for place in _places(text.get_text_range(), quote):
        for i in range(text.count_rects(place.start, place.count)):
            left, bottom, right, top = text.get_rect(i)
            x0, y0 = converter.to_bitmap(left, top)
            x1, y1 = converter.to_bitmap(right, bottom)
            box = (min(x0, x1) - 2, min(y0, y1) - 2, max(x0, x1) + 2, max(y0, y1) + 2)
            pen.rectangle(box, fill=_MARK, outline=_EDGE)
            boxes += 1
    out = io.BytesIO()
    Image.alpha_composite(picture, layer).convert("RGB").save(out, "PNG")
    return PagePicture(out.getvalue(), boxes)


def _places(page_text: str, quote: str) -> list[_Place]:
    """Where the quote stands; if not as a whole, then line by line or sentence by sentence."""
    whole = quote_place(page_text, quote)
    if whole is not None:
        return [_Place(*whole)]
    pieces = [p.strip(" |-•") for p in quote.replace(" | ", "\n").replace(". ", ".\n").splitlines()]
    found = (quote_place(page_text, p) for p in pieces if len(p) >= _SHORTEST_PIECE_CHARS)
    return [_Place(*place) for place in found if place is not None]


def quote_place(page_text: str, quote: str) -> tuple[int, int] | None:
    """First character and length of the quote in a page's raw text; None if it is not there.

    White space, hyphens (also those of a word cut at a line's end), ligatures and case do not count.
    """
    letters, positions = _letters(page_text)
    wanted, _ = _letters(quote)
    at = letters.find(wanted) if wanted else -1
    if at < 0:
        return None
    first, last = positions[at], positions[at + len(wanted) - 1]
    return first, last - first + 1


def _letters(text: str) -> tuple[str, list[int]]:
    """What is left of the text to compare, and for each character where it stood."""
    kept: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(text):
        for plain in unicodedata.normalize("NFKC", character).casefold():
            # U+FFFE is what pdfium gives for a hyphen at a line's end
            if plain.isalnum() or (plain.isprintable() and plain not in " -‐‑–—•\u00ad\ufffe"):
                kept.append(plain)
                positions.append(position)
    return "".join(kept), positions
