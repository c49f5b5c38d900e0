from datetime import timedelta

import pytest
from bee_desk import bee_resources
from streamlit.testing.v1 import AppTest

from tutor.learner.types import Attempt
from tutor.ui.resources import KEY
from tutor.ui.session import COURSE


@pytest.fixture
def resources(tmp_path):
    return bee_resources(tmp_path / "home")


@pytest.fixture
def page(resources):
    def script():
        from tutor.ui import plan_page

        plan_page.draw()

    app = AppTest.from_function(script, default_timeout=30)
    app.session_state[KEY] = resources
    app.session_state[COURSE] = "bee-101"
    return app


def words(page):
    return " ".join(one.proto.body for one in page.get("html"))


def make_plan(page, resources, days=28, hours=5.0):
    page.date_input(key="plan_date").set_value(resources.now().date() + timedelta(days=days))
    page.number_input(key="plan_hours").set_value(hours)
    page.button(key="plan_go").click().run()


def test_a_plan_is_made_from_a_date_and_hours(page, resources):
    page.run()
    assert not page.exception
    assert page.info[0].value.startswith("Set the exam's date")
    make_plan(page, resources)
    assert not page.exception
    assert "28 days to the exam on" in words(page)
    labels = [one.label for one in page.expander]
    assert labels[0].startswith("Week 1 from ")
    assert len(labels) == 4
    assert "Full exam" in words(page)
    (stored,) = resources.plans().all("bee-101")
    assert stored.hours_a_week == 5.0


def test_other_hours_and_results_change_it_and_it_says_so(page, resources):
    page.run()
    make_plan(page, resources)
    make_plan(page, resources, hours=2.0)
    assert not page.exception
    assert page.expander[0].label.startswith("What changed on ")
    assert "You have 2 hours a week instead of 5." in words(page)
    assert len(resources.plans().all("bee-101")) == 2
    page.run()
    assert len(resources.plans().all("bee-101")) == 2


def test_a_section_opens_beside_the_plan(page, resources):
    page.run()
    make_plan(page, resources)
    reads = [one for one in page.button if one.key.startswith("plan_read_1_")]
    assert reads
    reads[0].click().run()
    assert not page.exception
    opened = page.session_state["tutor_desk_state"].opened
    assert opened.document.endswith(".md")
    assert opened.stretch.end - opened.stretch.start == len(opened.heading)


def test_what_was_done_of_the_week_is_shown(page, resources):
    page.run()
    make_plan(page, resources)
    resources.attempts().add(Attempt("a", "bee-101", "1.1", (0,), True, resources.now()))
    page.run()
    assert "done so far: 1 answer, 100 % right" in words(page)


def test_a_past_date_is_said_and_can_be_set_anew(page, resources):
    resources.goals().set("bee-101", resources.now().date() - timedelta(days=3), 5.0)
    page.run()
    assert not page.exception
    assert "is past" in page.warning[0].value
    make_plan(page, resources)
    assert not page.warning


def test_a_journal_line_a_day(page, resources):
    page.run()
    page.text_area(key="plan_note").set_value("Foulbrood again")
    page.button(key="plan_keep").click().run()
    assert not page.exception
    (note,) = resources.journal().all("bee-101")
    assert (note.text, note.day) == ("Foulbrood again", resources.now().date())
