from dataclasses import replace
from datetime import timedelta

import pytest
from exam_desk import BLUEPRINT, START, items

from tutor.learner.attempts import AttemptStore
from tutor.learner.database import Database
from tutor.learner.exam_pool import blueprint_of, exam_pool, written_items
from tutor.learner.items import ItemStore
from tutor.learner.types import Attempt
from tutor.practice.types import Origin
from tutor.workspace import Workspace, open_workspace


@pytest.fixture
def database(tmp_path):
    return Database(tmp_path / "learner.sqlite3")


def answered(database, item_id, minutes):
    attempt = Attempt(item_id, "c", "1.1", (0,), True, START + timedelta(minutes=minutes))
    AttemptStore(database).add(attempt)


def test_a_pool_has_made_items_and_none_that_was_reported(database):
    bank = items(4)
    made = tuple(replace(item, id=f"t-{item.id}", origin=Origin.TABLE) for item in bank)
    store = ItemStore(database)
    store.add("c", made)
    store.add("other", [replace(bank[0], id="o-1")])
    store.report("q-01", "Two are right.")
    store.report("t-q-02", "Unclear.")
    pool = exam_pool("c", bank, database)
    assert [item.id for item in pool.items] == ["q-00", "q-02", "q-03"]
    assert [item.id for item in pool.generated] == ["t-q-00", "t-q-01", "t-q-03"]


def test_seen_items_stand_by_their_latest_answer_the_oldest_first(database):
    for minutes, item_id in enumerate(("q-00", "q-01", "q-02", "q-00")):
        answered(database, item_id, minutes)
    assert exam_pool("c", items(4), database).seen == ("q-01", "q-02", "q-00")
    assert exam_pool("other", items(4), database).seen == ()
    assert exam_pool("c", items(4), database, with_history=False).seen == ()


def test_the_bundled_course_has_a_bank_and_a_blueprint(settings):
    mls = open_workspace(settings, "mls-c01")
    assert len(written_items(mls)) >= 200
    assert blueprint_of(mls, settings) == mls.course.blueprint


def test_own_files_without_an_index_have_neither(settings, tmp_path):
    own = Workspace("own", tmp_path / "own", None)
    assert written_items(own) == ()
    assert blueprint_of(own, settings).domains == ()


def test_own_files_have_the_blueprint_that_was_read_from_them(settings, tmp_path, hashed, hashed_index):
    from dataclasses import replace as changed
    from datetime import UTC, datetime

    from ingest.index_files import save_index

    own = Workspace("own", tmp_path / "own", None)
    contents = changed(hashed_index.contents, blueprint=BLUEPRINT)
    save_index(contents, own.index_dir, {}, datetime(2026, 1, 1, tzinfo=UTC))
    assert blueprint_of(own, changed(settings, embedder=hashed.name)) == BLUEPRINT
