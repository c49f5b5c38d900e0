from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tutor.learner.samples import ATTEMPT, NOON
from tutor.learner.attempts import AttemptStore, insert_attempts
from tutor.learner.database import Database, StoreError


@pytest.fixture
def database(tmp_path):
    return Database(tmp_path / "learner.sqlite3")


def test_attempts_survive_a_restart_unchanged(database):
    plain = replace(
        ATTEMPT, chosen=(), confidence=None, correct=True, answered_at=NOON + timedelta(seconds=1)
    )
    store = AttemptStore(database)
    store.add(ATTEMPT)
    store.add(plain)
    assert AttemptStore(Database(database.path)).all("bees") == (ATTEMPT, plain)


def test_attempts_come_by_course_the_oldest_first_and_from_a_moment_on(database):
    store = AttemptStore(database)
    late = replace(ATTEMPT, item_id="late", answered_at=NOON + timedelta(hours=2))
    early = replace(ATTEMPT, item_id="early", answered_at=NOON - timedelta(microseconds=1))
    for attempt in (late, ATTEMPT, early, replace(ATTEMPT, course="other")):
        store.add(attempt)
    assert [each.item_id for each in store.all("bees")] == ["early", "i1", "late"]
    assert [each.item_id for each in store.all("bees", since=NOON)] == ["i1", "late"]
    assert store.all("none") == ()


def test_the_same_answer_given_twice_is_kept_twice(database):
    store = AttemptStore(database)
    store.add(ATTEMPT)
    store.add(ATTEMPT)
    assert store.all("bees") == (ATTEMPT, ATTEMPT)


def test_attempts_added_in_a_transaction_of_the_callers_stand_or_fall_with_it(database):
    def end_exam():
        with database.connection() as connection:
            insert_attempts(connection, (ATTEMPT, replace(ATTEMPT, item_id="i2")))
            insert_attempts(connection, ())
            raise OSError("the disk is full")

    with pytest.raises(StoreError, match="the disk is full"):
        end_exam()
    assert AttemptStore(database).all("bees") == ()
