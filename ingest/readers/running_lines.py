"""Takes out what a document prints on every page: running headers and footers, page numbers."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf_lines import SetLine

__all__ = ["without_running_lines"]

_MIN_PAGES = 3
_EDGE_LINES = 3
"""Headers and footers are among this many lines from the top and from the foot of a page; on a page of
few lines, such as a slide, among the first and last third."""
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*\|\s*page)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near an edge: the page it is on (from 0) and its place among that page's lines."""

    page: int
    place: int
    line: SetLine


def without_running_lines(pages: Sequence[Sequence[SetLine]]) -> list[list[SetLine]]:
    """The pages without running lines.

    A line at an edge is one if it stands on three pages or more, word for word, or with a number in it
    that counts along with the pages ("Chapter 1" at the top of pages 1, 9 and 20 does not). A lone
    number that is the page's own is one as well, even in a document of two pages.
    """
    groups: dict[tuple[str, float], list[_Edge]] = defaultdict(list)
    for number, lines in enumerate(pages):
        for place in _edges(lines):
            line = lines[place]
            groups[_DIGITS.sub("#", line.text).casefold(), line.size].append(_Edge(number, place, line))
    dropped = {
        (edge.page, edge.place)
        for edges in groups.values()
        for edge in edges
        if _is_page_number(edge) or (_is_spread(edges) and (_is_same(edges) or _counts_along(edges)))
    }
    return [
        [line for place, line in enumerate(lines) if (number, place) not in dropped]
        for number, lines in enumerate(pages)
    ]


def _edges(lines: Sequence[SetLine]) -> set[int]:
    """Places of the lines nearest to the top and to the foot, by height and by order in the file."""
    by_height = sorted(range(len(lines)), key=lambda place: -lines[place].y)
    order = range(len(lines))
    count = max(1, min(_EDGE_LINES, len(lines) // 3))
    near = (by_height[:count], by_height[-count:], order[:count], order[-count:])
    return {place for places in near for place in places}


def _is_page_number(edge: _Edge) -> bool:
    match = _PAGE_NUMBER.fullmatch(edge.line.text)
    return match is not None and int(match[1]) == edge.page + 1


def _is_spread(edges: Sequence[_Edge]) -> bool:
    return len({edge.page for edge in edges}) >= _MIN_PAGES


def _is_same(edges: Sequence[_Edge]) -> bool:
    return len({edge.line.text for edge in edges}) == 1


def _counts_along(edges: Sequence[_Edge]) -> bool:
    """Whether one of the numbers in the line stays at the same distance from the page's number."""
    numbers = [[int(digits[:9]) for digits in _DIGITS.findall(edge.line.text)] for edge in edges]
    columns = list(zip(*numbers, strict=True))  # one mask, so as many numbers in each line
    moving = [column for column in columns if len(set(column)) > 1]
    return bool(moving) and all(
        len({number - edge.page for number, edge in zip(column, edges, strict=True)}) == 1
        for column in moving
    )
