from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from attempts_of import BLUEPRINT, NOW, TASKS, attempt, learner
from plan_samples import plan_for

from ingest.types import Blueprint
from tutor.learner.planning.plan import task_results
from tutor.learner.planning.plan_focus import focus_of_weeks
from tutor.learner.planning.plan_hours import WeekFrame, exam_of_week, lab_of_week, split, week_hours
from tutor.learner.planning.plan_request import ExamPaper, PlanError
from tutor.learner.planning.plan_types import ExamStep, LabLink
from tutor.learner.standing.forecast import review_forecast
from tutor.learner.standing.mastery import Level, standing

TODAY = NOW.date()


def names(plan):
    return [tuple(task.task for task in week.focus) for week in plan.weeks]


def in_days(days):
    return TODAY + timedelta(days=days)


def test_golden_plan_of_five_weeks():
    plan = plan_for(in_days(35))
    assert [week.number for week in plan.weeks] == [1, 2, 3, 4, 5]
    assert [week.starts_on for week in plan.weeks] == [in_days(7 * at) for at in range(5)]
    assert names(plan) == GOLDEN_FOCUS
    assert plan.weeks[-1].exam == ExamStep(65, 180.0, True)
    assert [week.exam.items if week.exam else None for week in plan.weeks] == [None, 20, None, None, 65]
    assert [week.lab.id if week.lab else None for week in plan.weeks] == GOLDEN_LABS
    assert plan.weeks[-1].target == 0.85
    targets = [week.target for week in plan.weeks]
    assert targets == sorted(targets)
    assert targets[0] == pytest.approx(plan.present_share + (0.85 - plan.present_share) / 5, abs=1e-4)
    assert all(week.hours.total == pytest.approx(6.0, abs=0.02) for week in plan.weeks)
    assert plan.left_out == ()


GOLDEN_FOCUS = [("3.1", "2.2"), ("3.3", "3.2"), ("1.1", "1.2"), ("3.1", "2.1"), ("3.1", "2.2")]
GOLDEN_LABS = ["ropes", None, "tides", None, None]


def test_the_same_inputs_give_the_same_plan():
    assert plan_for(in_days(35)) == plan_for(in_days(35))


def test_one_week_is_for_a_full_exam_and_the_costliest_tasks():
    (week,) = plan_for(in_days(7)).weeks
    assert week.exam == ExamStep(65, 180.0, True)
    assert len(week.focus) == 3
    assert week.focus[0].task == "3.1"
    assert week.lab is None
    assert week.note.startswith("Sit the full exam early in the week")
    assert plan_for(in_days(7)).left_out != ()


def test_twenty_weeks_come_back_to_the_costliest_tasks():
    plan = plan_for(in_days(140))
    visits = Counter(task.task for week in plan.weeks for task in week.focus)
    assert len(plan.weeks) == 20
    assert set(visits) == set(TASKS)
    assert visits.most_common(1)[0][0] == "3.1"
    assert visits["3.1"] > 2 * visits["1.1"]
    assert plan.weeks[-1].target == 0.85
    assert sum(week.lab is not None for week in plan.weeks) == 2


def test_sections_are_spread_over_the_visits_of_a_task():
    plan = plan_for(in_days(140), hours=20.0)
    read = [s.heading for w in plan.weeks for task in w.focus if task.task == "3.1" for s in task.sections]
    rest = sum(task.more_sections for w in plan.weeks for task in w.focus if task.task == "3.1")
    assert len(read) == len(set(read))
    assert len(read) + rest == 30
    assert read[0] == "Section 1 of 3.1"


def test_a_first_week_that_is_cut_short_has_fewer_hours():
    plan = plan_for(in_days(17))
    assert [week.days for week in plan.weeks] == [3, 7, 7]
    assert plan.weeks[0].starts_on == in_days(-4)
    assert plan.weeks[0].hours.total == pytest.approx(6 * 3 / 7, abs=0.02)


@pytest.mark.parametrize(
    ("days", "hours", "items", "note"),
    [
        (1, 6.0, None, "No day is left for an exam"),
        (3, 6.0, 20, "There is no time for a full exam"),
        (3, 21.0, 65, "Sit"),
    ],
)
def test_few_days_are_left(days, hours, items, note):
    (week,) = plan_for(in_days(days), hours=hours).weeks
    assert (week.exam.items if week.exam else None) == items
    assert week.note.startswith(note)


def test_a_full_exam_may_take_more_than_the_weeks_hours():
    week = plan_for(in_days(14), hours=2.0).weeks[-1]
    assert week.exam.full
    assert week.note == "The full exam makes this week 3.7 hours instead of 2.0."


@pytest.mark.parametrize(
    ("days", "hours", "message"),
    [
        (
            -1,
            6.0,
            r"^The exam date 2026-01-29 is past \(today is 2026-01-30\); set a new one with `tutor plan",
        ),
        (
            0,
            6.0,
            r"^The exam is today, 2026-01-30, so there is no week left to plan; set another with `tutor plan",
        ),
        (400, 6.0, r"is 57 weeks away and a plan covers at most 52; set a nearer date"),
        (
            20,
            0.0,
            r"^0 hours a week cannot be planned; give more than 0 and at most 80 with `tutor plan --hours N`",
        ),
        (20, 81.0, r"^81 hours a week cannot be planned"),
    ],
)
def test_what_cannot_be_planned_gets_one_sentence(days, hours, message):
    with pytest.raises(PlanError, match=message):
        plan_for(in_days(days), hours=hours)


def test_without_a_blueprint_there_is_no_plan():
    where = standing((), Blueprint("x", ()), NOW)
    with pytest.raises(PlanError, match=r"^No source states what the exam covers; add the exam guide"):
        plan_for(in_days(20), results=task_results(where, ()))


def test_the_week_that_runs_keeps_its_tasks():
    exam = in_days(35)
    first = plan_for(exam)
    later = NOW + timedelta(days=2)
    attempts = learner(dict.fromkeys(TASKS, 0.9) | {"1.1": 0.1, "1.2": 0.1}, 140, 3)
    second = plan_for(exam, attempts, now=later, previous=first)
    assert names(second)[0] == names(first)[0]
    assert second.weeks[0].days == 5
    free = plan_for(exam, attempts, now=later)
    assert names(free)[0] != names(first)[0]
    other_hours = plan_for(exam, attempts, now=later, previous=first, hours=8.0)
    assert names(other_hours)[0] == (*names(free)[0], "3.1")


def test_weeks_keep_their_numbers_as_long_as_the_date_stays():
    first = plan_for(in_days(35))
    second = plan_for(in_days(35), now=NOW + timedelta(days=15), previous=first)
    assert [week.number for week in second.weeks] == [3, 4, 5]
    moved = plan_for(in_days(42), now=NOW + timedelta(days=15), previous=first)
    assert moved.weeks[0].number == 1


def test_a_share_that_hardly_moved_leaves_the_plan_calm():
    attempts = learner(0.7, 70)
    first = plan_for(in_days(35), attempts)
    one_more = (*attempts, attempt("one", "1.1", True, days_ago=0))
    second = plan_for(in_days(35), one_more, previous=first)
    assert [r.share for r in second.results] == [r.share for r in first.results]
    assert names(second) == names(first)


def test_reasons_and_results():
    attempts = [attempt(f"a{n}", "2.1", n < 3, days_ago=1) for n in range(8)]
    attempts += [attempt(f"b{n}", "3.1", True, days_ago=20) for n in range(2)]
    results = task_results(standing(attempts, BLUEPRINT, NOW), attempts)
    assert results["2.1"].reason == "3 of 8 right last week"
    assert results["3.1"].reason == "2 of 2 right so far"
    assert results["1.1"].reason == "no answers yet"
    assert results["1.1"].level is Level.NOT_STARTED


def test_a_retired_exam_is_said():
    plan = plan_for(in_days(35), paper=ExamPaper(last_day=in_days(10)))
    assert plan.notes == (
        "The sources say that this exam can be sat until 2026-02-09 only; check before you book.",
    )


def test_review_time_follows_the_cards_within_bounds():
    calm, busy = WeekFrame(7, 10.0, 0.0, 2), WeekFrame(7, 10.0, 900.0, 2)
    assert week_hours(calm, None, None).review == 1.0
    assert week_hours(busy, None, None).review == 4.0
    middle = week_hours(WeekFrame(7, 10.0, 120.0, 2), ExamStep(20, 60, False), LabLink("l", "L", 60, ()))
    assert (middle.review, middle.exam, middle.lab) == (2.0, 1.0, 1.0)
    assert (middle.reading, middle.practice) == (2.1, 3.9)  # 35 and 65 % of six hours


def test_exams_and_labs_of_a_week():
    assert exam_of_week(WeekFrame(7, 6.0, 0.0, 3), 65, 180.0) == ExamStep(20, 55, False)
    assert exam_of_week(WeekFrame(7, 6.0, 0.0, 2), 65, 180.0) is None
    assert exam_of_week(WeekFrame(7, 3.9, 0.0, 3), 65, 180.0) is None
    labs = (LabLink("long", "Long", 300, ("1.1",)), LabLink("short", "Short", 60, ("1.1",)))
    frame = WeekFrame(7, 6.0, 0.0, 2)
    assert lab_of_week(labs, ("1.1",), frame, None) == labs[1]
    assert lab_of_week(labs, ("1.2",), frame, None) is None
    assert lab_of_week(labs, ("1.1",), replace(frame, weeks_after=0), None) is None


def test_focus_gives_every_open_task_a_turn_first():
    tasks = standing(learner(0.6, 70), BLUEPRINT, NOW).tasks
    weeks = focus_of_weeks(tasks, 5, 2)
    firsts = [task for names in weeks[:4] for task in names]
    assert set(firsts) == set(TASKS)
    assert all(not set(a) & set(b) for a, b in pairwise(weeks[:4]))


def test_a_strong_task_waits():
    shares = dict.fromkeys(TASKS, 0.5) | {"3.2": 1.0}
    tasks = standing(learner(shares, 210), BLUEPRINT, NOW).tasks
    weeks = focus_of_weeks(tasks, 4, 2)
    assert "3.2" not in {task for names in weeks for task in names}


def test_parts_add_up():
    assert split(10, (1.0, 1.0, 1.0)) == (4, 3, 3)
    assert split(7, (3.0, 1.0)) == (5, 2)
    assert split(5, (0.0, 0.0)) == (0, 0)


def test_reviews_beyond_the_plan_are_no_matter():
    assert review_forecast((), NOW).minutes_between(date(2026, 1, 30), date(2026, 2, 6)) == 0.0
