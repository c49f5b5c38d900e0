import sqlite3
from dataclasses import replace

import pytest

from tests.tutor.learner.samples import ATTEMPT, CARD, ITEM
from tutor.chat_store import ChatStore
from tutor.config import Settings
from tutor.learner.attempts import AttemptStore
from tutor.learner.database import StoreError
from tutor.learner.items import ItemStore
from tutor.learner.journal import GoalStore, JournalStore
from tutor.learner.learners import chats_path, learner_database, learner_home, learner_ids
from tutor.learner.reviews import ReviewStore
from tutor.learner.schedule import grade_card
from tutor.learner.types import Grade
from tutor.ui.resources import Parts, Resources


@pytest.fixture
def me(tmp_path):
    return Settings(home=tmp_path)


def seen(settings):
    """All that a learner finds in the stores."""
    database = learner_database(settings)
    chats = ChatStore(chats_path(settings))
    reviews = ReviewStore(database)
    return (
        AttemptStore(database).all("bees"),
        ItemStore(database).all("bees"),
        reviews.cards("bees"),
        reviews.logs("bees"),
        JournalStore(database).all("bees"),
        GoalStore(database).all("bees"),
        chats.chats(),
    )


def study(settings):
    database = learner_database(settings)
    AttemptStore(database).add(ATTEMPT)
    ItemStore(database).add("bees", [ITEM])
    reviews = ReviewStore(database)
    reviews.add_cards([CARD])
    reviews.log(grade_card(None, CARD.id, Grade.GOOD, ATTEMPT.answered_at))
    JournalStore(database).write("bees", ATTEMPT.answered_at.date(), "A note.")
    GoalStore(database).set("bees", None, 3)
    ChatStore(chats_path(settings)).begin("bees", "What is a drone?")


def test_two_learners_on_one_home_see_nothing_of_each_other(me):
    other = replace(me, learner="ada")
    study(me)
    nothing = seen(other)
    assert nothing == ((), (), {}, (), (), (), ())
    mine = seen(me)
    assert [len(each) for each in mine] == [1] * 7
    study(other)
    ItemStore(learner_database(other)).report("i1", "bad")
    assert seen(me) == mine


def test_learners_are_those_with_a_folder_and_the_settings_own(me):
    assert learner_ids(me) == ("me",)
    assert not (me.home / "learners").exists()
    study(replace(me, learner="ada"))
    (me.home / "learners" / ".hidden").mkdir()
    (me.home / "learners" / "file").write_text("")
    assert learner_ids(me) == ("ada", "me")
    assert learner_home(me) == me.home / "learners" / "me"


def test_a_name_that_walks_up_is_refused(me):
    with pytest.raises(StoreError, match=r"'\.\./me' is no learner's name; use small letters"):
        learner_home(replace(me, learner="../me"))


def test_chats_of_a_version_without_learners_become_those_of_me(me):
    old = ChatStore(me.home / "chats.sqlite3")
    old.begin("bees", "What is a drone?")
    kept = old.chats()
    assert ChatStore(chats_path(replace(me, learner="ada"))).chats() == ()
    assert chats_path(me) == me.home / "learners" / "me" / "chats.sqlite3"
    assert ChatStore(chats_path(me)).chats() == kept
    assert not list(me.home.glob("chats*"))


def test_what_a_crash_left_in_the_log_is_moved_too(me, tmp_path):
    old = me.home / "chats.sqlite3"
    ChatStore(old).begin("bees", "first")
    held = sqlite3.connect(old)  # as long as it is open, what follows stays in the log
    held.execute("SELECT * FROM chats").fetchall()
    ChatStore(old).begin("bees", "second")
    copy = tmp_path / "crashed"
    copy.mkdir()
    for path in me.home.glob("chats*"):
        (copy / path.name).write_bytes(path.read_bytes())
    held.close()
    assert (copy / "chats.sqlite3-wal").stat().st_size > 0
    crashed = Settings(home=copy)
    assert {chat.title for chat in ChatStore(chats_path(crashed)).chats()} == {"first", "second"}


def test_a_move_that_was_cut_short_is_ended(me):
    old = me.home / "chats.sqlite3"
    ChatStore(old).begin("bees", "first")
    held = sqlite3.connect(old)
    held.execute("SELECT * FROM chats").fetchall()
    ChatStore(old).begin("bees", "second")
    files = {path.name: path.read_bytes() for path in me.home.glob("chats*") if path.suffix != ".sqlite3-shm"}
    held.close()
    crashed = Settings(home=me.home / "crashed")
    new = learner_home(crashed)
    new.mkdir(parents=True)
    (new / "chats.sqlite3-wal").write_bytes(files["chats.sqlite3-wal"])
    (crashed.home / "chats.sqlite3").write_bytes(files["chats.sqlite3"])
    assert {chat.title for chat in ChatStore(chats_path(crashed)).chats()} == {"first", "second"}


def test_newer_chats_are_not_overwritten_by_an_older_file(me):
    ChatStore(chats_path(me)).begin("bees", "new")
    ChatStore(me.home / "chats.sqlite3").begin("bees", "old")
    assert [chat.title for chat in ChatStore(chats_path(me)).chats()] == ["new"]
    assert (me.home / "chats.sqlite3").exists()


def test_a_file_that_cannot_be_moved_is_said(me):
    ChatStore(me.home / "chats.sqlite3").begin("bees", "q")
    (me.home / "learners").write_text("in the way")
    with pytest.raises(StoreError, match=r"Your chats in .* cannot be moved to .* \(Not a directory\)"):
        chats_path(me)


def test_the_page_shows_the_chats_of_the_settings_learner(me):
    chosen = [me]
    resources = Resources(Parts(settings=lambda: chosen[0]))
    resources.store().begin("bees", "mine")
    chosen[0] = replace(me, learner="ada")
    assert resources.store().chats() == ()
    chosen[0] = me
    assert [chat.title for chat in resources.store().chats()] == ["mine"]
