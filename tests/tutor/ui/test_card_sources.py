from dataclasses import replace

from ingest.types import BlockKind
from tutor.learner.cards import term_cards
from tutor.learner.types import Card, CardKind
from tutor.practice.types import ItemSource
from tutor.ui.card_sources import CardSource, card_sources
from tutor.ui.page_text import Stretch

QUOTE = "A queen excluder is a grid with gaps of 4.2 mm."


def card(**options):
    return Card("c1", "bee-101", CardKind.IMPORT, "", "front", "back", **options)


def test_a_row_card_shows_its_whole_row_with_the_tables_header(hashed_index):
    row = term_cards("bee-101", hashed_index.contents.pages)[0]
    (source,) = card_sources(row, (), hashed_index)
    chunk = source.found.chunk
    assert chunk.kind is BlockKind.TABLE_ROW
    assert chunk.text == row.quote
    assert chunk.header == ("Term", "Stands for", "Meaning", "Also called")
    assert source.found.place.stretch == Stretch(chunk.start, chunk.end)


def test_an_items_card_shows_each_quote_inside_its_paragraph(hashed_index):
    page = hashed_index.page("notes/hive.md", 1)
    item = ItemSource("notes/hive.md", "Queen excluder", QUOTE)
    (source,) = card_sources(card(item_id="i1", document="x.md"), (item,), hashed_index)
    chunk, stretch = source.found.chunk, source.found.place.stretch
    assert page.text[stretch.start : stretch.end] == QUOTE
    assert chunk.text.startswith(QUOTE)
    assert len(chunk.text) > len(QUOTE)
    assert chunk.text == page.text[chunk.start : chunk.end]


def test_a_quote_is_found_on_another_page_than_it_was_on(hashed_index):
    item = ItemSource("notes/hive.md", "", QUOTE, page=9)
    (source,) = card_sources(card(item_id="i1"), (item,), hashed_index)
    assert (source.page, source.found.place.page) == (1, 1)


def test_a_source_that_is_gone_keeps_its_place(hashed_index):
    there = card(document="notes/hive.md", heading="Wax", quote="Wax melts at 64 degrees.")
    assert card_sources(there, (), hashed_index) == (CardSource("notes/hive.md", 1),)
    elsewhere = replace(there, document="gone.md")
    assert card_sources(elsewhere, (), hashed_index) == (CardSource("gone.md", 1),)
    assert card_sources(card(), (), hashed_index) == ()
