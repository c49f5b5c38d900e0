"""An exam item pasted as a question: a stem with its options under letters. Knows nothing of searching."""

import re
from dataclasses import dataclass

from tutor.letters import LETTERS

__all__ = ["PastedItem", "pasted_item"]

_FEWEST_OPTIONS = 3  # "plan A. or plan B." in a sentence is no item
_LETTER = re.compile(r"(?:(?<=\n)|(?<=[.?!:)] )|(?<=\s\s))[ \t]*\(?([A-H])[.):](?=\s)[ \t]*")


@dataclass(frozen=True, slots=True)
class PastedItem:
    """What is asked, and the options in their order, without their letters."""

    stem: str
    options: tuple[str, ...]


def pasted_item(text: str) -> PastedItem | None:
    """The stem and the options of a question that lists them as "A. ..." or "B) ..."; None for any other.

    The letters have to run on from A without a gap, each at the beginning of a line or of a sentence.
    """
    places: list[re.Match[str]] = []
    for match in _LETTER.finditer(text):
        if match[1] == LETTERS[len(places) : len(places) + 1]:
            places.append(match)
    if len(places) < _FEWEST_OPTIONS:
        return None
    ends = [place.start() for place in places[1:]] + [len(text)]
    options = [text[place.end() : end].strip() for place, end in zip(places, ends, strict=True)]
    stem = text[: places[0].start()].strip()
    return PastedItem(stem, tuple(options)) if stem and all(options) else None
