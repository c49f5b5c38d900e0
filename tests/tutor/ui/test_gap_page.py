"""The gap assessment on the exam page, run by Streamlit's own test runner over a bank of items."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.tutor.ui.bee_exam import Clock, exam_resources
from tests.tutor.ui.exam_pages import html, keys, opened, press
from tutor.learner.types import AttemptMode

COURSE = "bee-101"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def resources(tmp_path, clock):
    return exam_resources(tmp_path, clock)


def gap_answer(at: AppTest, resources, *, right: bool) -> AppTest:
    (submit,) = [key for key in keys(at) if key.startswith("gap_submit_")]
    item_id = submit.removeprefix("gap_submit_")
    number = int(item_id.removeprefix("bee-"))
    key = (0, 2) if number % 5 == 4 else (number % 4,)
    count = 5 if number % 5 == 4 else 4
    options = key if right else [n for n in range(count) if n not in key][: len(key)]
    for option in options:
        (name,) = [key for key in keys(at) if key.endswith(f"_{item_id}_option_{option}")]
        at = press(at, name)
    return press(at, submit)


def gap_attempts(resources):
    return [a for a in resources.attempts().all(COURSE) if a.mode is AttemptMode.GAP]


def test_the_gap_assessment_keeps_each_answer_and_survives_a_reload(resources, clock):
    at = press(opened(resources), "gap_begin")
    assert "Find my gaps: item 1 of about 15" in html(at)
    clock.ahead(seconds=20)
    at = gap_answer(at, resources, right=True)
    clock.ahead(seconds=30)
    at = gap_answer(at, resources, right=False)
    first, second = gap_attempts(resources)
    assert (first.correct, first.seconds, second.correct, second.seconds) == (True, 20.0, False, 30.0)
    assert first.session == second.session
    assert "right, you chose it" not in html(at)
    again = opened(resources)
    assert "Find my gaps: item 3 of about 15" in html(again)
    assert {key for key in keys(again) if key.startswith("gap_submit_")} == {
        key for key in keys(at) if key.startswith("gap_submit_")
    }


def test_the_gap_assessment_ends_with_a_placement_and_one_thing_to_do(resources, clock):
    at = press(opened(resources), "gap_begin")
    for _ in range(20):
        if not any(key.startswith("gap_submit_") for key in keys(at)):
            break
        clock.ahead(seconds=10)
        number = next(key for key in keys(at) if key.startswith("gap_submit_")).removeprefix(
            "gap_submit_bee-"
        )
        at = gap_answer(at, resources, right=int(number) % 3 != 1)  # all of 2.1 is wrong
    count = len(gap_attempts(resources))
    assert 15 <= count <= 20
    page = html(at)
    assert "Where you stand" in page
    assert "Begin with task 2.1, Feed bees through the year: you would know about" in page
    assert page.count('class="tutor-share"') == 3
    assert ">Item 1</h3>" in page
    at = press(at, "gap_back")
    assert at.button(key="gap_last").label == f"Your last one: 2026-03-01, {count} answers"
    at = press(at, "gap_last")
    assert "Where you stand" in html(at)


def test_a_gap_answer_needs_as_many_options_as_the_item_asks_for(resources):
    at = press(opened(resources), "gap_begin")
    (submit,) = [key for key in keys(at) if key.startswith("gap_submit_")]
    at = press(at, submit)
    assert at.warning[0].value in ("Choose an option first\\.", "Select TWO\\.")
    assert gap_attempts(resources) == []


def test_a_gap_assessment_can_be_left_and_taken_up_again(resources, clock):
    at = press(opened(resources), "gap_begin")
    at = press(gap_answer(at, resources, right=True), "gap_stop")
    assert "exam_begin" in keys(at)
    at = press(at, "gap_last")
    assert "Find my gaps: item 2 of about 15" in html(at)
    clock.ahead(hours=2)
    later = opened(resources)
    assert "exam_begin" in keys(later)
