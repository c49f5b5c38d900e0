"""The exam page, run by Streamlit's own test runner over the beekeeping course with a bank of items."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.tutor.ui.bee_exam import QUOTE, Clock, exam_resources
from tests.tutor.ui.exam_pages import PAGE, component, html, keys, opened, press, shown
from tutor.ui.resources import KEY

COURSE = "bee-101"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def resources(tmp_path, clock):
    return exam_resources(tmp_path, clock)


def sitting(resources):
    return resources.exams().open_sitting(COURSE)


def begun(resources, length: int = 10) -> AppTest:
    at = opened(resources)
    (label,) = [
        option for option in at.radio(key="exam_form").options if option.startswith(f"{length} items")
    ]
    at.radio(key="exam_form").set_value(label)
    return press(at, "exam_begin")


def choose(at: AppTest, resources, *options: int) -> AppTest:
    """Press options of the item on the page."""
    now = sitting(resources)
    for option in options:
        at = press(at, f"exam_{now.id}_{now.position}_option_{option}")
    return at


def answer_all(at: AppTest, resources, wrong: tuple[int, ...] = ()) -> AppTest:
    """Answer every item with its key, the positions in `wrong` with another option."""
    for position in range(1, len(sitting(resources).items) + 1):
        place = sitting(resources).items[position - 1]
        right = place.item.key
        others = [n for n in range(len(place.item.options)) if n not in right]
        at = choose(at, resources, *(others[: len(right)] if position in wrong else right))
        if position < len(sitting(resources).items):
            at = press(at, "exam_next")
    return at


def test_the_start_states_rules_and_figures_with_their_sources_and_where_they_disagree(resources):
    at = opened(resources)
    assert at.title[0].value == "Exam"
    page = html(at)
    assert "The full exam has 24 items in 90 minutes. 4 of them do not count" in page
    assert "The score goes from 100 to 1000; 700 passes." in page
    assert '<td>Minutes ≠ disputed</td><td class="number">90</td><td>the association&#x27;s page</td>' in page
    assert '<td>Minutes ≠ disputed</td><td class="number">80</td><td>an older guide</td>' in page
    assert (
        "Sources disagree about the minutes: 90 (the association&#x27;s page); 80 (an older guide)." in page
    )
    assert at.radio(key="exam_form").options == [
        "10 items, 38 minutes",
        "20 items, 75 minutes",
        "The full exam: 24 items, 90 minutes",
    ]
    assert "You have sat no exam of this course yet." in page


def test_forms_that_the_items_do_not_suffice_for_are_not_offered(tmp_path, clock):
    at = opened(exam_resources(tmp_path / "some", clock, count=12))
    assert at.radio(key="exam_form").options == ["10 items, 38 minutes"]
    at = opened(exam_resources(tmp_path / "few", clock, count=6))
    assert at.radio(key="exam_form").options == ["6 items, 23 minutes"]
    at = opened(exam_resources(tmp_path / "none", clock, count=0))
    assert "exam_begin" not in keys(at)
    assert "This course has 0 items, and an exam needs at least 5." in html(at)


def test_a_course_of_files_alone_says_what_it_lacks(resources, tmp_path):
    (tmp_path / "courses" / "mine").mkdir(parents=True)
    at = AppTest.from_string(PAGE, default_timeout=30)
    at.session_state[KEY], at.session_state["course"] = resources, "mine"
    page = html(shown(at))
    assert "This course has 0 items, and an exam needs at least 5." in page
    assert "No source states the number of items; 50 are used, and all of them count." in page
    assert "No source states the tasks of this exam, so you cannot be placed by them." in page
    assert not {"exam_begin", "gap_begin"} & keys(at)


def test_an_exam_begins_with_its_clock_its_first_item_and_its_grid(resources):
    at = begun(resources)
    now = sitting(resources)
    assert len(now.items) == 10
    assert component(at, "seconds") == {"seconds": 38 * 60.0}
    assert "Item 1 of 10</h2>" in html(at)
    cells = component(at, "cells")
    assert [cell["number"] for cell in cells["cells"]] == list(range(1, 11))
    assert cells["cells"][0] == {"number": 1, "signs": "", "words": "open", "filled": False}
    assert cells["current"] == 1
    assert at.button(key="exam_previous").disabled
    for text in ("rationale", "Right:", "Remember", "did not count"):
        assert text not in html(at)


def test_each_press_is_kept_and_shown_by_sign_and_word(resources):
    at = choose(begun(resources), resources, 1)
    now = sitting(resources)
    expected = (1,)
    assert now.items[0].chosen == expected
    assert component(at, "cells")["cells"][0]["words"] == "answered"
    assert any(button.label.endswith("**· chosen**") for button in at.button)
    at = press(at, "exam_flag")
    assert component(at, "cells")["cells"][0] == {
        "number": 1,
        "signs": "✓⚑",
        "words": "answered, flagged",
        "filled": True,
    }
    assert "✓ 1 answered · ⚑ 1 flagged · no sign: 9 open" in html(at)
    assert at.button(key="exam_flag").label == "Take the flag away"
    at = press(press(at, "exam_flag"), "exam_next")
    assert not sitting(resources).items[0].flagged
    assert "Item 2 of 10</h2>" in html(at)


def test_the_keys_are_those_that_the_page_promises(resources):
    at = begun(resources)
    shortcuts = {button.key.rsplit("_", 1)[-1]: button.proto.shortcut for button in at.button if button.key}
    assert (shortcuts["previous"], shortcuts["flag"], shortcuts["next"]) == ("p", "f", "n")
    assert [shortcuts[str(place)] for place in range(4)] == ["1", "2", "3", "4"]


def test_a_reload_comes_back_to_the_item_the_answers_and_the_right_time(resources, clock):
    at = begun(resources)
    at = press(press(choose(at, resources, 2), "exam_next"), "exam_next")
    before = sitting(resources)
    clock.ahead(minutes=7, seconds=30)
    again = opened(resources)
    assert component(again, "seconds") == {"seconds": 30.5 * 60}
    assert "Item 3 of 10</h2>" in html(again)
    assert component(again, "cells")["current"] == 3
    assert sitting(resources) == before
    again = press(press(again, "exam_previous"), "exam_previous")
    assert again.button(key=f"exam_{before.id}_1_option_2").label.startswith(("●", "☑"))


def test_finishing_asks_once_and_can_be_taken_back(resources):
    at = press(choose(begun(resources), resources, 0), "exam_ask")
    assert "Finish the exam?" in html(at)
    assert "9 items without an answer will count as wrong." in html(at)
    assert not any("_option_" in key for key in keys(at))  # no key can change an answer here
    at = press(at, "exam_first_open")
    assert "Item 2 of 10</h2>" in html(at)
    at = press(press(at, "exam_ask"), "exam_finish")
    assert sitting(resources) is None
    assert "You answered 1 of 10." in html(at)


def test_the_report_has_score_verdict_sections_and_says_that_it_is_an_estimate(resources):
    at = press(press(answer_all(begun(resources), resources), "exam_ask"), "exam_finish")
    page = html(at)
    assert "✓ Pass: 1000 of 1000" in page
    assert "700 passes. The score is an estimate." in page
    assert 'aria-label="Score 1000 on a scale from 100 to 1000; 700 passes."' in page
    assert '<span class="mark" style="left: 66.7%">' in page
    assert "8 of 8 scored items right. You answered 10 of 10. 2 items did not count." in page
    assert "This score is an estimate: how right answers become a scaled score is not published." in page
    assert "<td>✓ meets competencies</td>" in page
    (over,) = resources.exams().sittings(COURSE)
    assert over.result.passed


def test_a_wrong_item_is_reviewed_with_key_choice_reasons_and_opens_its_source(resources):
    at = press(press(answer_all(begun(resources), resources, wrong=(2,)), "exam_ask"), "exam_finish")
    (over,) = resources.exams().sittings(COURSE)
    at.segmented_control(key=f"review_group_{over.id}").set_value("Wrong")
    at = shown(at)
    assert [cell["number"] for cell in component(at, "cells")["cells"]] == [2]
    page = html(at)
    assert ">Item 2</h3>" in page
    assert "✕ wrong" in page
    assert "right, you did not choose it" in page
    assert "wrong, you chose it" in page
    assert 'class="why">Wrong: reason' in page
    at = press(at, f"open_{over.id}_2_1")
    (opened_page,) = [body for body in html(at).split("\n") if "tutor-page" in body and "<mark>" in body]
    assert f"<mark>{QUOTE}</mark>" in opened_page


def test_the_review_goes_from_item_to_item(resources):
    at = press(press(begun(resources), "exam_ask"), "exam_finish")
    (over,) = resources.exams().sittings(COURSE)
    assert "✕ Fail: 100 of 1000" in html(at)
    assert ">Item 1</h3>" in html(at)
    at = press(at, f"review_next_{over.id}")
    assert ">Item 2</h3>" in html(at)
    assert "✕ not answered" in html(at)
    assert component(at, "cells")["current"] == 2


def test_when_the_time_is_over_the_exam_is_finished_by_itself(resources, clock):
    at = choose(begun(resources), resources, 1)
    clock.ahead(minutes=38)
    at = shown(at)  # as the clock in the browser makes it run
    assert "The time ran out." in html(at)
    (over,) = resources.exams().sittings(COURSE)
    assert (over.ended_at, over.answered) == (over.ends_at, 1)


def test_a_press_after_the_end_changes_nothing_and_shows_the_report(resources, clock):
    at = begun(resources)
    clock.ahead(minutes=39)
    now = resources.exams().sittings(COURSE)[0]
    at = press(at, f"exam_{now.id}_1_option_0")
    assert "The time ran out." in html(at)
    assert resources.exams().sitting(now.id).answered == 0
    assert not at.warning


def test_time_that_ran_out_while_the_page_was_closed_is_listed_with_its_score(resources, clock):
    choose(begun(resources), resources, 1)
    clock.ahead(hours=5)
    at = opened(resources)
    (over,) = resources.exams().sittings(COURSE)
    assert f"{over.result.score} of 1000 · ✕ fail · time ran out" in html(at)
    at = press(at, f"report_{over.id}")
    assert "✕ Fail" in html(at)
    at = press(at, "report_back")
    assert "exam_begin" in keys(at)


def test_a_second_tab_does_not_begin_a_second_exam(resources):
    first, second = opened(resources), opened(resources)
    press(first, "exam_begin")
    second = press(second, "exam_begin")
    assert len(resources.exams().sittings(COURSE)) == 1
    assert second.warning[0].value.startswith("An exam of bee\\-101 is open since")
    assert "Item 1 of" in html(second)
