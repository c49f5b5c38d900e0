"""A file -> a `Document` of clean text with its headings, lists, tables and code told apart.

One module a format; each imports its parser only when it reads. Nothing here knows of chunks.
"""

from collections.abc import Callable
from pathlib import Path

from ingest.errors import NoTextError, SourceError, SourceTooLargeError
from ingest.readers.docx import read_docx
from ingest.readers.files import SUPPORTED_SUFFIXES, FileKind, check_size, digest, kind_of
from ingest.readers.html import read_html
from ingest.readers.markdown import directive_faults, read_markdown
from ingest.readers.parts import Content, TooMuchText, build_pages
from ingest.readers.pdf import read_pdf
from ingest.readers.text import read_text
from ingest.types import BlockKind, Document, Page

__all__ = ["SUPPORTED_SUFFIXES", "digest", "directive_faults", "read_document"]

_READERS: dict[FileKind, Callable[[Path], Content]] = {
    FileKind.PDF: read_pdf,
    FileKind.MARKDOWN: read_markdown,
    FileKind.HTML: read_html,
    FileKind.TEXT: read_text,
    FileKind.DOCX: read_docx,
}


def read_document(path: Path, name: str) -> Document:
    """The document in a file, under the name that it has in an index.

    Its title is what the file says of itself, else its first heading, else the file's name.

    Raises:
        SourceError: The file cannot be read; each kind of reason has its own class.
    """
    size = check_size(path)
    sha256 = digest(path)
    try:
        content = _READERS[kind_of(path)](path)
        pages = build_pages(content.pages)
    except TooMuchText as error:
        reason = str(error)
        raise SourceTooLargeError(
            path, f"{reason[0].upper()}{reason[1:]}.", "Split it into smaller files."
        ) from error
    except RecursionError as error:
        raise SourceTooLargeError(
            path, "Its parts are nested too deep.", "Save it as text or PDF."
        ) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SourceError(
            path, f"It cannot be read ({reason}).", "Check the disk and its permissions."
        ) from error
    if not any(page.text for page in pages):
        raise NoTextError(path, "There is no text in it.", "Check that it holds more than pictures.")
    title = content.title or _first_heading(pages) or Path(name).stem
    return Document(name, title, sha256, size, pages, content.notes)


def _first_heading(pages: tuple[Page, ...]) -> str:
    for page in pages:
        for block in page.blocks:
            if block.kind is BlockKind.HEADING:
                return page.text[block.start : block.end]
    return ""
