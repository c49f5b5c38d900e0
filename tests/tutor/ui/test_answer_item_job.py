"""The making of one item on what an answer cites, beside the page."""

from dataclasses import replace
from threading import Event

import pytest

from tests.tutor.learner.samples import ITEM
from tests.tutor.ui.desk_pages import Clock
from tutor.answering.types import Citation
from tutor.learner.database import Database
from tutor.learner.items import ItemStore
from tutor.learner.practice_sets import PracticeSetStore
from tutor.practice.about import Found
from tutor.practice.types import Origin
from tutor.ui.answer_item_job import AnswerItem, AnswerSet
from tutor.ui.practice_wish import Wish, wish_of

CITED = (Citation(1, "notes/hive.md", 1, "Queen excluder", 10, 18, "A quote.", "c1"),)


class Finder:
    """Finds what it was given; no citation has a chunk."""

    def __init__(self, found, can=(Origin.TABLE,)):
        self.found, self.can = found, can
        self.begun, self.goes_on = Event(), Event()
        self.goes_on.set()

    def cited(self, citations):
        assert citations == CITED
        return ()

    def find(self, chunks, rng, looking):
        looking(Origin.PASSAGE)
        self.begun.set()
        self.goes_on.wait(20)
        return self.found

    def origins(self, task):
        return self.can


@pytest.fixture
def out(tmp_path):
    database = Database(tmp_path / "learner.sqlite3")
    return AnswerSet("bees", "a1", ItemStore(database, Clock()), PracticeSetStore(database, Clock()))


def ended(out, finder):
    job = AnswerItem(CITED, lambda: finder, out)
    job.begin()
    assert job.wait(20)
    assert job.error == ""
    return job


def test_the_item_is_stored_and_stands_alone_in_the_answers_set(out):
    assert out.ready_id == ""
    made = replace(ITEM, origin=Origin.PASSAGE)
    assert ended(out, Finder(Found(made))).is_made
    found = out.sets.named("bees", "a1")
    assert (found.id, found.item_ids) == (out.ready_id, (made.id,))
    assert wish_of(found.request) == Wish(1, tasks=(made.task,), origins=(Origin.PASSAGE,))
    assert out.items.all("bees") == (made,)
    assert ended(out, Finder(Found(replace(made, id="another")))).is_made
    assert out.sets.named("bees", "a1") == found


def test_while_it_is_made_the_page_can_say_what_is_done(out):
    finder = Finder(Found(ITEM))
    finder.goes_on.clear()
    job = AnswerItem(CITED, lambda: finder, out)
    assert job.step.what == "Reading the material"
    job.begin()
    assert finder.begun.wait(20)
    assert job.step.what == "Writing an item from the cited passages; this takes longer"
    assert (job.done, out.ready_id) == (False, "")
    finder.goes_on.set()
    assert job.wait(20)


@pytest.mark.parametrize(
    ("can", "instead"),
    [((Origin.TABLE,), Wish(origins=(Origin.TABLE,))), ((), None)],
)
def test_where_nothing_passes_it_tells_what_else_there_is(out, can, instead):
    job = ended(out, Finder(Found(None, "The model does not start."), can))
    assert (job.is_made, job.instead, job.fault) == (False, instead, "The model does not start.")
    assert out.sets.named("bees", "a1") is None
