from datetime import date

import pytest

from tests.tutor.learner.samples import NOON, Clock
from tutor.learner.database import Database, StoreError
from tutor.learner.journal import Goal, GoalStore, JournalNote, JournalStore

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
def database(tmp_path):
    return Database(tmp_path / "learner.sqlite3")


def test_of_each_day_the_latest_note_counts(database):
    journal = JournalStore(database, Clock())
    journal.write("bees", TUESDAY, "Read about feeds.")
    journal.write("bees", MONDAY, "First note.")
    journal.write("bees", MONDAY, " Queens are hard.\n")
    journal.write("wasps", MONDAY, "Other course.")
    assert JournalStore(Database(database.path)).all("bees") == (
        JournalNote(MONDAY, "Queens are hard.", NOON.replace(minute=3)),
        JournalNote(TUESDAY, "Read about feeds.", NOON.replace(minute=1)),
    )
    journal.write("bees", MONDAY, "")
    assert [note.day for note in journal.all("bees")] == [TUESDAY]


def test_the_latest_goal_counts_and_all_are_kept(database):
    goals = GoalStore(database, Clock())
    assert goals.latest("bees") is None
    first = goals.set("bees", date(2026, 5, 1), 6)
    second = goals.set("bees", None, 2.5)
    goals.set("wasps", None, 1)
    assert second == Goal(None, 2.5, NOON.replace(minute=2))
    assert GoalStore(Database(database.path)).all("bees") == (first, second)
    assert goals.latest("bees") == second


@pytest.mark.parametrize("hours", [0, -1, 169, float("nan"), float("inf")])
def test_hours_that_no_week_has_are_refused(database, hours):
    with pytest.raises(StoreError, match="hours a week cannot be planned; give more than 0, at most 168"):
        GoalStore(database).set("bees", None, hours)
    assert GoalStore(database).latest("bees") is None
