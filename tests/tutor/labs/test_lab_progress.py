from datetime import UTC, datetime, timedelta

import pytest

from tests.tutor.labs.lab_folder import write_lab
from tutor.labs.copies import find_copy, reset_copy, start_copy
from tutor.labs.load import load_lab
from tutor.labs.progress import StepState, lab_item_id, lab_states, record_check
from tutor.labs.types import CheckedLab, CheckResult, StepResult
from tutor.learner.attempts import AttemptStore
from tutor.learner.database import Database
from tutor.learner.types import Attempt, AttemptMode

NOW = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
COURSE = "bee-101"


@pytest.fixture
def lab(tmp_path):
    return load_lab(write_lab(tmp_path / "course"))


@pytest.fixture
def root(tmp_path):
    return tmp_path / "labs"


@pytest.fixture
def store(tmp_path):
    return AttemptStore(Database(tmp_path / "learner.sqlite3"))


def checked(*, add=None, double=None):
    """A run in which steps passed (True), failed (False) or were not begun (None)."""
    steps = [
        StepResult(step, (CheckResult("one", "One.", bool(outcome), begun=outcome is not None),))
        for step, outcome in (("add", add), ("double", double))
    ]
    return CheckedLab(tuple(steps), "", 0.1)


def test_a_step_makes_an_attempt_for_each_of_its_tasks(lab, root, store):
    copy = start_copy(root, lab, NOW)
    assert record_check(store, COURSE, lab, copy, checked(add=True), NOW) == 2
    assert store.all(COURSE) == tuple(
        Attempt("lab:counting:add", COURSE, task, (), True, NOW, AttemptMode.LAB, session=copy.session)
        for task in ("1.1", "1.2")
    )


def test_an_unwritten_step_is_no_attempt(lab, root, store):
    assert record_check(store, COURSE, lab, start_copy(root, lab, NOW), checked(), NOW) == 0
    assert store.all(COURSE) == ()


def test_the_same_failure_counts_once_and_other_code_again(lab, root, store):
    copy = start_copy(root, lab, NOW)
    assert record_check(store, COURSE, lab, copy, checked(double=False), NOW) == 1
    assert record_check(store, COURSE, lab, copy, checked(double=False), NOW + timedelta(minutes=1)) == 0
    copy.save("other code\n")
    assert record_check(store, COURSE, lab, copy, checked(double=False), NOW + timedelta(minutes=2)) == 1
    assert [attempt.correct for attempt in store.all(COURSE)] == [False, False]


def test_a_step_that_passed_is_counted_once(lab, root, store):
    copy = start_copy(root, lab, NOW)
    record_check(store, COURSE, lab, copy, checked(double=True), NOW)
    copy.save("other code\n")
    assert record_check(store, COURSE, lab, copy, checked(double=False), NOW) == 0
    assert [attempt.correct for attempt in store.all(COURSE)] == [True]


def test_states_are_those_of_this_copy(lab, root, store):
    copy = start_copy(root, lab, NOW)
    record_check(store, COURSE, lab, copy, checked(add=False), NOW)
    copy.save("better\n")
    record_check(store, COURSE, lab, copy, checked(add=True), NOW + timedelta(minutes=1))
    expected = (StepState("add", True, 2), StepState("double", False, 0))
    assert lab_states(lab, copy, store.all(COURSE)) == expected
    reset_copy(root, lab, NOW + timedelta(hours=1))
    untried = (StepState("add", False, 0), StepState("double", False, 0))
    assert lab_states(lab, find_copy(root, lab), store.all(COURSE)) == untried
    assert lab_states(lab, None, store.all(COURSE)) == untried


def test_an_item_id_names_lab_and_step():
    assert lab_item_id("counting", "add") == "lab:counting:add"
