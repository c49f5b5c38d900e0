"""The model is started while the learner still reads the chat page, once, and questions wait for it."""

import threading
from dataclasses import replace

import pytest
from bee_desk import bee_resources

from ingest.errors import TutorError
from tutor.answering.chain import EvidenceFound
from tutor.answering.types import Question
from tutor.ui.resources import Resources

GAPS = Question("How wide are the gaps of a queen excluder?")


class Engine:
    """An embedded engine that starts when it is told to."""

    started = False


@pytest.fixture
def engine(monkeypatch):
    made = Engine()
    monkeypatch.setattr("tutor.llm.embedded_engine", lambda settings: made)
    return made


def warmed_by(tmp_path, warm) -> Resources:
    return Resources(replace(bee_resources(tmp_path)._parts, warm=warm))


def test_a_model_is_warmed_once_however_often_the_page_is_drawn(tmp_path, engine):
    calls = []
    resources = warmed_by(tmp_path, calls.append)
    for _ in range(3):
        resources.warm_model()
        job = resources.job("warm", "none")
        assert job.wait(5)
    assert len(calls) == 1
    assert job.error == ""


def test_nothing_is_warmed_where_the_engine_runs(tmp_path, engine):
    engine.started = True
    resources = warmed_by(tmp_path, lambda settings: pytest.fail("it runs"))
    resources.warm_model()
    assert resources.job("warm", "none") is None


def test_a_question_shows_its_evidence_and_waits_for_a_model_that_is_warmed(tmp_path, engine):
    go = threading.Event()
    resources = warmed_by(tmp_path, lambda settings: go.wait(5))
    resources.warm_model()
    engine.started = True
    events = resources.events("bee-101", GAPS, "normal")
    assert isinstance(next(events), EvidenceFound)
    job = resources.job("warm", "none")
    assert not job.done
    threading.Timer(0.2, go.set).start()
    answer = list(events)[-1].answer
    assert job.done
    assert "4.2 mm" in answer.text


def test_a_model_that_cannot_be_warmed_says_so_when_something_is_asked(tmp_path, engine):
    def fail(settings):
        raise TutorError("no model")

    resources = warmed_by(tmp_path, fail)
    resources.warm_model()
    job = resources.job("warm", "none")
    assert job.wait(5)
    assert job.error == "no model"
    assert list(resources.events("bee-101", GAPS, "normal"))[-1].answer.text
