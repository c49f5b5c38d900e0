from dataclasses import replace
from threading import Event, Lock

import pytest

from ingest.errors import TutorError
from tests.tutor.learner.samples import ITEM
from tests.tutor.ui.desk_pages import Clock
from tutor.learner.database import Database
from tutor.learner.items import ItemStore
from tutor.learner.practice_sets import PracticeSetStore
from tutor.practice.generate import Rates
from tutor.practice.types import Difficulty, ItemKind, Origin
from tutor.ui.jobs import Step
from tutor.ui.making_job import Explaining, Making, SetWriter
from tutor.ui.practice_wish import Wish, wish_of

WISH = Wish(4, tasks=("1.1", "1.2"), origins=(Origin.TABLE, Origin.PASSAGE))


class Maker:
    """Gives items named after what was asked, and no more than it has."""

    def __init__(self, limit=9, fails=()):
        self.asked = []
        self.limit, self.fails = limit, fails
        self.rates = Rates(7, 4, 1, (("options_differ", 3),), 0.5)

    def items(self, request):
        origin = request.origins[0]
        self.asked.append((request.task, request.origins, request.count))
        if request.task in self.fails:
            raise TutorError(f"Nothing on {request.task}.")
        return self._given(request, origin)

    def _given(self, request, origin):
        for number in range(self.limit):
            if origin in self.fails:
                raise TutorError("The model does not start.")
            yield replace(ITEM, id=f"{origin.value}-{request.task}-{number}", origin=origin)


@pytest.fixture
def out(tmp_path):
    database = Database(tmp_path / "learner.sqlite3")
    sets = PracticeSetStore(database, Clock())
    return SetWriter(sets.begin("bees", {}).id, "bees", ItemStore(database, Clock()), sets)


def ended(out, wish, maker):
    job = Making(out.sets.get(out.set_id), wish, lambda: maker, out)
    job.begin()
    assert job.wait(20)
    return job


def test_what_is_quick_comes_first_and_tasks_take_turns(out):
    job = ended(out, WISH, Maker())
    assert out.known() == ("table-1.1-0", "table-1.2-0", "table-1.1-1", "passage-1.1-0")
    assert (job.length, job.error, job.faults) == (4, "", ())
    assert job.rates.accepted == 4
    assert [item.id for item in out.items.all("bees")] == list(out.known())


def test_while_the_model_writes_the_page_can_say_so(out):
    class Slow(Maker):
        def _given(self, request, origin):
            if origin is Origin.PASSAGE:
                writing.set()
                written.wait(20)
            yield from super()._given(request, origin)

    writing, written = Event(), Event()
    job = Making(out.sets.get(out.set_id), WISH, Slow, out)
    job.begin()
    assert writing.wait(20)
    assert (job.length, job.waits_for_passages) == (3, True)
    assert job.step == Step("Writing the next item from a passage", 3, 4)
    written.set()
    assert job.wait(20)
    assert (job.length, job.waits_for_passages) == (4, False)


def test_where_passages_fail_tables_fill_the_set_and_the_page_can_say_why(out):
    job = ended(out, WISH, Maker(fails=(Origin.PASSAGE,)))
    assert out.known() == ("table-1.1-0", "table-1.2-0", "table-1.1-1", "table-1.2-1")
    assert (job.error, job.faults) == ("", ("The model does not start.",))


def test_a_task_without_items_leaves_its_turns_to_the_others(out):
    job = ended(out, replace(WISH, origins=(Origin.TABLE,)), Maker(fails=("1.2",)))
    assert out.known() == tuple(f"table-1.1-{number}" for number in range(4))
    assert job.faults == ("Nothing on 1.2.",)


def test_a_set_that_gets_nothing_ends_with_the_reason(out):
    job = ended(out, replace(WISH, origins=(Origin.TABLE,)), Maker(fails=("1.1", "1.2")))
    assert job.error == "Nothing on 1.1."
    assert "No new item could be made" in ended(out, Wish(), Maker(limit=0)).error


def test_items_of_the_bank_are_not_stored_again(out):
    ended(out, Wish(2, origins=(Origin.BANK,)), Maker())
    assert out.known() == ("bank-None-0", "bank-None-1")
    assert out.items.all("bees") == ()


def test_only_the_rest_of_a_set_is_made_and_nothing_twice(out):
    ended(out, Wish(2), Maker())
    job = ended(out, Wish(3), Maker())
    assert out.known() == ("table-None-0", "table-None-1", "table-None-2")
    assert job.length == 3


def test_a_set_that_is_gone_gets_nothing(out):
    gone = SetWriter("gone", "bees", out.items, out.sets)
    job = Making(out.sets.get(out.set_id), Wish(), Maker, gone)
    job.begin()
    assert job.wait(20)
    assert out.items.all("bees") == ()


def test_an_explanation_that_was_stopped_before_its_turn_is_not_made(out):
    turn = Lock()
    with turn:
        job = Explaining(ITEM, (0,), lambda: pytest.fail("it was made"), turn)
        job.begin()
        job.stop()
    assert job.wait(20)
    assert (job.explanation, job.error) == (None, "")


@pytest.mark.parametrize(
    "wish",
    [
        Wish(),
        Wish(5, 2, (), ItemKind.MULTIPLE_RESPONSE, Difficulty.HARD, (Origin.BANK, Origin.PASSAGE)),
        WISH,
    ],
)
def test_a_wish_comes_back_from_json(wish):
    assert wish_of(wish.as_json()) == wish


def test_a_quarter_is_written_by_the_model_unless_nothing_else_is_wished_for():
    assert WISH.slow_count == 1
    assert Wish(10, origins=(Origin.PASSAGE,)).slow_count == 10
    assert Wish(10).slow_count == 0
    assert Wish(10).slow("bees") == ()
    (quick,) = Wish(10, domain=2).quick("bees")
    assert (quick.domain, quick.task, quick.count, quick.origins) == (2, None, 10, (Origin.TABLE,))


def test_which_ready_items_fit_a_wish():
    assert Wish().fits(ITEM)
    assert Wish(tasks=("1.2",), kind=ItemKind.MULTIPLE_CHOICE, difficulty=Difficulty.HARD).fits(ITEM)
    assert not Wish(domain=2).fits(ITEM)
    assert not Wish(tasks=("1.1",)).fits(ITEM)
