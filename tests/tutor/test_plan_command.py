import json
from datetime import UTC, datetime, timedelta

import pytest
from typer import Typer
from typer.testing import CliRunner

from tutor.commands import plan, progress
from tutor.config import Settings
from tutor.learner.attempts import AttemptStore
from tutor.learner.journal import GoalStore
from tutor.learner.learners import learner_database
from tutor.learner.planning.plan_request import PlanError
from tutor.learner.types import Attempt

TASKS = ("1.1", "2.1", "3.1", "4.1")


@pytest.fixture
def home(tmp_path):
    return Settings(home=tmp_path, llm="none")


@pytest.fixture
def run(home):
    app = Typer()
    plan.register(app)
    progress.register(app)
    return lambda *arguments: CliRunner().invoke(app, list(arguments), obj=home, catch_exceptions=False)


def answer(home, count):
    store = AttemptStore(learner_database(home))
    for number in range(count):
        at = datetime.now(UTC) - timedelta(hours=number + 1)
        task = TASKS[number % len(TASKS)]
        store.add(Attempt(f"i{number}", "mls-c01", task, (0,), number % 5 > 0, at))


def in_days(days):
    return (datetime.now(UTC).astimezone().date() + timedelta(days=days)).isoformat()


def test_progress_of_somebody_new(run):
    result = run("progress")
    assert result.exit_code == 0
    assert "no exam date is set (`tutor plan --date YYYY-MM-DD`)" in result.output
    assert "Probability to pass: no estimate yet." in result.output
    assert "Answer 20 more items" in result.output
    (line,) = (line for line in result.output.splitlines() if line.startswith("    1.1 "))
    assert line.split() == [
        "1.1",
        "██████████··········",
        "50",
        "%",
        "(3",
        "to",
        "97)",
        "0",
        "not",
        "started",
    ]


def test_progress_as_text_and_as_json(run, home):
    answer(home, 60)
    text = run("progress").output
    assert "Probability to pass today: " in text
    assert "It rests on 60 answers in the last 30 days" in text
    tree = json.loads(run("progress", "--format", "json").output)
    assert (tree["course"], tree["answers"]) == ("mls-c01", 60)
    assert len(tree["tasks"]) == 15
    assert sum(task["answers"] for task in tree["tasks"]) == 60


def test_a_plan_is_asked_for_without_a_date(run):
    with pytest.raises(PlanError, match=r"set it with `tutor plan --date YYYY-MM-DD --hours N`"):
        run("plan")


def test_a_date_sets_the_goal_and_shows_the_weeks(run, home):
    answer(home, 60)
    result = run("plan", "--date", in_days(28), "--hours", "8")
    assert result.exit_code == 0
    assert f"exam on {in_days(28)}, in 28 days" in result.output
    assert f"Week 1, {in_days(0)} to {in_days(6)}: target " in result.output
    assert "full exam: 65 items, 180 minutes" in result.output
    goal = GoalStore(learner_database(home)).latest("mls-c01")
    assert (goal.exam_date.isoformat(), goal.hours_a_week) == (in_days(28), 8.0)
    tree = json.loads(run("plan", "--format", "json").output)
    assert (tree["changes"], tree["stored"], len(tree["plan"]["weeks"])) == ([], False, 4)


def test_other_hours_change_the_plan_and_say_so(run):
    run("plan", "--date", in_days(28), "--hours", "8")
    tree = json.loads(run("plan", "--hours", "3", "--format", "json").output)
    assert tree["changes"][0] == "You have 3 hours a week instead of 8."
    assert tree["stored"]
    assert tree["plan"]["hours_a_week"] == 3.0


def test_a_date_in_the_past_changes_nothing(run, home):
    with pytest.raises(PlanError, match=r"is past \(today is"):
        run("plan", "--date", "2020-01-01")
    assert GoalStore(learner_database(home)).latest("mls-c01") is None
