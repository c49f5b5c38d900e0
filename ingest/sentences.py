"""Text to sentences, as spans. Knows nothing of what the text is about."""

import itertools
import re
from dataclasses import dataclass

__all__ = ["Span", "sentence_spans"]


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]`: characters from 0, the end exclusive."""

    start: int
    end: int


# A full stop after one of these ends no sentence.
_ABBREVIATIONS = frozenset(
    """
    e.g i.e etc vs cf fig figs eq eqs no nos dr mr mrs ms prof inc ltd corp co st approx resp al ca
    u.s
    """.split()
)
# A stop, its closing quotes or brackets, then white space and something that can begin a sentence.
_STOP = re.compile(r"[.!?]+[\"')\]”’]*(?=\s+[\"'(\[“‘]?[A-Z0-9`])")
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*•|]|\d+[.)]\s))")
_LOOK_BACK_CHARS = 20
"""More than the longest abbreviation and its indentation."""
_LAST_WORD = re.compile(r"[\w.]+$")


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The sentences of `text` in order; between them stands only white space.

    A blank line, a list item and a table row each begin a new sentence. Decimals, abbreviations and
    single initials do not end one.
    """
    cuts = [0, len(text)]
    cuts += [match.end() for match in _STOP.finditer(text) if not _is_abbreviation(text, match)]
    cuts += [match.end() for match in _BREAK.finditer(text)]
    cuts = sorted(set(cuts))
    spans = (_trimmed(text, start, end) for start, end in itertools.pairwise(cuts))
    return tuple(span for span in spans if span.start < span.end)


def _is_abbreviation(text: str, stop: re.Match[str]) -> bool:
    if not stop.group().startswith("."):
        return False
    near = text[max(0, stop.start() - _LOOK_BACK_CHARS) : stop.start()]
    before = _LAST_WORD.search(near)
    if before is None:
        return False
    word = before.group().lower()
    is_list_number = word.isdigit() and not near[: before.start()].rpartition("\n")[2].strip()
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i") or is_list_number


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
