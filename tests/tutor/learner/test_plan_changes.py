import json
from dataclasses import replace
from datetime import timedelta

import pytest
from attempts_of import COURSE, NOW, attempt, learner
from plan_samples import plan_file, plan_for

from tutor.learner.database import StoreError, run
from tutor.learner.planning.plan_changes import plan_changes
from tutor.learner.planning.plan_json import plan_from_json, plan_to_json
from tutor.learner.planning.plan_record import begun_weeks, week_records
from tutor.learner.planning.plan_types import FocusTask
from tutor.learner.planning.plans import PlanStore
from tutor.learner.standing.words import listed
from tutor.learner.types import AttemptMode

EXAM = NOW.date() + timedelta(days=35)
BASE = learner(0.85, 140, 2)


def test_nothing_changed():
    plan = plan_for(EXAM)
    assert plan_changes(plan, plan) == ()


def test_a_bad_week_brings_a_task_back_with_its_reason():
    old = plan_for(EXAM, BASE)
    bad = tuple(attempt(f"bad{n}", "1.2", n < 3, days_ago=0.1) for n in range(30))
    new = plan_for(EXAM, (*BASE, *bad), previous=old)
    changes = plan_changes(old, new)
    assert any("now has 1.2: " in line and "right last week." in line for line in changes)
    assert any(line.startswith("Week ") and "no longer has" in line for line in changes)


def weeks_with(plan, number, tasks):
    """The plan with other tasks in one week."""
    reasons = {result.task: result.reason for result in plan.results}
    focus = tuple(FocusTask(task, f"Task {task}", 1.0, 10, (), 0, reasons[task]) for task in tasks)
    weeks = tuple(replace(week, focus=focus) if week.number == number else week for week in plan.weeks)
    return replace(plan, weeks=weeks)


def test_golden_changes_of_one_week():
    old = weeks_with(plan_for(EXAM), 3, ("1.1", "3.2"))
    results = tuple(
        replace(r, week_answers=8, week_right=3, answers=20, right=9) if r.task == "2.1" else r
        for r in old.results
    )
    new = weeks_with(replace(old, results=results), 3, ("2.1", "3.2"))
    (reason, level) = next((r.reason, r.level.value) for r in old.results if r.task == "1.1")
    assert plan_changes(old, new) == (
        "Week 3 now has 2.1: 3 of 8 right last week.",
        f"Week 3 no longer has 1.1: {reason}, {level}.",
    )


def test_a_task_that_only_moved_is_one_line():
    old = weeks_with(weeks_with(plan_for(EXAM), 2, ("1.1", "3.2")), 3, ("2.1", "3.2"))
    new = weeks_with(weeks_with(old, 2, ("2.1", "3.2")), 3, ("1.1", "3.2"))
    assert plan_changes(old, new) == (
        "The order changed: 1.1 from week 2 to week 3, 2.1 from week 3 to week 2.",
    )


def test_another_date_and_other_hours():
    old = plan_for(EXAM)
    new = plan_for(EXAM - timedelta(days=7), hours=4.0, previous=old)
    assert plan_changes(old, new) == (
        "The exam moved from 2026-03-06 to 2026-02-27, 7 days earlier; there are 4 weeks to plan.",
        "You have 4 hours a week instead of 6.",
        f"Week 1 now is for {listed([task.task for task in new.weeks[0].focus])}.",
    )


def test_labs_exams_and_tasks_without_a_week():
    old = plan_for(EXAM)
    first = replace(old.weeks[0], lab=None)
    second = replace(old.weeks[1], exam=None)
    before = replace(old, weeks=(first, second, *old.weeks[2:]))
    after = replace(old, left_out=("1.2",))
    assert plan_changes(before, after) == (
        "Week 1 now has the lab Tie a ship.",
        "Week 2 now has an exam.",
        "No week is left for 1.2.",
    )


def test_a_plan_survives_json():
    plan = plan_for(EXAM)
    tree = json.loads(json.dumps(plan_to_json(plan)))
    assert plan_from_json(tree) == plan
    assert tree["weeks"][0]["ends_on"] == "2026-02-05"
    assert tree["weeks"][0]["hours"]["total"] == pytest.approx(6.0, abs=0.02)
    assert (
        tree["results"][0]["reason"].endswith("right so far") or "last week" in tree["results"][0]["reason"]
    )


def test_the_store_keeps_every_plan(tmp_path):
    store = PlanStore(plan_file(tmp_path))
    assert store.latest(COURSE) is None
    first = plan_for(EXAM)
    second = plan_for(EXAM, hours=3.0)
    store.add(first)
    store.add(second)
    again = PlanStore(plan_file(tmp_path))
    assert again.all(COURSE) == (first, second)
    assert again.latest(COURSE) == second
    assert again.all("other") == ()


def test_a_plan_of_another_version_is_said(tmp_path):
    database = plan_file(tmp_path)
    with database.connection() as connection:
        run(connection, "INSERT INTO plans (course, content, made_at) VALUES ('hpa-01', '{}', 'x')")
    with pytest.raises(StoreError, match=r"^A stored study plan cannot be read \(KeyError: 'course'\)"):
        PlanStore(database).latest(COURSE)


def test_what_was_done_of_the_weeks():
    first = plan_for(EXAM)
    now = NOW + timedelta(days=9)
    second = plan_for(EXAM, now=now, previous=first)
    focus = first.weeks[0].focus
    planned = focus[0].practice_items
    answers = [attempt(f"n{n}", focus[0].task, n > 0, days_ago=-3) for n in range(planned)]
    answers += [attempt("e", "1.1", True, days_ago=-8, mode=AttemptMode.EXAM)]
    answers += [attempt("lab/1", "3.1", True, days_ago=-2, mode=AttemptMode.LAB)]
    one, two = week_records((first, second), answers, now)
    assert (one.week.number, one.answered, one.right) == (1, planned, planned - 1)
    assert [task.done for task in one.tasks] == [True, False]
    assert (one.lab_done, one.exam_done, one.done, one.reached) == (True, False, False, True)
    assert (two.week.number, two.answered, two.exam_done) == (2, 1, True)
    assert two.week == first.weeks[1]  # as it was planned when it began, not what is left of it
    assert week_records((), (), now) == ()


def test_weeks_of_plans_for_another_date_are_left_out():
    other = plan_for(EXAM - timedelta(days=3))
    plan = plan_for(EXAM)
    assert begun_weeks((other, plan), NOW) == (plan.weeks[0],)
