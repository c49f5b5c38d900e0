"""Several learners in one home: the sidebar's and the settings' choice, and nobody sees anybody else."""

import json
from datetime import UTC, date, datetime

import pytest

from tests.tutor.ui.bee_desk import QUESTION, bee_resources
from tests.tutor.ui.desk_pages import Clock, html, keys, opened
from tutor.learner.database import StoreError
from tutor.learner.learners import learner_ids
from tutor.learner.types import Attempt
from tutor.practice.types import Difficulty, ItemKind, ItemSource, Origin, PracticeItem
from tutor.ui.learner_choice import learner_id

ATTEMPT = Attempt("i1", "bee-101", "1.1", (0,), True, datetime(2026, 5, 4, tzinfo=UTC))
ITEM = PracticeItem(
    id="i1",
    domain=1,
    task="1.1",
    kind=ItemKind.MULTIPLE_CHOICE,
    stem="Which box holds honey?",
    options=("Super", "Floor", "Roof", "Stand"),
    key=(0,),
    rationales=("Right: it does.", "Wrong: no.", "Wrong: no.", "Wrong: no."),
    sources=(ItemSource("glossary.md", "Bees", "A box above the brood box, for honey."),),
    difficulty=Difficulty.EASY,
    concept="Honey is in the super.",
    origin=Origin.TABLE,
)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def resources(tmp_path, clock):
    return bee_resources(tmp_path, now=clock)


def add(at, name):
    at.text_input(key="learner_name").set_value(name)
    at.button(key="learner_add").click().run()
    assert not at.exception
    return at


def switch(at, learner):
    box = next(box for box in at.selectbox if box.key and box.key.startswith("learner_sidebar_"))
    box.select(learner).run()
    assert not at.exception
    return at


def test_alone_there_is_no_choice(resources):
    at = opened(resources, "settings_page")
    assert not [box for box in at.selectbox if box.label == "Learner"]
    assert "This page is for <b>me</b>." in html(at)
    assert dict(at.query_params) == {}


def test_a_learner_is_added_by_name_and_entered(resources):
    at = add(opened(resources, "settings_page"), "Anna Müller")
    assert [message.value for message in at.success] == [
        "This page is now for anna\\-muller, who begins with nothing\\."
    ]
    assert "This page is for <b>anna-muller</b>." in html(at)
    assert learner_ids(resources.settings()) == ("anna-muller", "me")
    assert at.query_params["learner"] == "anna-muller"
    boxes = [box for box in at.selectbox if box.label == "Learner"]
    assert [box.value for box in boxes] == ["anna-muller"] * 2
    switch(at, "me")
    assert "This page is for <b>me</b>." in html(at)
    assert "learner" not in at.query_params


def test_a_name_that_is_taken_or_empty_is_one_sentence(resources):
    at = add(opened(resources, "settings_page"), "ME")
    assert at.error[0].value.startswith("There is a learner me already; choose it")
    assert add(at, "养蜂人").error[0].value.endswith("use letters a to z and digits\\.")
    assert learner_ids(resources.settings()) == ("me",)


@pytest.mark.parametrize(
    ("name", "found"), [("Anna", "anna"), (" Jo  O'Neil ", "jo-o-neil"), ("Weiß 2", "weiss-2"), ("../x", "x")]
)
def test_a_name_becomes_a_folders_name(name, found):
    assert learner_id(name) == found


def test_a_name_without_letters_is_refused():
    with pytest.raises(StoreError, match=r"'\.\./' gives no learner's name"):
        learner_id("../")


def test_two_learners_do_not_see_each_other(resources):
    at = add(opened(resources, "settings_page"), "anna")
    anna = resources.of_learner("anna")
    anna.attempts().add(ATTEMPT)
    anna.items().add("bee-101", [ITEM])
    anna.goals().set("bee-101", date(2026, 6, 3), 5)
    anna.journal().write("bee-101", date(2026, 5, 4), "Read about wax.")
    chat = opened(resources, "chat", "anna")
    chat.chat_input(key="question").set_value(QUESTION).run()
    review = opened(resources, "review_page", "anna")
    review.button(key="review_show").click().run()
    review.button(key="review_grade_4").click().run()
    assert [len(anna.reviews().logs("bee-101")), len(anna.store().chats())] == [1, 1]
    assert "• Exam: in 30 days" in html(review)

    assert resources.attempts().all("bee-101") == ()
    assert resources.items().all("bee-101") == ()
    assert resources.reviews().logs("bee-101") == ()
    assert resources.journal().all("bee-101") == ()
    assert resources.goals().latest("bee-101") is None
    assert resources.store().chats() == ()
    mine = opened(resources, "review_page")
    assert "0 grades given" in html(mine)
    assert "• Exam: no date yet, see Settings" in html(mine)
    assert not [key for key in keys(opened(resources, "chat")) if key.startswith("chat_")]
    assert len([key for key in keys(opened(resources, "chat", "anna")) if key.startswith("chat_")]) == 1
    assert at.session_state["tutor_learner"] == "anna"


def test_switching_leaves_nothing_of_the_learner_before_on_the_page(resources):
    resources.of_learner("anna").items().add("bee-101", [ITEM])  # the first writing makes the learner
    at = opened(resources, "chat")
    at.chat_input(key="question").set_value(QUESTION).run()
    assert QUESTION in html(at)
    switch(at, "anna")
    assert QUESTION not in html(at)
    assert at.session_state["tutor_desk_state"].chats == {}
    switch(at, "me")
    assert len([key for key in keys(at) if key.startswith("chat_")]) == 1


def test_an_address_with_an_unknown_learner_is_nobodys(resources):
    at = opened(resources, "settings_page", "../me")
    assert "This page is for <b>me</b>." in html(at)
    assert "learner" not in at.query_params


def test_saving_settings_keeps_who_they_name(resources, tmp_path):
    at = add(opened(resources, "settings_page"), "anna")
    at.toggle(key="show_withheld").set_value(True).run()
    at.button(key="save").click().run()
    assert not at.exception
    written = (tmp_path / "settings.toml").read_text(encoding="utf-8")
    assert "show_withheld = true" in written
    assert "learner" not in written


def test_the_goal_is_set_for_course_and_learner(resources):
    at = opened(resources, "settings_page")
    assert at.number_input(key="hours_bee-101_me").value == 6.0
    at.date_input(key="exam_date_bee-101_me").set_value(date(2026, 6, 3))
    at.number_input(key="hours_bee-101_me").set_value(7.5)
    at.button(key="goal_save").click().run()
    assert not at.exception
    goal = resources.goals().latest("bee-101")
    assert (goal.exam_date, goal.hours_a_week) == (date(2026, 6, 3), 7.5)
    assert "• Exam: in 30 days" in html(at)
    assert opened(resources, "settings_page").date_input(key="exam_date_bee-101_me").value == date(2026, 6, 3)
    add(at, "anna")
    assert at.date_input(key="exam_date_bee-101_anna").value is None
    assert "• Exam: no date yet" in html(at)


def test_deleting_needs_the_name_and_takes_one_learner_only(resources, tmp_path):
    resources.attempts().add(ATTEMPT)
    at = add(opened(resources, "settings_page"), "anna")
    resources.of_learner("anna").attempts().add(ATTEMPT)
    assert at.button(key="delete_my_data").disabled
    at.text_input(key="delete_name_anna").set_value("me").run()
    assert at.button(key="delete_my_data").disabled
    at.text_input(key="delete_name_anna").set_value("anna").run()
    at.button(key="delete_my_data").click().run()
    assert not at.exception
    assert "All data of anna is deleted" in at.success[0].value
    assert "This page is for <b>me</b>." in html(at)
    assert not (tmp_path / "learners" / "anna").exists()
    assert resources.attempts().all("bee-101") == (ATTEMPT,)


def test_after_deleting_ones_own_data_one_begins_anew(resources):
    resources.attempts().add(ATTEMPT)
    at = opened(resources, "settings_page")
    at.text_input(key="delete_name_me").set_value("me").run()
    at.button(key="delete_my_data").click().run()
    assert not at.exception
    assert resources.attempts().all("bee-101") == ()
    resources.attempts().add(ATTEMPT)
    assert len(resources.attempts().all("bee-101")) == 1


def test_all_data_are_offered_as_one_file(resources, clock):
    from tutor.learner.my_data import export_my_data

    resources.attempts().add(ATTEMPT)
    at = opened(resources, "settings_page")
    assert "Export all my data as JSON" in [button.label for button in at.get("download_button")]
    tree = json.loads(export_my_data(resources.settings(), clock()))
    assert tree["files"]["learner.sqlite3"]["attempts"][0]["item_id"] == "i1"


def test_one_learner_has_one_database_object_and_stores_read_the_same_file(resources):
    assert resources.database() is resources.of_learner("").database()
    assert resources.database() is resources.of_learner("me").database()
    assert resources.database() is not resources.of_learner("anna").database()
    set_ = resources.practice_sets().begin("bee-101", {"count": 3})
    assert resources.of_learner("me").practice_sets().latest("bee-101") == set_
    assert resources.exams().sittings("bee-101") == ()
