"""The model is started while the learner still reads the chat page, and questions wait for it."""

import threading
from dataclasses import replace

import pytest
from bee_desk import bee_parts

from ingest.errors import TutorError
from tutor.answering.chain import EvidenceFound
from tutor.answering.types import Question
from tutor.ui.resources import Parts, Resources

GAPS = Question("How wide are the gaps of a queen excluder?")


class Engine:
    """An embedded engine that runs or not, as it is told to."""

    def __init__(self, parts: Parts, warm) -> None:
        self.runs = False
        self.resources = Resources(replace(parts, warm=warm, engine_runs=lambda settings: self.runs))

    @property
    def job(self):
        """The latest warming, or None."""
        settings = self.resources.settings()
        return self.resources.job("warm", f"{settings.home} {settings.llm} {settings.threads}")

    def warmed(self):
        """The warming that drawing the page leads to, when it has ended."""
        self.resources.warm_model()
        job = self.job
        assert job is None or job.wait(5)
        return job


@pytest.fixture
def parts(tmp_path):
    return bee_parts(tmp_path)


def test_an_engine_that_stands_still_is_warmed_and_one_that_runs_is_not(parts):
    calls = []
    engine = Engine(parts, calls.append)
    engine.runs = True
    assert engine.warmed() is None
    engine.runs = False  # another model was tried, and this one stopped for it
    assert engine.warmed().error == ""
    engine.runs = True
    engine.warmed()
    engine.runs = False
    engine.warmed()
    assert len(calls) == 2


def test_while_it_is_warmed_nobody_begins_again(parts):
    go, calls = threading.Event(), []
    engine = Engine(parts, lambda settings: (calls.append(settings), go.wait(5)))
    for _ in range(3):
        engine.resources.warm_model()
    go.set()
    assert engine.job.wait(5)
    assert len(calls) == 1


def test_what_fails_is_not_tried_with_each_drawing_of_the_page(parts):
    calls = []

    def fail(settings):
        calls.append(settings)
        raise TutorError("no model")

    engine = Engine(parts, fail)
    assert [engine.warmed().error for _ in range(3)] == ["no model"] * 3
    assert len(calls) == 1


def test_a_question_shows_its_evidence_and_waits_for_a_model_that_is_warmed(parts):
    go, was_done = threading.Event(), []

    def chain(*args):
        was_done.append(engine.job.done)
        return parts.chain(*args)

    engine = Engine(replace(parts, chain=chain), lambda settings: go.wait(5))
    engine.resources.warm_model()
    events = engine.resources.events("bee-101", GAPS, "normal")
    first, second = next(events), next(events)  # a question can be stopped between two events
    assert isinstance(first, EvidenceFound)
    assert second.passages == first.passages != ()
    go.set()
    answer = list(events)[-1].answer
    assert was_done == [True]
    assert "4.2 mm" in answer.text
