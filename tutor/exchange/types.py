"""What a reader of foreign files hands over, and the bounds that every one of them keeps to.

Text from a file is untrusted: it is only ever text, of bounded size, without invisible characters.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.errors import TutorError
from tutor.learner.types import Card
from tutor.practice.types import PracticeItem

__all__ = [
    "MAX_CARD_CHARS",
    "MAX_FILE_BYTES",
    "MAX_FOUND",
    "ExchangeError",
    "FileContent",
    "check_size",
    "clean",
    "fault_lines",
    "text_of_bytes",
]

MAX_FILE_BYTES = 32 * 1024 * 1024
"""Of a text file; 20,000 items of the bank take about 30 MB."""
MAX_FOUND = 20_000
"""Items and cards of one file."""
MAX_CARD_CHARS = 20_000
"""Of one side of a card."""
_SHOWN_FAULTS = 20

# Control characters except tab and line end, direction marks that can reverse what is shown, lone
# surrogates and non-characters: none can be read, and XML and SQLite take some of them badly.
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


class ExchangeError(TutorError):
    """A file cannot be read or written as a whole; faults of single items are in `FileContent`."""


@dataclass(frozen=True, slots=True)
class FileContent:
    """What one file holds: whole items and cards in its order, and a sentence for everything left out."""

    items: tuple[PracticeItem, ...] = ()
    cards: tuple[Card, ...] = ()
    faults: tuple[str, ...] = ()
    """Each begins with the line, row, question or note that it speaks of."""
    remarks: tuple[str, ...] = ()
    """How something ambiguous was read."""


def clean(text: str) -> str:
    """The text with line feeds as its only line ends, without unreadable characters and outer white space."""
    return _UNREADABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()


def fault_lines(faults: Iterable[str]) -> tuple[str, ...]:
    """At most 20 faults, then how many more there are."""
    every = tuple(faults)
    rest = len(every) - _SHOWN_FAULTS
    return (*every[:_SHOWN_FAULTS], f"… and {rest:,} more.") if rest > 0 else every


def check_size(name: str, size_bytes: int, most_bytes: int = MAX_FILE_BYTES) -> None:
    """Nothing, if a file may be read. Raises ExchangeError when it is too large."""
    if size_bytes > most_bytes:
        raise ExchangeError(
            f"{name} has {size_bytes / 1e6:,.0f} MB, and at most {most_bytes / 1e6:,.0f} MB are read. "
            "Split it into smaller files."
        )


def text_of_bytes(content: bytes, name: str) -> str:
    """A file's text: UTF-8 with or without a byte-order mark, or UTF-16 with one; line ends are line feeds.

    Raises:
        ExchangeError: It is neither, or larger than MAX_FILE_BYTES.
    """
    check_size(name, len(content))
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ExchangeError(
            f"{name} is no UTF-8 text (byte {error.start:,}). Save it again with the encoding UTF-8."
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
