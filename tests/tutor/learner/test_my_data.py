import json
from dataclasses import replace
from datetime import UTC, date, datetime

from tutor.chat_store import ChatStore
from tutor.config import Settings
from tutor.learner.attempts import AttemptStore
from tutor.learner.journal import JournalStore
from tutor.learner.learners import chats_path, learner_database, learner_home
from tutor.learner.my_data import delete_my_data, export_my_data
from tutor.learner.types import Attempt

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def study(settings: Settings) -> None:
    database = learner_database(settings)
    AttemptStore(database).add(Attempt("q-1", "bee-101", "1.1", (0, 2), True, NOW))
    JournalStore(database).write("bee-101", date(2026, 3, 1), "Smoke calms.")
    chats = ChatStore(chats_path(settings))
    chats.ask(chats.begin("bee-101", "Who dances?"), "Who dances?")


def test_everything_of_a_learner_and_of_no_other(settings):
    study(settings)
    study(replace(settings, learner="two"))
    tree = json.loads(export_my_data(settings, NOW))
    assert (tree["format"], tree["learner"], tree["exported_at"][:19]) == (
        "tutor-my-data-1",
        "me",
        "2026-03-01T12:00:00",
    )
    assert sorted(tree["files"]) == ["chats.sqlite3", "learner.sqlite3"]
    tables = tree["files"]["learner.sqlite3"]
    assert [(row["item_id"], row["chosen"], row["correct"]) for row in tables["attempts"]] == [
        ("q-1", [0, 2], 1)
    ]
    assert [row["text"] for row in tables["journal"]] == ["Smoke calms."]
    assert {"items", "cards", "review_logs", "exam_sittings", "exam_choices", "goals"} <= set(tables)
    assert [row["question"] for row in tree["files"]["chats.sqlite3"]["turns"]] == ["Who dances?"]


def test_nothing_is_made_by_exporting_nothing(settings):
    assert json.loads(export_my_data(settings, NOW))["files"] == {}
    assert not learner_home(settings).exists()


def test_deleted_is_gone_and_the_other_learner_stays(settings):
    other = replace(settings, learner="two")
    study(settings)
    study(other)
    gone = delete_my_data(settings)
    assert {"chats.sqlite3", "learner.sqlite3"} <= set(gone)
    assert not learner_home(settings).exists()
    assert [path.name for path in learner_home(settings).parent.iterdir()] == ["two"]
    assert len(AttemptStore(learner_database(other)).all("bee-101")) == 1
    assert delete_my_data(settings) == ()
    study(settings)
    assert len(AttemptStore(learner_database(settings)).all("bee-101")) == 1


def test_what_an_interrupted_deletion_left_goes_with_the_next(settings):
    left = learner_home(settings).with_name(".deleted-me")
    left.mkdir(parents=True)
    (left / "old.sqlite3").write_bytes(b"x")
    study(settings)
    delete_my_data(settings)
    assert not left.exists()
