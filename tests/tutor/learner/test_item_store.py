from dataclasses import replace

import pytest

from tests.tutor.learner.samples import ITEM, NOON, Clock
from tutor.learner.database import Database
from tutor.learner.items import ItemStore, WithdrawnItem
from tutor.practice.json_form import ItemFormError
from tutor.practice.types import ItemKind, Origin


@pytest.fixture
def store(tmp_path):
    return ItemStore(Database(tmp_path / "learner.sqlite3"), Clock())


def test_fresh_items_survive_a_restart_whole(store, tmp_path):
    other = replace(ITEM, id="i2", kind=ItemKind.MULTIPLE_RESPONSE, key=(1, 2), origin=Origin.PASSAGE)
    assert store.add("bees", [ITEM, other]) == ("i1", "i2")
    again = ItemStore(Database(tmp_path / "learner.sqlite3"))
    assert again.all("bees") == (ITEM, other)
    assert again.get("i2") == other
    assert again.all("bees", Origin.PASSAGE) == (other,)
    assert (again.all("wasps"), again.get("i3")) == ((), None)


def test_a_known_id_keeps_its_first_content(store):
    store.add("bees", [ITEM])
    assert store.add("bees", [replace(ITEM, stem="Changed?"), replace(ITEM, id="i2")]) == ("i2",)
    assert store.get("i1") == ITEM


def test_an_item_that_could_not_be_read_back_is_refused_with_all_others(store):
    with pytest.raises(ItemFormError, match=r'"i2": 1 rationales stand beside 4 options'):
        store.add("bees", [ITEM, replace(ITEM, id="i2", rationales=("Wrong: it is not.",))])
    assert store.all("bees") == ()


def test_a_reported_item_is_withdrawn_and_kept(store):
    store.add("bees", [ITEM, replace(ITEM, id="i2")])
    store.report("i1", "two options are right")
    store.report("i1", "again")
    store.report("bank-7", "wrong key")
    assert [item.id for item in store.all("bees")] == ["i2"]
    assert store.get("i1") == ITEM
    assert store.withdrawn("bees") == (WithdrawnItem(ITEM, "two options are right", NOON.replace(minute=2)),)
    assert store.withdrawn("wasps") == ()
    assert store.reported_ids() == {"i1", "bank-7"}
