"""The sidebar: course, days to the exam, what is due today, index and model in a line each."""

from datetime import date

import pytest

from tests.tutor.ui.bee_desk import bee_resources
from tests.tutor.ui.desk_pages import Clock, html, opened
from tutor.ui.session import COURSE


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def resources(tmp_path, clock):
    return bee_resources(tmp_path, now=clock)


def test_the_sidebar_says_when_the_exam_is_and_what_is_due(resources, clock):
    resources.goals().set("bee-101", date(2026, 6, 3), 5)
    lines = html(opened(resources, "quality"))
    assert "• Exam: in 30 days" in lines
    assert "• Today: 4 new" in lines
    assert "✓ Index: 7 documents" in lines
    assert "✓ Model: none, answers are extracts" in lines
    clock.pass_(days=31)
    assert "• Exam: was on 2026-06-03, see Settings" in html(opened(resources, "quality"))


def test_the_course_that_was_chosen_stays_on_other_pages(resources):
    workspace = resources.workspace("wax")
    workspace.save_upload("wax.md", b"# Wax\n\nWax melts at 64 degrees.")
    workspace.build(resources.embedder())
    at = opened(resources, "library")
    at.selectbox(key="course_box").select("wax").run()
    assert not at.exception
    assert at.session_state[COURSE] == "wax"
    assert "<td>wax.md</td>" in html(at)
    assert "✓ Today: no cards yet" in html(at)
    elsewhere = opened(resources, "quality")
    elsewhere.session_state[COURSE] = "wax"  # what the session keeps when another page is opened
    assert elsewhere.run().selectbox(key="course_box").value == "wax"


def test_a_record_that_cannot_be_read_is_said_and_other_pages_work(resources):
    path = resources.database().path
    path.mkdir(parents=True)
    at = opened(resources, "library")
    assert not at.exception
    assert not at.error
    assert "✕ Your record: cannot be read, see Review" in html(at)
    assert "<td>notes/hive.md</td>" in html(at)
    (error,) = opened(resources, "review_page").error
    assert error.value.startswith("Your learning record in ")


def test_a_days_reviews_are_counted_anew_after_each_write_and_each_quarter_minute(resources, clock):
    resources.keep_cards("bee-101")
    first = resources.review_day("bee-101")
    assert resources.review_day("bee-101") is first
    resources.reviews().remove_card(first.new[0].id)
    second = resources.review_day("bee-101")
    assert (len(second.new), second.set_aside) == (3, 1)
    clock.pass_(seconds=14)
    assert resources.review_day("bee-101") is second
    clock.pass_(seconds=2)
    assert resources.review_day("bee-101") is not second
