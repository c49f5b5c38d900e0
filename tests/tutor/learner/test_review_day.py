from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from tests.tutor.learner.samples import CARD, NOON
from tutor.learner.database import Database
from tutor.learner.review_day import review_day
from tutor.learner.reviews import ReviewStore
from tutor.learner.schedule import grade_card
from tutor.learner.types import Grade

HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path):
    store = ReviewStore(Database(tmp_path / "learner.sqlite3"))
    store.add_cards(replace(CARD, id=f"{table}{n:02}", heading=table) for table in "ab" for n in range(30))
    return store


def grade(store, card_id, value, at):
    store.log(grade_card(store.states("bees").get(card_id), card_id, value, at))


def test_a_first_day_has_a_share_of_new_cards_from_each_table_in_turn(store):
    day = review_day(store, "bees", NOON)
    assert (len(day.due), len(day.new), day.new_left, day.later_today) == (0, 20, 60, 0)
    assert [card.id for card in day.new[:5]] == ["a00", "b00", "a01", "b01", "a02"]
    assert (day.active, day.set_aside, day.graded_today) == (60, 0, 0)


def test_new_cards_reach_over_all_tasks_before_they_go_deep(tmp_path):
    store = ReviewStore(Database(tmp_path / "other.sqlite3"))
    places = [("a1", "1.1", "x"), ("a2", "1.1", "x"), ("b1", "1.1", "y"), ("c1", "4.2", "z"), ("t1", "", "t")]
    store.add_cards(replace(CARD, id=name, task=task, heading=table) for name, task, table in places)
    assert [card.id for card in review_day(store, "bees", NOON).new] == ["a1", "c1", "t1", "b1", "a2"]


def test_cards_begun_today_are_taken_off_the_share(store):
    for n in range(5):
        grade(store, f"a{n:02}", Grade.GOOD, NOON)
    day = review_day(store, "bees", NOON + timedelta(minutes=5))
    assert (len(day.new), day.new_left, day.graded_today, day.later_today) == (15, 55, 5, 5)
    tomorrow = review_day(store, "bees", NOON + timedelta(days=1))
    assert (len(tomorrow.due), len(tomorrow.new), tomorrow.graded_today) == (5, 20, 0)


def test_the_day_is_that_of_the_learners_own_time_zone(store):
    grade(store, "a00", Grade.GOOD, NOON)  # 23:00 in Sydney
    sydney = timezone(timedelta(hours=11))
    late = (NOON + 2 * HOUR).astimezone(sydney)  # past midnight there
    assert late.date() == date(2026, 3, 2)
    assert review_day(store, "bees", late).graded_today == 0
    assert review_day(store, "bees", NOON + 2 * HOUR).graded_today == 1


def test_an_exam_that_is_near_asks_for_more_new_cards(store):
    assert len(review_day(store, "bees", NOON, date(2026, 3, 9)).new) == 60
    assert len(review_day(store, "bees", NOON, date(2026, 3, 10)).new) == 30


def test_cards_taken_out_and_grades_taken_back_do_not_count(store):
    grade(store, "a00", Grade.GOOD, NOON)
    grade(store, "a01", Grade.GOOD, NOON)
    store.undo_last("bees")
    store.remove_card("a00")
    store.remove_card("b00")
    day = review_day(store, "bees", datetime(2026, 3, 1, 13, tzinfo=NOON.tzinfo))
    assert (day.due, day.later_today, day.graded_today) == ((), 0, 1)
    assert (day.active, day.set_aside, day.new_left) == (58, 2, 58)
    assert day.new[0].id == "a01"
