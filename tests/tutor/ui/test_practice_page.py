"""The practice page under Streamlit's test runner: start, answer, verdict, follow-up, summary, reload."""

import re
import time

import pytest
from streamlit.testing.v1 import AppTest

from tests.tutor.ui.bee_desk import bee_resources
from tests.tutor.ui.desk_pages import Clock, html, keys, opened
from tests.tutor.ui.harbour_desk import COURSE_ID, harbour_resources
from tutor.learner.cards import item_card_id
from tutor.learner.types import AttemptMode, Confidence
from tutor.practice.types import Origin
from tutor.ui.practice_tools import practice_tools
from tutor.ui.resources import KEY

WAIT_SECONDS = 60


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def resources(tmp_path, clock):
    return harbour_resources(tmp_path, clock)


def practice(resources):
    at = opened(resources, "practice_page")
    assert not at.exception
    assert not at.error
    return at


def with_address(resources, place):
    at = AppTest.from_string(
        "from tutor.ui import frame, practice_page\nfrom tutor.ui.pages import PageEntry\n"
        "frame.draw_page(PageEntry('', '', 'practice', '', practice_page.draw))\n",
        default_timeout=30,
    )
    at.session_state[KEY] = resources
    at.query_params["practice"] = place
    at.run()
    assert not at.exception
    return at


def press(at, key):
    at.button(key=key).click().run()
    assert not at.exception
    assert not at.error
    return at


def start(resources, count=5):
    """A set that is made in full, at its first item."""
    at = practice(resources)
    at.segmented_control(key=f"practice_count_{COURSE_ID}").set_value(count).run()
    press(at, "practice_start")
    made(resources)
    return at.run()


def made(resources):
    latest = resources.practice_sets().latest(COURSE_ID)
    job = practice_tools().made(latest.id)
    assert job.wait(WAIT_SECONDS)
    assert job.error == ""
    return job


def the_set(resources):
    return resources.practice_sets().latest(COURSE_ID)


def item_at(resources, place):
    item_id = the_set(resources).item_ids[place]
    item = resources.items().get(item_id)
    if item is None:
        item = next(one for one in practice_tools().bank(resources, COURSE_ID) if one.id == item_id)
    return item


def answer(at, item, *, right):
    wrong = tuple(place for place in range(len(item.options)) if place not in item.key)
    chosen = item.key if right else (*item.key[1:], wrong[0])
    for place in chosen:
        press(at, f"practice_{item.id}_option_{place}")
    press(at, "practice_submit")
    return tuple(sorted(chosen))


def stem(at):
    return re.search(r'<p class="tutor-stem">(.*?)</p>', html(at))[1]


def address(at):
    found = at.query_params["practice"]
    return found[0] if isinstance(found, list) else found


def shortcuts(at):
    return {button.key: button.proto.shortcut for button in at.button if button.proto.shortcut}


def bar(at):
    return at.get("progress")[0].proto.text


def test_the_start_offers_the_course_and_says_why_there_are_no_passages(resources):
    at = practice(resources)
    assert at.selectbox(key=f"practice_where_{COURSE_ID}").options == [
        "Whole course",
        "Domain 1: Reading the water",
        "Task 1.1: Judge tides and marks",
        "Domain 2: Handling the ship",
        "Task 2.1: Choose a helper",
    ]
    assert "Items from passages need a language model; choose one in Settings." in html(at)
    assert shortcuts(at)["practice_start"] == "enter"


def test_start_alone_gives_ten_items_and_shows_the_first(resources):
    at = press(practice(resources), "practice_start")
    assert the_set(resources).request["count"] == 10
    item = item_at(resources, 0)
    assert item.origin is Origin.TABLE
    assert stem(at) in item.stem.replace("'", "&#x27;")
    assert bar(at).startswith("Item 1 of ")
    open_keys = shortcuts(at)
    assert [open_keys[f"practice_{item.id}_option_{place}"] for place in range(4)] == ["1", "2", "3", "4"]
    assert (open_keys["practice_submit"], open_keys["practice_hint"]) == ("enter", "h")
    assert at.button(key="practice_submit").disabled
    made(resources)


def test_a_wrong_answer_is_kept_explained_and_goes_to_review(resources, clock):
    at = start(resources)
    item = item_at(resources, 0)
    clock.pass_(seconds=21)
    at.segmented_control(key=f"practice_confidence_{the_set(resources).id}_{item.id}").set_value(
        Confidence.SURE
    ).run()
    chosen = answer(at, item, right=False)
    (attempt,) = resources.attempts().all(COURSE_ID)
    assert (attempt.item_id, attempt.chosen, attempt.correct) == (item.id, chosen, False)
    assert (attempt.seconds, attempt.confidence) == (21.0, Confidence.SURE)
    assert (attempt.mode, attempt.session) == (AttemptMode.PRACTICE, the_set(resources).id)
    shown = html(at)
    assert "✕ Wrong." in shown
    assert "wrong, you chose it" in shown
    letter = "ABCDEF"[item.key[0]]
    assert f"Why {letter} is right" in shown
    assert "What tells them apart" in shown
    assert "<mark>" in shown
    assert item_card_id(item.id) in resources.reviews().cards(COURSE_ID)
    assert "✓ In Review" in shown
    assert shortcuts(at)["practice_next"] == "n"
    assert shortcuts(at)["practice_follow_up"] == "f"


def test_enter_held_down_keeps_one_answer(resources):
    at = start(resources)
    item = item_at(resources, 0)
    answer(at, item, right=True)
    (desk,) = at.session_state["tutor_practice_desks"].values()
    desk.lay_out(item)
    desk.chosen = item.key
    desk.submit(item, lambda: None)
    assert len(resources.attempts().all(COURSE_ID)) == 1


def test_the_source_opens_and_keys_rest_meanwhile(resources):
    at = start(resources)
    answer(at, item_at(resources, 0), right=True)
    assert "practice_follow_up" not in keys(at)
    press(at, next(key for key in keys(at) if key.startswith("open_item_")))
    assert any("tutor-page" in body and "<mark>" in body for body in html(at).split("\n"))
    assert "practice_next" not in shortcuts(at)


def test_a_reload_goes_on_where_the_learner_was(resources):
    at = start(resources)
    first, second = item_at(resources, 0), item_at(resources, 1)
    answer(at, first, right=True)
    again = practice(resources)  # another day, without an address: the next open item
    assert stem(again) in second.stem
    assert bar(again).startswith("Item 2 of 5 · 1 answered")
    assert address(at) == f"{COURSE_ID}.1"
    reloaded = with_address(resources, address(at))
    assert "✓ Right." in html(reloaded)
    press(reloaded, "practice_next")
    assert stem(reloaded) in second.stem
    assert len(resources.attempts().all(COURSE_ID)) == 1


def test_the_rest_of_a_set_is_made_after_a_restart(resources):
    begun = resources.practice_sets().begin(COURSE_ID, {"count": 3, "origins": ["table"]})
    at = with_address(resources, f"{COURSE_ID}.1")
    assert "practice_start" in keys(at)  # a set without any item is not gone on with
    bank = practice_tools().bank(resources, COURSE_ID)
    resources.practice_sets().append(begun.id, bank[0].id)
    at = with_address(resources, f"{COURSE_ID}.1")
    assert stem(at) in bank[0].stem
    made(resources)
    assert len(the_set(resources).item_ids) == 3


def test_the_summary_scores_by_task_and_lists_what_went_to_review(resources, clock):
    at = start(resources)
    count = len(the_set(resources).item_ids)
    assert count == 5
    for place in range(count):
        clock.pass_(seconds=10 + place)
        answer(at, item_at(resources, place), right=place != 1)
        press(at, "practice_next")
    shown = html(at)
    assert "4 of 5 right, 80 %" in shown
    tasks = {item_at(resources, place).task for place in range(count)}
    for task in tasks:
        assert f"<td>{task} " in shown
    assert "1 item of this set went to Review." in shown
    assert {"practice_slow_4", "practice_wrong_1", "practice_again"} <= set(keys(at))
    assert "5 accepted" in shown
    press(at, "practice_wrong_1")
    assert "✕ Wrong." in html(at)


def test_another_set_like_this_has_other_items(resources):
    at = start(resources)
    first = the_set(resources)
    press(at, "practice_end")
    assert "You answered no item of this set." in html(at)
    press(at, "practice_again")
    made(resources)
    assert the_set(resources).request == first.request
    assert not set(the_set(resources).item_ids) & set(first.item_ids)


def test_hints_come_one_a_press_and_are_gone_with_the_next_item(resources):
    at = start(resources)
    item = item_at(resources, 0)
    assert "Hint 1.</b>" not in html(at)
    press(at, "practice_hint")
    assert "Hint 1.</b> This item is on task" in html(at)
    assert "Hint 2.</b>" not in html(at)
    press(at, "practice_hint")
    assert "Hint 2.</b>" in html(at)
    answer(at, item, right=True)
    press(at, "practice_next")
    assert "Hint 1.</b>" not in html(at)


def test_a_reported_item_is_withdrawn_and_kept(resources):
    at = start(resources)
    item = item_at(resources, 0)
    answer(at, item, right=False)
    at.selectbox(key=f"practice_reason_{item.id}").set_value("The key is wrong").run()
    press(at, "practice_report")
    assert "does not count and does not come again" in at.info[0].value.replace("\\", "")
    (withdrawn,) = resources.items().withdrawn(COURSE_ID)
    assert (withdrawn.item.id, withdrawn.reason) == (item.id, "The key is wrong")
    assert item.id not in {one.id for one in resources.items().all(COURSE_ID)}
    press(at, "practice_end")
    assert "1 item reported" in html(at)
    assert "Nothing went to Review." not in html(at)  # no answer counts, so nothing is said of it


def test_an_open_item_that_is_reported_gives_way_to_the_next(resources):
    at = start(resources)
    item = item_at(resources, 0)
    at.selectbox(key=f"practice_reason_{item.id}").set_value("The question is unclear").run()
    press(at, "practice_report")
    assert stem(at) in item_at(resources, 1).stem.replace("'", "&#x27;")
    assert resources.attempts().all(COURSE_ID) == ()


def test_a_skipped_item_comes_back_at_the_end(resources):
    at = start(resources)
    press(at, "practice_skip")
    for place in range(1, 5):
        answer(at, item_at(resources, place), right=True)
        press(at, "practice_next")
    assert address(at) == f"{COURSE_ID}.1"
    answer(at, item_at(resources, 0), right=True)
    press(at, "practice_next")
    assert "5 of 5 right, 100 %" in html(at)


def test_a_follow_up_on_the_same_confusion_comes_next(resources):
    at = start(resources)
    item = item_at(resources, 0)
    answer(at, item, right=False)
    press(at, "practice_follow_up")
    following = item_at(resources, int(address(at).partition(".")[2]) - 1)
    assert following.id != item.id
    assert stem(at) in following.stem.replace("'", "&#x27;")
    assert the_set(resources).item_ids.count(following.id) == 1


def test_a_question_about_the_item_is_answered_beside_it_and_kept(resources):
    at = start(resources)
    item = item_at(resources, 0)
    answer(at, item, right=False)
    at.text_input(key=f"practice_question_{item.id}").set_value("Why is mine wrong?")
    press(at, "practice_ask_go")
    assert "Why is mine wrong?" in html(at)
    assert "This talk is kept under Chat." in html(at)
    (chat,) = resources.store().chats(COURSE_ID)
    assert chat.title.startswith("On an item: ")
    (turn,) = resources.store().turns(chat.id)
    assert turn.question.startswith("The practice item asks: ")
    assert turn.question.endswith("Why is mine wrong?")
    assert turn.answer is not None


def test_the_bank_alone_comes_again_only_when_nothing_else_is_left(resources):
    at = practice(resources)
    origins = at.segmented_control(key=f"practice_origins_{COURSE_ID}_2")
    origins.set_value([Origin.BANK]).run()
    at.segmented_control(key=f"practice_count_{COURSE_ID}").set_value(5).run()
    press(at, "practice_start")
    made(resources)
    assert set(the_set(resources).item_ids) == {"q-spring", "q-neap"}
    assert resources.items().all(COURSE_ID) == ()
    for place in range(2):
        answer(at, item_at(resources, place), right=True)
        press(at, "practice_next")
    assert "2 of 2 right, 100 %" in html(at)
    press(at, "practice_again")
    made(resources)
    assert set(the_set(resources).item_ids) == {"q-spring", "q-neap"}


def test_weak_areas_are_offered_once_known(resources):
    at = start(resources)
    item = item_at(resources, 0)
    answer(at, item, right=False)
    press(at, "practice_end")
    press(at, "practice_choose")
    options = at.selectbox(key=f"practice_where_{COURSE_ID}").options
    weak = next(option for option in options if option.startswith("Your weak areas"))
    assert item.task in weak
    assert "Your last set has 4 items left, 1 answered." in html(at)


def test_a_course_without_tables_says_what_is_missing(tmp_path):
    resources = bee_resources(tmp_path, course="wax")
    workspace = resources.workspace("wax")
    workspace.save_upload("wax.md", b"# Wax\n\nWax melts at 64 degrees.")
    workspace.build(resources.embedder())
    at = practice(resources)
    at.button(key="practice_start").click().run()
    assert not at.exception
    (error,) = at.error
    assert "has nothing to make such items from" in error.value
    press_choose = at.button(key="practice_choose").click().run()
    assert "practice_start" in keys(press_choose)


def test_without_an_origin_nothing_can_be_started(resources):
    at = practice(resources)
    at.segmented_control(key=f"practice_origins_{COURSE_ID}_2").set_value([]).run()
    assert at.button(key="practice_start").disabled
    assert "Choose where the items come from." in html(at)


def test_a_ten_item_quiz_starts_within_three_seconds(resources):
    at = practice(resources)
    practice_tools().explainer(resources, COURSE_ID)
    begun = time.monotonic()
    press(at, "practice_start")
    assert stem(at)
    assert time.monotonic() - begun < 3
    made(resources)
