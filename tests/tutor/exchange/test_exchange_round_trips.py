"""Every format gives back what it can hold; what it cannot is said here, once for each."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from exchange_samples import BARE, BEES, CARD, ITEMS, SWARM, items
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tutor.exchange.anki import write_anki
from tutor.exchange.anki_read import read_anki
from tutor.exchange.gift import read_gift, write_gift
from tutor.exchange.json_bank import read_json, read_json_lines, write_json, write_json_lines
from tutor.exchange.moodle import read_moodle, write_moodle
from tutor.exchange.table import read_table, write_cards, write_table
from tutor.exchange.types import FileContent
from tutor.practice.bank import load_bank
from tutor.practice.types import Origin, PracticeItem

BANK = Path(__file__).parents[3] / "corpus" / "mls-c01" / "questions"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
few = hypothesis_settings(max_examples=25, deadline=None, derandomize=True)


def without(item: PracticeItem, *fields: str) -> PracticeItem:
    empty = {"sources": (), "checks": (), "made": "", "origin": Origin.IMPORT, "option_sources": ()}
    return replace(item, **{field: empty[field] for field in fields})


def in_gift(some: tuple[PracticeItem, ...]) -> FileContent:
    return read_gift(write_gift(some))


def in_moodle(some: tuple[PracticeItem, ...]) -> FileContent:
    return read_moodle(write_moodle(some), "quiz.xml")


def in_table(some: tuple[PracticeItem, ...]) -> FileContent:
    return read_table(write_table(some), "items.csv")


def in_json(some: tuple[PracticeItem, ...]) -> FileContent:
    return read_json(write_json(some), "items.json")


def in_lines(some: tuple[PracticeItem, ...]) -> FileContent:
    return read_json_lines(write_json_lines(some))


def in_anki(some: tuple[PracticeItem, ...]) -> FileContent:
    return read_anki(write_anki("bee-101", "Bees", some, (), NOW), "bees.apkg")


LOST = {
    in_json: (),
    in_lines: ("checks", "made", "origin"),
    in_table: ("checks", "option_sources"),
    in_anki: ("checks", "made", "option_sources"),
    in_gift: ("checks", "made", "sources", "option_sources"),
    in_moodle: ("checks", "made", "sources", "option_sources"),
}
through = pytest.mark.parametrize("trip", LOST, ids=lambda trip: trip.__name__)


@through
def test_everything_comes_back_but_what_the_format_cannot_hold(trip):
    content = trip(ITEMS)
    assert content.faults == ()
    # a question file holds neither the version of a document nor a page
    plain = replace(
        BEES,
        sources=(replace(BEES.sources[0], page=1, sha256=""),),
        option_sources=((), (replace(BEES.option_sources[1][0], page=1, sha256=""),), (), ()),
    )
    bees = plain if trip is in_lines else BEES
    assert content.items == tuple(without(item, *LOST[trip]) for item in (bees, SWARM, BARE))
    assert content.remarks == ()


@through
@few
@given(some=st.lists(items(), max_size=3, unique_by=lambda item: item.id))
def test_any_item_comes_back(trip, some):
    kept = tuple({(i.stem.casefold(), i.options, i.key): i for i in some}.values())
    if len(kept) < len(some):
        return
    content = trip(tuple(some))
    assert content.faults == ()
    assert content.items == tuple(without(item, *LOST[trip]) for item in some)


@through
def test_a_second_trip_changes_nothing(trip):
    once = trip(ITEMS).items
    assert trip(once).items == once


@through
def test_the_whole_bank_comes_back(trip):
    bank = load_bank(sorted(BANK.glob("*.jsonl")))
    assert trip(bank).items == tuple(without(item, *LOST[trip]) for item in bank)


def test_no_items_make_files_that_hold_none():
    for trip in LOST:
        assert trip(()) == FileContent()


def test_a_card_comes_back_from_anki_and_from_a_table():
    expected = replace(CARD, course="")  # its course is the importer's to name
    assert read_anki(write_anki("bee-101", "Bees", (), (CARD,), NOW), "b.apkg") == FileContent(
        cards=(expected,)
    )
    assert read_table(write_cards((CARD,)), "cards.csv") == FileContent(cards=(expected,))


def test_the_same_items_at_the_same_moment_are_the_same_package():
    first, second = (write_anki("bee-101", "Bees", ITEMS, (CARD,), NOW) for _ in range(2))
    assert first == second
