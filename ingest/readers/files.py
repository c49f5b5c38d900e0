"""A file's bytes: how many, their digest, what kind they are, and text in the right encoding.

Knows nothing of what a document's inside looks like.
"""

import codecs
import hashlib
import re
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.errors import (
    DamagedSourceError,
    EmptySourceError,
    EncryptedSourceError,
    SourceError,
    SourceTooLargeError,
    UnsupportedSourceError,
)
from ingest.readers.limits import MAX_FILE_BYTES, MAX_TEXT_CHARS

__all__ = ["SUPPORTED_SUFFIXES", "FileKind", "Text", "check_size", "decode", "digest", "kind_of"]


class FileKind(StrEnum):
    """The formats that are read; the value is the format's name in a message."""

    PDF = "PDF"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    TEXT = "plain text"
    DOCX = "Word (.docx)"


SUPPORTED_SUFFIXES: dict[str, FileKind] = {
    ".docx": FileKind.DOCX,
    ".htm": FileKind.HTML,
    ".html": FileKind.HTML,
    ".markdown": FileKind.MARKDOWN,
    ".md": FileKind.MARKDOWN,
    ".pdf": FileKind.PDF,
    ".text": FileKind.TEXT,
    ".txt": FileKind.TEXT,
}
_SUFFIX_OF = {FileKind.PDF: ".pdf", FileKind.DOCX: ".docx"}

# The first bytes of files that are often given the wrong name
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a sound, film or WebP file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "a rich-text (RTF) file"),
    (b"%!PS", "a PostScript file"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones with a password
_HTML_START = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE)
_LEAD_BYTES = bytes(range(0xC2, 0xF5))  # with one of these a longer UTF-8 character begins
_HEAD_BYTES = 4096
_READ_BYTES = 1024**2
_CONTROL_SHARE = 0.02
"""Text has next to none; compiled or packed bytes have about 27 of 256, e.g. .10."""
_NUL_SHARE = 0.3
"""Zeros that a program left behind are dropped; a file that is mostly zeros is no text."""


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded text, with what has to be said about its encoding ("" if nothing)."""

    text: str
    note: str = ""


def check_size(path: Path) -> int:
    """The file's size in bytes.

    Raises:
        SourceError: It is missing, unreadable, no regular file, empty or over `MAX_FILE_BYTES`.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise _unopened(path, error) from error
    if not stat.S_ISREG(status.st_mode):
        raise UnsupportedSourceError(path, "It is not a regular file.", "Give a document or a folder.")
    if status.st_size == 0:
        raise EmptySourceError(path, "The file is empty (0 bytes).", "Save or download it again.")
    if status.st_size > MAX_FILE_BYTES:
        found, limit = status.st_size / 1024**2, MAX_FILE_BYTES // 1024**2
        raise SourceTooLargeError(
            path, f"The file has {found:,.0f} MiB; the limit is {limit} MiB.", "Split it into smaller files."
        )
    return status.st_size


def digest(path: Path) -> str:
    """The file's SHA-256 in hex digits, read a mebibyte at a time.

    Raises:
        SourceError: The file cannot be opened or read.
    """
    hashed = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(_READ_BYTES):
                hashed.update(piece)
    except OSError as error:
        raise _unopened(path, error) from error
    return hashed.hexdigest()


def kind_of(path: Path) -> FileKind:
    """The format, by suffix and first bytes; text that begins as an HTML page is one.

    Raises:
        UnsupportedSourceError: No reader for this suffix.
        EncryptedSourceError: A Word file with a password.
        DamagedSourceError: The bytes are of another kind than the name says.
    """
    suffix = path.suffix.lower()
    named = SUPPORTED_SUFFIXES.get(suffix)
    if named is None:
        known = ", ".join(SUPPORTED_SUFFIXES)
        found = f"Files ending in {suffix!r} are not read." if suffix else "The name has no ending."
        raise UnsupportedSourceError(path, found, f"Convert it to one of {known}.")
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError as error:
        raise _unopened(path, error) from error
    if head.startswith(_OLE):
        raise _old_office(path)
    actual = _actual_kind(head, named)
    if isinstance(actual, FileKind) and actual is not named and actual in _SUFFIX_OF:
        found = "a PDF" if actual is FileKind.PDF else "a Word file or a zip archive"
        advice = f"Rename it to end in {_SUFFIX_OF[actual]} if it is one, or unpack it."
        raise _misnamed(path, found, advice if actual is FileKind.DOCX else "Rename it to end in .pdf.")
    if not isinstance(actual, FileKind | None) or (actual is not named and named in _SUFFIX_OF):
        found = "a web page" if actual is FileKind.HTML else actual or "something else"
        raise _misnamed(path, found, "Open it and save it as the kind its name says.")
    return actual or named


def decode(path: Path, raw: bytes, *, declared: str = "") -> Text:
    """The bytes as text: by byte order mark, the declared encoding, UTF-8, else Windows-1252.

    Raises:
        SourceTooLargeError: There are more than MAX_TEXT_CHARS characters, markup included.
        EmptySourceError: There is nothing but white space.
        DamagedSourceError: The bytes are no text at all.
    """
    decoded = _decoded(raw, declared)
    if len(decoded.text) > MAX_TEXT_CHARS:
        reason = f"It holds more than {MAX_TEXT_CHARS:,} characters of text."
        raise SourceTooLargeError(path, reason, "Split it into smaller files.")
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\0 \t\n"):
        raise EmptySourceError(path, "There is nothing but white space in it.", "Save or download it again.")
    controls = sum(text.count(chr(code)) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    if controls > max(8, _CONTROL_SHARE * len(text)) or text.count("\0") > max(64, _NUL_SHARE * len(text)):
        raise _misnamed(path, "binary data", "Open it and save it as the kind its name says.")
    return Text(text.replace("\0", ""), decoded.note)


def _decoded(raw: bytes, declared: str) -> Text:
    marks = (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    )
    for mark, encoding in marks:
        if raw.startswith(mark):
            return _lenient(raw[len(mark) :], encoding)
    if declared:
        return _lenient(raw, declared)
    sample = raw[:_HEAD_BYTES]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    # UTF-16 without a mark: every other byte of English text is zero, and none of the others
    if max(even, odd) > len(sample) // 4 and min(even, odd) <= len(sample) // 50:
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        return Text(raw.decode(encoding, errors="replace"), "It was read as UTF-16 without a mark.")
    try:
        return Text(raw.decode())
    except UnicodeDecodeError:
        return _not_quite_utf8(raw)


def _not_quite_utf8(raw: bytes) -> Text:
    """UTF-8 with a few bad bytes if most accented characters are good in it, else Windows-1252."""
    text = raw.decode(errors="replace")
    bad = text.count("\ufffd")
    good = len(raw) - len(raw.translate(None, _LEAD_BYTES)) - bad
    if good > bad:
        return Text(text, f"{bad} characters are not valid UTF-8 and were replaced by \ufffd.")
    note = "It is not valid UTF-8 and was read as Windows-1252; check that accented letters look right."
    return Text(raw.decode("cp1252", errors="replace"), note)


def _lenient(raw: bytes, encoding: str) -> Text:
    text = raw.decode(encoding, errors="replace")
    bad = text.count("\ufffd")
    return Text(text, f"{bad} characters are not valid {encoding} and were replaced." if bad > 0 else "")


def _actual_kind(head: bytes, named: FileKind) -> FileKind | str | None:
    """What the first bytes say: a format that is read, words for another kind, None for plain text."""
    # The mark of a PDF may stand behind some bytes of a mail or web server; a note may speak of it
    if b"%PDF-" in head[:1024] if named is FileKind.PDF else head.lstrip().startswith(b"%PDF-"):
        return FileKind.PDF
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return FileKind.DOCX  # the reader says so if the archive holds something else
    for signature, words in _SIGNATURES:
        if head.startswith(signature):
            return words
    return FileKind.HTML if _HTML_START.match(head) else None


def _old_office(path: Path) -> SourceError:
    # A new Office file with a password is an old-style container with this stream in it
    with path.open("rb") as stream:
        locked = "EncryptedPackage".encode("utf-16-le") in stream.read(MAX_FILE_BYTES)
    if locked:
        return EncryptedSourceError(
            path, "It is protected by a password.", "Open it in Word and save a copy without one."
        )
    return DamagedSourceError(
        path, "It is an old Office file (.doc, .xls or .ppt).", "Open it and save it as .docx or .pdf."
    )


def _misnamed(path: Path, found: str, advice: str) -> DamagedSourceError:
    return DamagedSourceError(path, f"By its name it is {path.suffix}, but it holds {found}.", advice)


def _unopened(path: Path, error: OSError) -> SourceError:
    reason = error.strerror or type(error).__name__
    return SourceError(path, f"It cannot be opened ({reason}).", "Check that it exists and may be read.")
