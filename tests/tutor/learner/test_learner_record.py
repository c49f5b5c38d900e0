from datetime import date, timedelta

import pytest
from attempts_of import NOW
from plan_samples import plan_file

from tests.conftest import COURSES
from tutor.learner.attempts import AttemptStore
from tutor.learner.journal import GoalStore
from tutor.learner.planning.plan_request import PlanError
from tutor.learner.standing.record import (
    DEFAULT_HOURS,
    learner_record,
    made_plan,
    plan_of,
    progress_of_record,
    store_plan,
    with_goal,
)
from tutor.learner.types import Attempt
from tutor.workspace import open_workspace

EXAM = NOW.date() + timedelta(days=28)


@pytest.fixture
def database(tmp_path):
    found = plan_file(tmp_path)
    store = AttemptStore(found)
    for number in range(30):
        at = NOW - timedelta(hours=number + 1)
        store.add(Attempt(f"i{number}", "bee-101", ("1.1", "2.1")[number % 2], (0,), number % 3 > 0, at))
    return found


@pytest.fixture
def read(database, settings, hashed_index):
    workspace = open_workspace(settings, "bee-101", COURSES)
    return lambda now=NOW, index=hashed_index: learner_record(database, workspace, index, now)


def test_progress_of_the_stores(read):
    found = progress_of_record(read())
    assert (found.title, found.answers, found.exam_on) == ("Beekeeping for Beginners", 30, None)
    assert found.estimate.probability is not None
    assert "No answers yet for 2.2:" in " ".join(found.estimate.basis)
    assert found.coverage.tasks[0].passages > 0


def test_without_an_index_there_is_progress_but_no_coverage(read):
    found = progress_of_record(read(index=None))
    assert [task.passages for task in found.coverage.tasks] == [0, 0, 0]
    assert found.answers == 30


def test_a_plan_needs_a_date(read):
    with pytest.raises(PlanError, match=r"^No exam date is set yet; set it with `tutor plan --date"):
        plan_of(read())
    assert with_goal(read(), None, None).goal is None
    assert with_goal(read(), EXAM, None).goal.hours_a_week == DEFAULT_HOURS


def test_a_goal_and_its_plan_are_stored_together_and_once(read, database):
    record = with_goal(read(), EXAM, 5.0)
    first = store_plan(database, made_plan(record), record)
    assert (first.stored, first.changes) == (True, ())
    assert first.plan.weeks[0].focus[0].sections != ()
    goal = GoalStore(database).latest("bee-101")
    assert (goal.exam_date, goal.hours_a_week) == (EXAM, 5.0)
    again = read()
    assert again.plans == (first.plan,)
    second = store_plan(database, made_plan(again), again)
    assert (second.stored, second.changes) == (False, ())
    assert len(GoalStore(database).all("bee-101")) == 1


def test_a_goal_that_cannot_be_planned_for_is_not_stored(read, database):
    with pytest.raises(PlanError, match="is past"):
        made_plan(with_goal(read(), date(2025, 1, 1), 5.0))
    assert GoalStore(database).latest("bee-101") is None


def test_a_new_week_is_stored_and_targets_of_gone_weeks_stay(read, database):
    record = with_goal(read(), EXAM, 5.0)
    first = store_plan(database, made_plan(record), record)
    later = read(NOW + timedelta(days=8))
    second = store_plan(database, made_plan(later), later)
    assert second.stored
    assert [week.number for week in second.plan.weeks] == [2, 3, 4]
    scores = progress_of_record(read(NOW + timedelta(days=8))).scores
    # the week that is gone keeps its first target, and the one that runs the target that it began with
    assert [week.target for week in scores[-4:]] == [
        first.plan.weeks[0].target,
        first.plan.weeks[1].target,
        second.plan.weeks[1].target,
        second.plan.weeks[2].target,
    ]
