from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tutor.learner.samples import CARD, NOON, Clock, cards
from tutor.learner.database import Database, StoreError
from tutor.learner.reviews import CardState, ReviewStore
from tutor.learner.schedule import grade_card
from tutor.learner.types import CardKind, Grade

DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path):
    return ReviewStore(Database(tmp_path / "learner.sqlite3"), Clock())


def grade(store, card_id, value, at):
    log = grade_card(store.states("bees").get(card_id), card_id, value, at, seconds=2.5)
    store.log(log)
    return log


def ids(found):
    return [card.id for card in found]


def test_cards_and_states_survive_a_restart_unchanged(store, tmp_path):
    assert store.add_cards([CARD]) == 1
    log = grade(store, "row-1", Grade.GOOD, NOON)
    again = ReviewStore(Database(tmp_path / "learner.sqlite3"))
    assert again.card("row-1") == CARD
    assert again.states("bees") == {"row-1": log.after}
    assert again.logs("bees") == (log,)
    assert (again.card("row-2"), again.states("wasps"), again.logs("wasps")) == (None, {}, ())


def test_a_card_added_again_moves_and_keeps_its_grades(store):
    store.add_cards([CARD])
    log = grade(store, "row-1", Grade.GOOD, NOON)
    moved = replace(CARD, document="tables/moved.md", back="Back, better said.")
    assert store.add_cards([moved, *cards("row-2")]) == 1
    assert store.card("row-1") == moved
    assert store.states("bees") == {"row-1": log.after}
    assert store.add_cards([]) == 0


def test_due_are_graded_cards_whose_time_has_come_the_longest_due_first(store):
    store.add_cards([*cards("a", "b", "c", "d"), replace(CARD, id="w", course="wasps")])
    grade(store, "b", Grade.EASY, NOON)  # in 8 days
    grade(store, "c", Grade.GOOD, NOON + timedelta(minutes=1))  # in 11 minutes
    grade(store, "a", Grade.GOOD, NOON)  # in 10 minutes
    assert ids(store.due("bees", NOON)) == []
    assert ids(store.due("bees", NOON + timedelta(minutes=10))) == ["a"]
    assert ids(store.due("bees", NOON + 9 * DAY)) == ["a", "c", "b"]
    assert ids(store.due("bees", NOON + 9 * DAY, limit=2)) == ["a", "c"]
    assert ids(store.unseen("bees")) == ["d"]
    assert ids(store.unseen("bees", limit=0)) == []
    assert ids(store.unseen("wasps")) == ["w"]


def test_undo_restores_the_earlier_state_grade_by_grade(store):
    store.add_cards(cards("a", "b"))
    first = grade(store, "a", Grade.GOOD, NOON)
    second = grade(store, "a", Grade.GOOD, first.after.due_at)
    third = grade(store, "b", Grade.AGAIN, NOON + DAY)
    assert store.undo_last("bees") == third
    assert store.states("bees") == {"a": second.after}
    assert store.undo_last("bees") == second
    assert store.states("bees") == {"a": first.after}
    regraded = grade(store, "a", Grade.HARD, first.after.due_at)
    assert store.states("bees") == {"a": regraded.after}
    assert regraded.after == grade_card(first.after, "a", Grade.HARD, first.after.due_at).after
    assert store.undo_last("bees") == regraded
    assert store.undo_last("bees") == first
    assert store.undo_last("bees") is None
    assert (store.states("bees"), store.logs("bees")) == ({}, ())
    assert ids(store.unseen("bees")) == ["a", "b"]


def test_undo_keeps_to_its_course(store):
    store.add_cards([CARD])
    log = grade(store, "row-1", Grade.GOOD, NOON)
    assert store.undo_last("wasps") is None
    assert store.logs("bees") == (log,)


def test_a_card_taken_out_does_not_come_till_it_is_brought_back(store):
    store.add_cards(cards("a", "b", "c"))
    grade(store, "a", Grade.GOOD, NOON)
    store.remove_card("a")
    store.remove_card("b")
    assert (ids(store.due("bees", NOON + DAY)), ids(store.unseen("bees"))) == ([], ["c"])
    store.add_cards(cards("a"))  # a re-build of the index
    assert ids(store.due("bees", NOON + DAY)) == []
    store.restore_card("a")
    assert ids(store.due("bees", NOON + DAY)) == ["a"]
    assert store.cards("bees") == {
        "a": CardState.ACTIVE, "b": CardState.SUSPENDED, "c": CardState.ACTIVE
    }  # fmt: skip


def test_cards_keep_up_with_their_sources(store):
    item = replace(CARD, id="item-1", kind=CardKind.ITEM, item_id="i1")
    store.add_cards([item])
    assert store.keep_up("bees", CardKind.ROW, cards("a", "b", "c")) == 3
    store.remove_card("b")
    assert store.keep_up("bees", CardKind.ROW, cards("c")) == 0
    assert store.cards("bees") == {
        "item-1": CardState.ACTIVE, "a": CardState.GONE, "b": CardState.SUSPENDED, "c": CardState.ACTIVE
    }  # fmt: skip
    assert store.keep_up("bees", CardKind.ROW, cards("a", "b", "d")) == 1
    assert store.cards("bees") == {
        "item-1": CardState.ACTIVE, "a": CardState.ACTIVE, "b": CardState.SUSPENDED, "c": CardState.GONE,
        "d": CardState.ACTIVE,
    }  # fmt: skip


def test_a_card_that_is_not_there_is_said(store):
    log = grade_card(None, "row-9", Grade.GOOD, NOON)
    for call in (lambda: store.log(log), lambda: store.remove_card("row-9")):
        with pytest.raises(StoreError, match=r"There is no card 'row-9'\. Run `tutor review`"):
            call()
