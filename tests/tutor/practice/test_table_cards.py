from collections import Counter

import pytest

from tests.tutor.practice.signal_course import PLAIN, signal_index
from tutor.practice.tables.cards import KINDS, cards_of, spare_cards_of
from tutor.practice.tables.deck import Deck
from tutor.practice.tables.facts import row_tables
from tutor.practice.tables.forms import Form
from tutor.practice.types import ItemKind


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    (found,) = row_tables(signal_index(tmp_path_factory.mktemp("flags")))
    return found


def pairs(cards):
    return [frozenset(card.rows) for card in cards if len(card.rows) == 2]


def test_each_row_is_asked_for_once_and_pairs_by_their_shares(table):
    forms = Counter(card.form for card in cards_of(table))
    assert forms == {Form.CUE: 9, Form.TWO_CUES: 3, Form.TWO_PARTS: 4, Form.REVERSE: 1, Form.REVERSE_MANY: 1}


def test_no_two_rows_stand_together_twice(table):
    both = [*cards_of(table), *spare_cards_of(table)]
    asked = pairs(card for card in both if card.form is not Form.REVERSE_MANY)
    assert len(set(asked)) == len(asked)


def test_spare_cards_are_many_and_of_both_kinds(table):
    spare = spare_cards_of(table)
    assert len(spare) > len(cards_of(table)) / 2
    kinds = Counter(KINDS[card.form] for card in spare)
    assert kinds[ItemKind.MULTIPLE_RESPONSE] == -(-len(spare) // 4)
    assert all(card.rows[0].answer != card.rows[1].answer for card in spare)


def test_a_table_that_describes_has_no_spare_cards(tmp_path):
    (knots,) = row_tables(signal_index(tmp_path, PLAIN, "knots.md"))
    assert {card.form for card in spare_cards_of(knots)} <= {Form.TWO_CUES, Form.TWO_PARTS}
    (words,) = row_tables(
        signal_index(
            tmp_path / "words",
            "# Flags\n\n## Words\n\n| Term | Stands for | Meaning | Also called |\n|---|---|---|---|\n"
            "| Halyard |  | A line that hoists a flag. | |\n| Pennant |  | A flag that tapers. | |\n",
        )
    )
    assert spare_cards_of(words) == []


def test_a_card_that_fails_is_replaced_by_spare_ones(table):
    cards, spare = cards_of(table), spare_cards_of(table)
    deck = Deck(cards, None, spare=spare)
    own = [deck.card(position) for position in range(len(cards))]
    assert sorted(map(repr, own)) == sorted(map(repr, cards))
    instead = [deck.card(position, attempt) for position in range(8) for attempt in (1, 2)]
    assert all(card in spare for card in instead)
    assert len(set(map(repr, instead))) > 8
    assert instead == [deck.card(position, attempt) for position in range(8) for attempt in (1, 2)]


def test_a_second_deal_asks_for_other_rows_together(table):
    cards, spare = cards_of(table), spare_cards_of(table)
    deck = Deck(cards, None, spare=spare)
    again = [deck.card(position) for position in range(len(cards), 2 * len(cards))]
    first = set(pairs(cards))
    assert all(len(card.rows) == 2 or card.form is Form.REVERSE for card in again)
    assert sum(pair in first for pair in pairs(again)) <= len(again) / 3


def test_without_spare_cards_the_next_ones_are_taken(table):
    cards = cards_of(table)
    deck = Deck(cards, None)
    assert deck.card(0, 1) == deck.card(1)
    assert deck.card(len(cards) - 1, 1) == deck.card(0)
