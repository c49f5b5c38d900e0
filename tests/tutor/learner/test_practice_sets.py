from dataclasses import replace

import pytest

from tests.tutor.learner.samples import NOON, Clock
from tutor.learner.database import Database, StoreError
from tutor.learner.practice_sets import PracticeSet, PracticeSetStore

REQUEST = {"task": "1.2", "kind": None, "count": 5}


@pytest.fixture
def store(tmp_path):
    return PracticeSetStore(Database(tmp_path / "learner.sqlite3"), Clock())


def test_a_set_grows_and_survives_a_restart(store, tmp_path):
    begun = store.begin("bees", REQUEST)
    assert begun == PracticeSet(begun.id, "bees", REQUEST, NOON.replace(minute=1))
    assert [store.append(begun.id, item) for item in ("i9", "i1", "i9")] == [0, 1, 2]
    again = PracticeSetStore(Database(tmp_path / "learner.sqlite3"))
    assert again.get(begun.id) == replace(begun, item_ids=("i9", "i1", "i9"))


def test_the_latest_set_of_a_course_is_found(store):
    assert store.latest("bees") is None
    store.begin("bees", REQUEST)
    second = store.begin("bees", {})
    store.append(store.begin("wasps", REQUEST).id, "i1")
    assert store.latest("bees") == second


def test_a_set_that_is_not_there_is_said(store):
    assert store.get("gone") is None
    with pytest.raises(StoreError, match=r"There is no practice set 'gone'\. Begin a new one"):
        store.append("gone", "i1")
