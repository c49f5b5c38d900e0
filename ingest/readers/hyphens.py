"""Joining wrapped lines, with words mended that were hyphenated at a line's end. Knows no layout."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

__all__ = ["Words", "join_lines"]

_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:-[A-Za-z\u00c0-\u024f]+)*")
_ENDS_IN_HYPHEN = re.compile(r"([A-Za-z\u00c0-\u024f]{2,40})[-\u2010]$")
_TAIL_CHARS = 41  # what the pattern can match: searching a line of a million letters takes its square
_BEGINS_IN_WORD = re.compile(r"[a-z\u00df-\u024f]{2,}")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a document in lower case; they show which joined words are plausible."""

    known: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Words":
        """The words of the lines, those cut by a hyphen at a line's end left out."""
        return cls(frozenset(word.lower() for line in lines for word in _WORD.findall(_uncut(line.strip()))))


def join_lines(lines: Sequence[str], words: Words) -> str:
    """The lines as one, a space between them; a word cut at a line's end is whole again.

    "opti-" and "mization" make "optimization", but "real-" and "time" make "real-time": the hyphen
    stays where the document writes it elsewhere, or where both halves are words of the document.
    """
    joined = ""
    for line in lines:
        cut = _ENDS_IN_HYPHEN.search(joined[-_TAIL_CHARS:])
        rest = _BEGINS_IN_WORD.match(line)
        if not joined:
            joined = line
        elif cut is None or rest is None:
            joined = f"{joined.rstrip()} {line}"
        elif _keeps_hyphen(cut[1].lower(), rest[0], words):
            joined += line
        else:
            joined = joined[:-1] + line
    return joined


def _uncut(line: str) -> str:
    """The line without the first half of a word at its end."""
    cut = _ENDS_IN_HYPHEN.search(line[-_TAIL_CHARS:])
    return line[: -len(cut[0])] if cut else line


def _keeps_hyphen(first: str, second: str, words: Words) -> bool:
    if first + second in words.known:
        return False
    return f"{first}-{second}" in words.known or (first in words.known and second in words.known)
