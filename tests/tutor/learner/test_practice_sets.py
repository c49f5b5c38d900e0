from dataclasses import replace

import pytest

from tests.tutor.learner.samples import NOON, Clock
from tutor.learner.database import Database, StoreError
from tutor.learner.practice_sets import PracticeSet, PracticeSetStore, is_named

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


def test_a_set_with_a_name_is_begun_once_and_is_never_the_latest(store):
    assert store.named("bees", "answer 7") is None
    first = store.begin("bees", {})
    begun = store.begin_named("bees", "answer 7", REQUEST)
    store.append(begun.id, "i1")
    assert store.begin_named("bees", "answer 7", {}) == replace(begun, item_ids=("i1",))
    assert store.named("bees", "answer 7") == store.get(begun.id) == replace(begun, item_ids=("i1",))
    assert store.begin_named("wasps", "answer 7", REQUEST).id != begun.id
    assert store.latest("bees") == first
    assert (is_named(begun.id), is_named(first.id)) == (True, False)


def test_a_set_that_is_not_there_is_said(store):
    assert store.get("gone") is None
    with pytest.raises(StoreError, match=r"There is no practice set 'gone'\. Begin a new one"):
        store.append("gone", "i1")
