"""The review page under Streamlit's test runner: grade, next card, undo, take out, source."""

import re
from datetime import date, timedelta

import pytest

from tests.tutor.ui.bee_desk import bee_resources
from tests.tutor.ui.desk_pages import Clock, html, keys, opened
from tutor.learner.reviews import CardState
from tutor.learner.types import Card, CardKind, Grade

ALL_CARDS = 4  # the terms of the glossary


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def resources(tmp_path, clock):
    return bee_resources(tmp_path, now=clock)


def review(resources):
    at = opened(resources, "review_page")
    assert not at.exception
    return at


def press(at, key):
    at.button(key=key).click().run()
    assert not at.exception
    assert not at.error
    return at


def front(at):
    return re.search(r'tutor-front">(.*?)</div>', html(at), re.DOTALL)[1]


def grades(at):
    return [button.label for button in at.button if button.key and button.key.startswith("review_grade_")]


def shortcuts(at):
    return {button.key: button.proto.shortcut for button in at.button if button.proto.shortcut}


def test_a_card_shows_its_front_and_what_is_left(resources):
    at = review(resources)
    assert at.title[0].value == "Review"
    assert f"<b>{ALL_CARDS} left today</b>: 0 due, {ALL_CARDS} new. 0 grades given." in html(at)
    assert "tutor-back" not in html(at)
    assert grades(at) == []
    assert shortcuts(at) == {"review_show": "space", "review_undo": "u", "review_take_out": "x"}
    assert at.button(key="review_undo").disabled


def test_space_shows_the_back_with_its_source_and_what_each_grade_does(resources):
    at = press(review(resources), "review_show")
    assert 'tutor-back">' in html(at)
    assert "<mark>" in html(at)
    assert grades(at) == ["Again · in 1 min", "Hard · in 6 min", "Good · in 10 min", "Easy · 8 d"]
    assert {key: shortcuts(at)[key] for key in keys(at) if key.startswith("review_grade_")} == {
        f"review_grade_{number}": str(number) for number in range(1, 5)
    }
    assert shortcuts(at)["review_source_0"] == "s"
    assert "review_show" not in keys(at)


def test_a_grade_is_kept_and_the_next_card_comes_and_undo_brings_it_back(resources, clock):
    at = press(review(resources), "review_show")
    first = front(at)
    clock.pass_(seconds=9)
    press(at, "review_grade_3")
    (log,) = resources.reviews().logs("bee-101")
    assert (log.grade, log.seconds, log.reviewed_at) == (Grade.GOOD, 9.0, clock.now)
    assert log.after.due_at == clock.now + timedelta(minutes=10)
    assert front(at) != first
    assert "tutor-back" not in html(at)
    assert "0 due, 3 new, 1 later today. 1 grade given." in html(at)
    press(at, "review_undo")
    assert resources.reviews().logs("bee-101") == ()
    assert front(at) == first
    assert len(grades(at)) == 4
    press(at, "review_grade_4")
    assert [log.grade for log in resources.reviews().logs("bee-101")] == [Grade.EASY]


def test_undo_after_undo_goes_further_back(resources):
    at, fronts = review(resources), []
    for _ in range(3):
        fronts.append(front(press(at, "review_show")))
        press(at, "review_grade_3")
    for expected in reversed(fronts):
        assert front(press(at, "review_undo")) == expected
    assert at.button(key="review_undo").disabled


def test_a_card_comes_back_when_its_time_has_come(resources, clock):
    at = press(review(resources), "review_show")
    first = front(at)
    press(at, "review_grade_1")
    clock.pass_(minutes=1)
    press(press(at, "review_show"), "review_grade_3")
    assert front(at) == first
    assert "1 due, 2 new, 1 later today" in html(at)


def test_a_key_held_down_grades_one_card_only(resources):
    at = press(review(resources), "review_show")
    held = at.button(key="review_grade_3")
    held.click().run()
    held.click().run()  # the browser's repeat, sent before it saw the new page
    assert not at.exception
    assert len(resources.reviews().logs("bee-101")) == 1


def test_no_grade_puts_a_card_off_beyond_the_exam(resources, clock):
    resources.goals().set("bee-101", date(2026, 5, 7), 6)
    at = press(review(resources), "review_show")
    assert grades(at)[-1] == "Easy · 2 d"
    assert "• Exam: in 3 days" in html(at)
    press(at, "review_grade_4")
    assert resources.reviews().logs("bee-101")[0].after.due_at.date() == date(2026, 5, 6)


def test_a_card_is_taken_out_and_brought_back(resources):
    at = review(resources)
    first = front(at)
    press(at, "review_take_out")
    assert front(at) != first
    assert f"<b>{ALL_CARDS - 1} left today</b>" in html(at)
    assert "1 card taken out" in [expander.label for expander in at.expander]
    assert list(resources.reviews().cards("bee-101").values()).count(CardState.SUSPENDED) == 1
    assert shortcuts(at)["review_bring_back"] == "b"
    press(at, "review_bring_back")
    assert front(at) == first
    assert set(resources.reviews().cards("bee-101").values()) == {CardState.ACTIVE}
    press(at, "review_take_out")
    again = opened(resources, "review_page")  # another day: the list below still has it
    (restore,) = [key for key in keys(again) if key.startswith("review_restore_")]
    press(again, restore)
    assert front(again) == first


def test_the_source_opens_as_a_page_and_keys_rest_meanwhile(resources):
    at = press(review(resources), "review_show")
    press(at, "review_source_0")
    assert any("tutor-page" in body and "<mark>" in body for body in html(at).split("\n"))
    assert shortcuts(at) == {}


def grade_all(at):
    while "review_show" in keys(at):
        press(press(at, "review_show"), "review_grade_4")
    return at


def test_an_empty_page_says_when_the_next_card_is_due(resources, clock):
    at = review(resources)
    press(press(at, "review_show"), "review_grade_3")
    grade_all(at)
    assert "<b>Nothing is due now.</b> The next card is due in 10 min." in html(at)
    assert "• Today: 1 to review" in html(at)
    clock.pass_(minutes=10)
    press(at, "review_look")
    grade_all(at)
    assert "Nothing left today. 5 grades given." in html(at)
    assert "The next card is due on 2026-05-08." in html(at)
    assert "✓ Today: nothing left to review" in html(at)


def test_a_course_without_tables_has_no_cards_and_says_where_they_come_from(tmp_path):
    resources = bee_resources(tmp_path, course="wax")
    workspace = resources.workspace("wax")
    workspace.save_upload("wax.md", b"# Wax\n\nWax melts at 64 degrees.")
    workspace.build(resources.embedder())
    at = review(resources)
    assert "No cards yet. They come from the recall tables and glossaries" in html(at)
    assert "✓ Today: no cards yet" in html(at)


def test_cards_follow_a_new_version_of_the_material(resources):
    at = review(resources)
    workspace = resources.workspace("bee-101")
    workspace.save_upload(
        "wax.md", b"# Words\n\n| Term | Meaning | Also called |\n|---|---|---|\n| Wax | Comb. | |"
    )
    workspace.build(resources.embedder())
    at.run()
    assert f"<b>{ALL_CARDS + 1} left today</b>" in html(at)
    workspace.remove_source("wax.md")
    workspace.build(resources.embedder())
    at.run()
    assert f"<b>{ALL_CARDS} left today</b>" in html(at)


def test_without_an_index_stored_cards_are_reviewed_all_the_same(resources):
    review(resources)
    resources.workspace("bee-101").delete()
    at = press(review(resources), "review_show")
    assert "The source cannot be shown: " in html(at)
    assert len(grades(press(at, "review_grade_3"))) == 0
    assert len(resources.reviews().logs("bee-101")) == 1


def test_a_cards_text_is_shown_as_it_stands(resources):
    hostile = "<script>alert(1)</script> :red[a] ![x](http://127.0.0.1:9/x.png)"
    store = resources.reviews()
    resources.keep_cards("bee-101")
    for card_id in store.cards("bee-101"):
        store.remove_card(card_id)
    store.add_cards([Card("evil", "bee-101", CardKind.IMPORT, "<b>", hostile, hostile, "<i>.md")])
    at = press(review(resources), "review_show")
    assert html(at).count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert "<script" not in html(at)
    assert "From &lt;i&gt;.md · page 1, where these words no longer stand." in html(at)
    press(at, "review_take_out")
    assert any("\\<script\\>" in button.label for button in at.button)


def test_a_file_that_cannot_be_written_is_one_sentence(resources, tmp_path):
    at = press(review(resources), "review_show")
    path = resources.database().path
    path.rename(path.with_name("kept"))
    path.mkdir()
    at.button(key="review_grade_3").click().run()
    assert not at.exception
    (error,) = at.error
    assert error.value.startswith("Your learning record in ")
