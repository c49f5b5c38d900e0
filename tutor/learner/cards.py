"""Review cards: from rows of recall tables, from glossary terms and from practice items.

A card's id is made from its question and its short answer, so the same row is the same card after a
re-build, in a renamed file, and with a better reason beside it. Knows nothing of when cards come.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ingest.types import Block, BlockKind, Page
from tutor.learner.types import Card, CardKind
from tutor.letters import LETTERS
from tutor.practice.types import PracticeItem

__all__ = ["Pages", "item_card", "item_card_id", "row_cards", "term_cards"]

Pages = Mapping[tuple[str, int], Page]
"""By document and page number, as an index has them (`index.contents.pages`)."""

_NOTHING = frozenset({"", "-", "–", "—"})
_VERDICT = re.compile(r"^Right:\s*")


class _Row(NamedTuple):
    document: str
    page: Page
    block: Block

    @property
    def cells(self) -> dict[str, str]:
        """By column; the header's words as they stand."""
        return dict(zip(self.block.header, self.block.cells, strict=False))


def row_cards(course_id: str, pages: Pages) -> tuple[Card, ...]:
    """A card for each row of the tables with a quiz directive: cue and question, answer and reason."""
    return _without_twins(card for row in _rows(pages) if (card := _row_card(course_id, row)))


def term_cards(course_id: str, pages: Pages) -> tuple[Card, ...]:
    """A card for each row of a glossary that gives a meaning."""
    return _without_twins(card for row in _rows(pages) if (card := _term_card(course_id, row)))


def item_card(course_id: str, item: PracticeItem) -> Card:
    """An item as a card: its stem and options, the right ones with their reasons."""
    lettered = [f"{LETTERS[place]}. {option}" for place, option in enumerate(item.options)]
    right = [f"{lettered[place]}\n{_VERDICT.sub('', item.rationales[place])}" for place in item.key]
    source = item.sources[0] if item.sources else None
    return Card(
        id=item_card_id(item.id),
        course=course_id,
        kind=CardKind.ITEM,
        task=item.task,
        front="\n".join((item.stem, "", *lettered)),
        back="\n\n".join((*right, item.concept) if item.concept else right),
        document=source.document if source else "",
        page=source.page if source else 1,
        heading=source.heading if source else "",
        item_id=item.id,
    )


def item_card_id(item_id: str) -> str:
    """The id that `item_card` gives to the card of an item."""
    return f"{CardKind.ITEM.value}-{item_id}"


def _rows(pages: Pages) -> Iterator[_Row]:
    for (document, _), page in pages.items():
        yield from (_Row(document, page, block) for block in page.blocks if block.kind is BlockKind.TABLE_ROW)


def _row_card(course_id: str, row: _Row) -> Card | None:
    quiz, cells = dict(row.block.quiz), row.cells
    cue, answer = cells.get(quiz.get("cue", ""), ""), cells.get(quiz.get("answer", ""), "")
    if not cue or not answer:
        return None
    ask, why = quiz.get("ask", ""), cells.get(quiz.get("why", ""), "")
    front = ask.replace("{cue}", cue) if "{cue}" in ask else f"{cue} {ask}".rstrip()
    back = f"{answer}\n{why}" if why else answer
    return _card(course_id, CardKind.ROW, row, (front, back), (front, answer))


def _term_card(course_id: str, row: _Row) -> Card | None:
    cells = {name.lower(): "" if cell in _NOTHING else cell for name, cell in row.cells.items()}
    term, meaning = cells.get("term", ""), cells.get("meaning", "")
    if not term or not meaning or not {"stands for", "also called"} & set(cells):
        return None
    also = cells.get("also called", "")
    lines = (cells.get("stands for", ""), meaning, f"Also called: {also}" if also else "")
    back = "\n".join(line for line in lines if line)
    heading = row.block.headings[-1] if row.block.headings else ""
    return _card(course_id, CardKind.TERM, row, (f"What does “{term}” mean?", back), (term, heading))


def _card(
    course_id: str, kind: CardKind, row: _Row, sides: tuple[str, str], identity: tuple[str, str]
) -> Card:
    digest = hashlib.sha256("\0".join((course_id, kind.value, *identity)).encode()).hexdigest()
    block = row.block
    return Card(
        id=f"{kind.value}-{digest[:16]}",
        course=course_id,
        kind=kind,
        task=block.task or "",
        front=sides[0],
        back=sides[1],
        document=row.document,
        page=row.page.number,
        heading=block.headings[-1] if block.headings else "",
        quote=row.page.text[block.start : block.end],
    )


def _without_twins(cards: Iterable[Card]) -> tuple[Card, ...]:
    """The first card of each id."""
    first: dict[str, Card] = {}
    for card in cards:
        first.setdefault(card.id, card)
    return tuple(first.values())
