"""Where a review card comes from: each of its quotes in its place, with what stands around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.index import LocalIndex
from ingest.types import BlockKind, Chunk, Page
from tutor.learner.types import Card
from tutor.practice.types import ItemSource
from tutor.ui.item_sources import source_place
from tutor.ui.page_text import Stretch
from tutor.ui.session import OpenedPage

__all__ = ["CardSource", "FoundSource", "card_sources"]


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A quote's page, to be opened, and the blocks of it that the quote stands in."""

    place: OpenedPage
    chunk: Chunk


@dataclass(frozen=True, slots=True)
class CardSource:
    """A source as the card names it; `found` is None where the index no longer has the quote."""

    document: str
    page: int
    found: FoundSource | None = None


def card_sources(card: Card, item_sources: Sequence[ItemSource], index: LocalIndex) -> tuple[CardSource, ...]:
    """What a card rests on: the sources of its item, else its own; none for a card that names no document.

    `item_sources` are those of the card's item, empty for any other card.
    """
    if item_sources:
        return tuple(_source(source, index) for source in item_sources)
    if not card.document:
        return ()
    return (_source(ItemSource(card.document, card.heading, card.quote, card.page), index),)


def _source(source: ItemSource, index: LocalIndex) -> CardSource:
    place = source_place(index, source)
    if place is None:
        return CardSource(source.document, source.page)
    chunk = _around(place.document, index.page(place.document, place.page), place.stretch)
    return CardSource(source.document, place.page, FoundSource(place, chunk))


def _around(document: str, page: Page, stretch: Stretch) -> Chunk:
    touched = [block for block in page.blocks if block.start < stretch.end and stretch.start < block.end]
    start = min([stretch.start, *(block.start for block in touched)])
    end = max([stretch.end, *(block.end for block in touched)])
    one = touched[0] if len(touched) == 1 else None
    return Chunk(
        id="",
        document=document,
        page=page.number,
        start=start,
        end=end,
        text=page.text[start:end],
        kind=one.kind if one else BlockKind.PROSE,
        headings=touched[0].headings if touched else (),
        header=one.header if one else (),
    )
