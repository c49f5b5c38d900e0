import random
from datetime import timedelta

import pytest
from bee_desk import bee_resources
from streamlit.testing.v1 import AppTest

from tutor.learner.types import Attempt, Confidence
from tutor.ui.progress_page import table_html
from tutor.ui.resources import KEY
from tutor.ui.session import COURSE

TASKS = ("1.1", "2.1", "2.2")


@pytest.fixture
def resources(tmp_path):
    return bee_resources(tmp_path / "home")


@pytest.fixture
def page(resources):
    def script():
        from tutor.ui import progress_page

        progress_page.draw()

    app = AppTest.from_function(script, default_timeout=30)
    app.session_state[KEY] = resources
    app.session_state[COURSE] = "bee-101"
    return app


def answer(resources, count, share=0.8):
    rng, store, now = random.Random(1), resources.attempts(), resources.now()
    for number in range(count):
        store.add(
            Attempt(
                f"i{number}",
                "bee-101",
                TASKS[number % 3],
                (0,),
                rng.random() < share,
                now - timedelta(hours=5 * number + 1),
                confidence=Confidence(1 + number % 3),
            )
        )


def words(page):
    return " ".join(one.proto.body for one in page.get("html"))


def test_somebody_new_is_told_what_to_do(page):
    page.run()
    assert not page.exception
    assert "0 answers so far. Set the exam's date on the Plan page." in words(page).replace("&#x27;", "'")
    assert "Answer 20 more items" in words(page)
    assert not page.metric


def test_every_chart_has_its_sentence_and_its_figures(page, resources):
    answer(resources, 60)
    page.run()
    assert not page.exception
    assert [metric.label for metric in page.metric] == ["Probability", "90 % interval", "Expected score"]
    assert len(page.get("vega_lite_chart")) == 3
    text = words(page)
    for title in ("Mastery by task statement", "Score by week", "Confidence against result", "Coverage"):
        assert title in text
    assert "<td>2.2 Know pests and diseases</td>" in text
    assert "It rests on 60 answers in the last 30 days" in text


def test_a_table_escapes_what_it_is_given():
    assert table_html(("A", "B"), [("<b>", "1")], 1) == (
        '<div class="wide" tabindex="0"><table><thead><tr><th scope="col">A</th>'
        '<th scope="col" class="number">B</th></tr></thead><tbody><tr><td>&lt;b&gt;</td>'
        '<td class="number">1</td></tr></tbody></table></div>'
    )
