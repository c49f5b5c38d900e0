"""PDF -> parts, page by page; the only user of pypdf. Knows nothing of how lines become paragraphs.

Encodings, fonts and positions are pypdf's business; here its text is cut into lines that know their
size, weight and place, and what repeats on every page is taken out.
"""

import statistics
import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import DamagedSourceError, EncryptedSourceError, NoTextError, SourceTooLargeError
from ingest.readers.limits import MAX_PAGES, MAX_TEXT_CHARS
from ingest.readers.line_marks import Line, bullet_of, marked_heading_level
from ingest.readers.lines import measure, parts_of_lines
from ingest.readers.parts import Content, clean
from ingest.readers.pdf_lines import SetLine, set_lines
from ingest.readers.running_lines import without_running_lines

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["read_pdf"]

# What pypdf raises on pages whose objects are of the wrong kind: it follows references without asking
_PAGE_FAULTS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError, zlib.error)
_JUNK_TITLES = ("microsoft ", "untitled", "document", "presentation", "slide ")
_MAX_LISTED_PAGES = 10
_MIN_LOST_BULLETS = 3
_MAX_PITCH_POINTS = 48  # twice the pitch of double-spaced 12-point text


def read_pdf(path: Path) -> Content:
    """The pages with text on them; pages without any stay, empty, so that numbers are those of the file.

    Raises:
        EncryptedSourceError: A password other than the empty one is needed.
        NoTextError: No page has text.
        DamagedSourceError: The file is no readable PDF.
        SourceTooLargeError: Too many pages, or streams that unpack to too much.
    """
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    try:
        with path.open("rb") as stream:
            from pypdf import PdfReader

            reader = PdfReader(stream)
            _unlock(path, reader)
            title = _title(reader)
            raw, unread = _raw_pages(path, reader)
    except LimitReachedError as error:
        raise SourceTooLargeError(
            path, "A part of it unpacks to more than the limit.", "Print it to a new PDF."
        ) from error
    except DependencyError as error:
        raise _unknown_encryption(path) from error
    except (PyPdfError, *_PAGE_FAULTS) as error:
        raise DamagedSourceError(
            path, "It is a damaged or truncated PDF.", "Download or print it to a PDF again."
        ) from error
    return _content(path, title, raw, unread)


def _unlock(path: Path, reader: "PdfReader") -> None:
    """Open a file that is encrypted with the empty password, as files that only forbid printing are."""
    try:
        opened = not reader.is_encrypted or reader.decrypt("")
    except NotImplementedError as error:
        raise _unknown_encryption(path) from error
    if not opened:
        raise EncryptedSourceError(path, "It asks for a password.", "Save a copy without one and add that.")


def _unknown_encryption(path: Path) -> EncryptedSourceError:
    reason = "It is encrypted in a way that is not supported here."
    return EncryptedSourceError(path, reason, "Save a copy without encryption.")


def _title(reader: "PdfReader") -> str:
    """The title in the file's metadata, unless a program put its own name or a file's there."""
    from pypdf.errors import PyPdfError

    try:
        title = clean(str((reader.metadata and reader.metadata.title) or ""))
    except (PyPdfError, *_PAGE_FAULTS):
        return ""  # metadata may be damaged where the pages are not
    junk = title.lower().startswith(_JUNK_TITLES) or title.lower().endswith(
        (".doc", ".docx", ".pdf", ".indd")
    )
    return "" if junk else title


def _raw_pages(path: Path, reader: "PdfReader") -> tuple[list[list[SetLine]], list[int]]:
    """The lines of each page, and the numbers of those that could not be read."""
    from pypdf.errors import LimitReachedError, PyPdfError

    count = len(reader.pages)
    if count > MAX_PAGES:
        raise SourceTooLargeError(
            path, f"It has {count:,} pages; the limit is {MAX_PAGES:,}.", "Split it into smaller files."
        )
    pages: list[list[SetLine]] = []
    unread: list[int] = []
    chars = 0
    for number in range(1, count + 1):
        try:
            lines = set_lines(reader.pages[number - 1])
        except LimitReachedError:
            raise
        except (PyPdfError, *_PAGE_FAULTS):
            lines = []
            unread.append(number)
        chars += sum(len(line.text) for line in lines)
        if chars > MAX_TEXT_CHARS:
            raise SourceTooLargeError(
                path, f"It holds more than {MAX_TEXT_CHARS:,} characters.", "Split it into smaller files."
            )
        pages.append(lines)
    return pages, unread


def _content(path: Path, title: str, raw: list[list[SetLine]], unread: list[int]) -> Content:
    if not raw:
        raise DamagedSourceError(path, "It is a PDF without pages.", "Download or print it again.")
    if not any(raw) and unread:
        raise DamagedSourceError(
            path, f"None of its {len(raw)} pages can be read.", "Download or print it to a PDF again."
        )
    if not any(raw):
        raise NoTextError(
            path,
            f"It has {len(raw)} page{'s' if len(raw) != 1 else ''} but no text on them, as a scan does.",
            "Run it through OCR first.",
        )
    empty = [number for number, lines in enumerate(raw, 1) if not lines and number not in unread]
    notes = [
        *([f"No text was found on {_pages(empty)}; scanned pages need OCR."] if empty else []),
        *([f"The file is damaged on {_pages(unread)}; the other pages were read."] if unread else []),
    ]
    kept = without_running_lines(raw)
    lost_bullets = _loses_bullets([line for lines in kept for line in lines[1:]])
    pages = [_spaced(lines, lost_bullets=lost_bullets) for lines in kept]
    style = measure([line for page in pages for line in page])
    return Content(title, tuple(tuple(parts_of_lines(page, style)) for page in pages), tuple(notes))


def _pages(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:_MAX_LISTED_PAGES])
    more = len(numbers) - _MAX_LISTED_PAGES
    return f"page{'s' if len(numbers) > 1 else ''} {shown}" + (f" and {more} more" if more > 0 else "")


def _loses_bullets(lines: Sequence[SetLine]) -> bool:
    """Whether a space at a line's start stands for a bullet: some lines have it, and most have not."""
    spaced = sum(line.space_first for line in lines)
    return _MIN_LOST_BULLETS <= spaced <= 0.7 * len(lines)


def _spaced(lines: Sequence[SetLine], *, lost_bullets: bool) -> list[Line]:
    """Lines that know whether a gap stands above them: more than the usual pitch of their page."""
    steps = [above.y - line.y for above, line in pairwise(lines) if 0 < above.y - line.y < _MAX_PITCH_POINTS]
    pitch = statistics.median_low(steps) if steps else 0.0
    spaced: list[Line] = []
    glyph = ""
    for number, line in enumerate(lines):
        if len(line.text) == 1 and bullet_of(f"{line.text} x") is not None:
            glyph = line.text  # a bullet that is set apart from its text
            continue
        marked = bullet_of(line.text) is not None or marked_heading_level(line.text) > 0
        if lost_bullets and line.space_first and number and not glyph and not marked:
            glyph = "\u2022"
        step = lines[number - 1].y - line.y if number else 0.0
        # A step up begins a new column; its text may carry on the last column's
        apart = number == 0 or bool(glyph) or (pitch > 0 and step > 1.35 * max(pitch, line.size))
        text = f"{glyph} {line.text}" if glyph else line.text
        spaced.append(Line(text, apart=apart, size=line.size, bold=line.bold))
        glyph = ""
    return spaced
