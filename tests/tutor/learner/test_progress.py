import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from attempts_of import BLUEPRINT, COURSE, NOW, TASKS, attempt, learner

from ingest.types import Blueprint
from tutor.learner.planning.targets import Target
from tutor.learner.standing.advice import advice
from tutor.learner.standing.coverage import BulletCoverage, Coverage, TaskCoverage, coverage
from tutor.learner.standing.forecast import review_forecast
from tutor.learner.standing.mastery import standing
from tutor.learner.standing.pass_estimate import PassRule
from tutor.learner.standing.progress import ProgressParts, progress_of
from tutor.learner.standing.progress_json import progress_to_json
from tutor.learner.types import AttemptMode, ReviewState

EXAM = NOW.date() + timedelta(days=21)


def progress(attempts=(), *, exam=EXAM, targets=(), reviews=None, blueprint=BLUEPRINT, covered=None):
    parts = ProgressParts(
        where=standing(attempts, blueprint, NOW),
        rule=PassRule(),
        coverage=covered or coverage(blueprint, {}, (), (), attempts),
        reviews=reviews or review_forecast((), NOW),
        targets=targets,
    )
    return progress_of(COURSE, blueprint, attempts, exam, parts)


def test_everything_that_is_charted():
    attempts = (*learner(0.8, 70), attempt("lab/1", "1.1", False, mode=AttemptMode.LAB))
    found = progress(attempts, targets=(Target(NOW.date(), 0.7),))
    assert (found.answers, found.days_left, found.course) == (70, 21, COURSE)
    assert found.estimate.answers == 71  # a lab's step counts towards mastery
    assert sum(week.answers for week in found.scores) == 70
    assert [week.target for week in found.scores] == [None, None, 0.7]
    assert found.scores[-1].starts_on == NOW.date()


def test_without_a_date():
    found = progress(learner(0.8, 30), exam=None)
    assert found.days_left is None
    assert found.scores[-1].starts_on == date(2026, 1, 24)


def test_json_holds_it_all():
    tree = json.loads(json.dumps(progress_to_json(progress(learner(0.8, 70)))))
    assert tree["pass_estimate"]["needed"] == 36
    assert 0 < tree["pass_estimate"]["low"] < tree["pass_estimate"]["probability"] < 1
    assert [task["task"] for task in tree["tasks"]] == list(TASKS)
    assert tree["tasks"][0]["level"] in ("weak", "developing", "strong")
    assert tree["domains"][2]["weight"] == 0.5
    assert [row["confidence"] for row in tree["calibration"]["rows"]] == ["guess", "unsure", "sure"]
    assert set(tree["advice"]) == {"estimate", "mastery", "scores", "calibration", "coverage", "reviews"}
    assert len(tree["reviews"]["days"]) == 30


def test_advice_to_a_beginner():
    words = advice(progress())
    assert words.estimate.startswith("0 answers so far are too few for an estimate. Answer 20 more items")
    assert words.mastery.startswith("Start with the gap test")
    assert words.scores.startswith("Answer a set of ten items today")
    assert words.reviews.startswith("Start a review")
    assert words.coverage.startswith("Index the course with `tutor ingest`")


def test_advice_without_a_blueprint():
    words = advice(progress(blueprint=Blueprint("x", ())))
    assert words.mastery.startswith("Add the exam guide to the course")
    assert words.coverage.startswith("Add the exam guide to the course")


def test_advice_on_the_estimate():
    wide = advice(progress(learner(0.8, 60, tasks=("1.1", "2.1", "3.1"))))
    assert wide.estimate == "The interval is wide: answer items of 1.2, 2.2 and 3.2 to narrow it."
    strong = advice(progress(learner(0.97, 280)))
    assert strong.estimate.startswith("Hold this level")
    assert strong.mastery.startswith("Every task statement is strong; keep")
    weak = advice(progress(learner(0.4, 280)))
    assert weak.estimate.startswith("Practise 2.")
    assert "they cost about" in weak.mastery


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (0.4, "above the target of 40 %: go on."),
        (0.95, "below the target of 95 %: spend the next hours on 2."),
        (None, "set the exam's date to get weekly targets."),
    ],
)
def test_advice_on_scores(target, words):
    targets = (Target(NOW.date() - timedelta(days=7), target),) if target else ()
    text = advice(progress(learner(0.7, 70), targets=targets)).scores
    assert text.startswith("In the week from 2026-01-23 you had ")
    assert words in text


def test_few_answers_a_week_say_nothing():
    assert advice(progress(learner(0.7, 5))).scores.startswith("Answer at least 10 items a week")


def covered(*bullets, passages=3):
    return Coverage(
        (TaskCoverage("1.1", "Tides", passages, 1, 0, bullets),), any(b.sections for b in bullets)
    )


def test_advice_on_coverage():
    full, empty = BulletCoverage("1.1.a", "", 2, 1, 4), BulletCoverage("1.1.b", "", 0, 0, 0)
    assert (
        "1.1.b: no section says that it answers it."
        in advice(progress(covered=covered(full, empty))).coverage
    )
    unanswered = replace(empty, sections=1)
    text = advice(progress(covered=covered(full, unanswered))).coverage
    assert text == "Practise 1.1.b soon: 1 bullet has no answer yet."
    assert advice(progress(covered=covered(full))).coverage.startswith(
        "You have answered items on all bullets"
    )
    assert advice(progress(covered=covered(empty))).coverage.startswith(
        "Practise 1.1 soon: 1 task statement has"
    )


def test_advice_on_reviews():
    def states(*days):
        return [
            ReviewState(f"c{n}", NOW + timedelta(days=d), 3.0, 5.0, None, 2, NOW) for n, d in enumerate(days)
        ]

    due = review_forecast(states(-2, 0, 3), NOW)
    assert advice(progress(reviews=due)).reviews == "Review 2 cards today, 1 of them overdue, about 1 minute."
    later = review_forecast(states(3, 3, 4), NOW)
    text = advice(progress(reviews=later)).reviews
    assert text == "Nothing is due today; the most in the coming week are 2 on 2026-02-02."
    new = review_forecast((), NOW, new_a_day=20)
    assert advice(progress(reviews=new)).reviews == "Nothing is due today: begin 20 new cards."
