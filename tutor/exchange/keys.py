"""Right options as people write them ("A, C", "B) Amazon S3", "2") -> positions from 0. Knows no file."""

import re
from collections.abc import Sequence

from tutor.letters import LETTERS

__all__ = ["key_letters", "key_positions", "letter", "letter_positions", "without_letters"]

_MOST_CHARS = 4_000  # an option's own words may be long, a list of letters never is
_PARTS = re.compile(r"\s*(?:[,;/|&+]|\band\b)\s*", re.IGNORECASE)
_ONE_LETTER = re.compile(r"\(?([A-Za-z])[).:]?")
_LETTER_FIRST = re.compile(r"\(?([A-Za-z])[).:]\s*(?=\S)")


def letter(position: int) -> str:
    """The letter of an option: A for 0."""
    return LETTERS[position]


def key_letters(key: Sequence[int]) -> str:
    """A key for people: "A, C" for (0, 2)."""
    return ", ".join(letter(position) for position in key)


def letter_positions(text: str, count: int) -> tuple[int, ...] | None:
    """What `key_letters` wrote, read back; None when it is anything else, or not of `count` options."""
    letters = [part.strip() for part in text.split(",")]
    if not all(len(each) == 1 and each in LETTERS[:count] for each in letters):
        return None
    return tuple(sorted({LETTERS.index(each) for each in letters}))


def without_letters(options: Sequence[str]) -> tuple[str, ...]:
    """The options without "A. ", "B. " … before them when every one has its own letter, else as they are."""
    matches = [_LETTER_FIRST.match(option) for option in options]
    for position, match in enumerate(matches):
        if match is None or match[1].upper() != LETTERS[position % 26]:
            return tuple(options)
    return tuple(option[match.end() :] for option, match in zip(options, matches, strict=True) if match)


def key_positions(
    text: str, options: Sequence[str], labels: Sequence[str] = (), first: int = 0
) -> tuple[int, ...] | None:
    """The positions that a text names: by labels, by the words of an option, by letters, by numbers.

    `first` is the number of the first option. None when a part of the text names no option.
    """
    if len(text) > _MOST_CHARS:
        return None
    whole = _position(text, options, labels, first)
    if whole is not None:
        return (whole,)
    found = []
    for part in _PARTS.split(text.strip()):
        position = _position(part, options, labels, first)
        if position is None:
            return _run_of_letters(text.strip(), len(options))
        found.append(position)
    return tuple(dict.fromkeys(found))


def _position(text: str, options: Sequence[str], labels: Sequence[str], first: int) -> int | None:
    wanted = _folded(text)
    for names in (labels, options):
        folded = [_folded(name) for name in names]
        if wanted in folded:
            return folded.index(wanted)
    one = _ONE_LETTER.fullmatch(text.strip()) or _LETTER_FIRST.match(text.strip())
    if one is not None and LETTERS.index(one[1].upper()) < len(options):
        return LETTERS.index(one[1].upper())
    number = int(text) - first if re.fullmatch(r"\s*\d{1,2}\s*", text, re.ASCII) else -1
    return number if 0 <= number < len(options) else None


def _run_of_letters(text: str, count: int) -> tuple[int, ...] | None:
    """The positions of letters without commas: (0, 2) for "AC"."""
    letters = "".join(text.split())
    if not letters.isascii() or not letters.isupper() or not letters.isalpha():
        return None
    positions = tuple(dict.fromkeys(LETTERS.index(each) for each in letters))
    return positions if max(positions) < count and len(positions) == len(letters) else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
