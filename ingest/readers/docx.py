"""Word documents -> parts; the only user of python-docx. Knows nothing of pages: Word makes them late.

Text boxes, footnotes, headers and footers are left out.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import DamagedSourceError, EncryptedSourceError, SourceTooLargeError
from ingest.readers.limits import MAX_ARCHIVE_BYTES, MAX_ARCHIVE_MEMBERS, MAX_NESTING, MAX_TABLE_CELLS
from ingest.readers.parts import Content, Part, TooMuchText, clean, table_parts
from ingest.types import BlockKind

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["read_docx"]

_BODY = "word/document.xml"
_HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list (?:bullet|number|paragraph)(?: (\d))?", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_HEAD_BYTES = 4096
_TAG = re.compile(rb"<(/?)[A-Za-z_][^<>]*?(/?)>")
# What zipfile, python-docx and lxml (a SyntaxError) raise on parts that are missing, misplaced, packed
# wrongly or no XML
_FAULTS = (AttributeError, EOFError, LookupError, NotImplementedError, SyntaxError, TypeError, ValueError)
_ARCHIVE_FAULTS = (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, zlib.error)
_ADVICE = "Open it in Word and save it again."


def read_docx(path: Path) -> Content:
    """The document as one page of parts, its title from its properties.

    Raises:
        SourceTooLargeError: It unpacks to too much, or is nested too deep.
        EncryptedSourceError: Its parts ask for a password.
        DamagedSourceError: It is no readable Word document.
    """
    _check_archive(path)
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(str(path))
        title = clean(document.core_properties.title or "")
        parts = tuple(_parts(document))
    except (OpcError, zipfile.BadZipFile, zlib.error, *_FAULTS) as error:
        raise DamagedSourceError(path, "It is a damaged Word document.", _ADVICE) from error
    return Content(title, (parts,))


def _check_archive(path: Path) -> None:
    """Look at what the archive says of itself, and at its text's nesting, before a parser opens it."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if len(members) > MAX_ARCHIVE_MEMBERS or unpacked > MAX_ARCHIVE_BYTES:
                found = f"It unpacks to {unpacked / 1024**2:,.0f} MiB in {len(members):,} parts"
                limit = f"the limits are {MAX_ARCHIVE_BYTES // 1024**2} MiB and {MAX_ARCHIVE_MEMBERS:,} parts"
                raise SourceTooLargeError(path, f"{found}; {limit}.", "Save it without pictures or split it.")
            if any(member.flag_bits & 1 for member in members):
                raise EncryptedSourceError(path, "Its parts ask for a password.", "Save a copy without one.")
            if _BODY not in archive.namelist():
                raise DamagedSourceError(path, "It is an archive, but no Word document.", _ADVICE)
            body = archive.read(_BODY)
    except _ARCHIVE_FAULTS as error:
        raise DamagedSourceError(path, "Its archive is truncated or damaged.", _ADVICE) from error
    if _DOCTYPE.search(body[:_HEAD_BYTES]):  # Word writes none; they serve to define entities that explode
        raise DamagedSourceError(path, "Its text defines entities, which Word never does.", _ADVICE)
    if _depth(body) > MAX_NESTING:
        raise SourceTooLargeError(path, f"Its parts are nested more than {MAX_NESTING} deep.", _ADVICE)


def _depth(body: bytes) -> int:
    """How deep elements stand in each other, up to one more than is allowed."""
    depth = deepest = 0
    for tag in _TAG.finditer(body):
        if tag[1]:
            depth -= 1
        elif not tag[2]:
            depth += 1
            deepest = max(deepest, depth)
            if deepest > MAX_NESTING:
                break
    return deepest


def _parts(document: "WordDocument") -> Iterator[Part]:
    from docx.table import Table

    for item in document.iter_inner_content():
        if isinstance(item, Table):
            yield from table_parts(_rows(item))
        else:
            yield _paragraph(item)


def _paragraph(paragraph: "Paragraph") -> Part:
    text = clean(paragraph.text)
    style = (paragraph.style.name if paragraph.style is not None else None) or ""
    heading = _HEADING.fullmatch(style)
    if heading or style.lower() == "title":
        return Part(BlockKind.HEADING, text, level=int(heading[1]) if heading else 1)
    level = _list_level(paragraph, style)
    return Part(BlockKind.LIST_ITEM, text, level=level) if level else Part(BlockKind.PROSE, text)


def _list_level(paragraph: "Paragraph", style: str) -> int:
    """The depth of a list item from 1, 0 for any other paragraph."""
    properties = paragraph._p.pPr  # python-docx has no public name for a paragraph's numbering
    numbering = properties.numPr if properties is not None else None
    if numbering is not None:
        return 1 + min(8, numbering.ilvl.val if numbering.ilvl is not None else 0)
    named = _LIST_STYLE.fullmatch(style)
    if named is None or style.lower().startswith("list paragraph"):
        return 0
    return int(named[1] or 1)


def _rows(table: "Table") -> list[list[str]]:
    """The text of each cell; a cell over several rows is repeated, one over several columns is not."""
    rows: list[list[str]] = []
    total = 0
    for row in table.rows:
        cells: list[str] = []
        before = None
        for cell in row.cells:
            cells.append("" if cell._tc is before else _cell_text(cell))
            before = cell._tc
        total += len(cells)
        if total > MAX_TABLE_CELLS:
            raise TooMuchText(f"one of its tables has more than {MAX_TABLE_CELLS:,} cells")
        rows.append(cells)
    return rows


def _cell_text(cell: "_Cell") -> str:
    from docx.table import Table

    texts: list[str] = []
    for item in cell.iter_inner_content():
        if isinstance(item, Table):
            texts += [text for row in _rows(item) for text in row if text]
        else:
            texts.append(item.text)
    return clean(" ".join(texts))
