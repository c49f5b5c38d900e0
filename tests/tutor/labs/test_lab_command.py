import json

import pytest
from typer.testing import CliRunner

from tests.tutor.labs.lab_folder import needs_lab_packages
from tutor.commands import labs
from tutor.config import Settings
from tutor.labs.types import LabError
from tutor.learner.attempts import AttemptStore
from tutor.learner.learners import learner_database, learner_home
from tutor.workspace import BUNDLED_COURSES

LAB = "data-preparation"
QUICK_LAB = "secure-training"
"""Its checks import neither pandas nor scikit-learn, which takes seconds."""


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path / "home", llm="none")


@pytest.fixture
def tutor(settings):
    def invoke(*arguments):
        return CliRunner().invoke(labs.app, list(arguments), obj=settings)

    return invoke


def test_list_shows_every_lab_and_how_far_it_is(tutor):
    shown = json.loads(tutor("list", "--format", "json").stdout)
    assert shown["course"] == "mls-c01"
    assert [lab["id"] for lab in shown["labs"]][:3] == ["streaming-fraud", LAB, "imbalance-thresholds"]
    assert (
        "data-preparation: Data preparation and leakage (35 minutes, 0 of 4 steps done)"
        in tutor("list").stdout
    )


def test_start_makes_a_copy_and_shows_the_next_step(tutor, settings):
    shown = json.loads(tutor("start", LAB, "--format", "json").stdout)
    assert shown["file"] == str(learner_home(settings) / "labs" / "mls-c01" / LAB / "lab.py")
    assert [step["id"] for step in shown["steps"]] == ["clean", "split", "prepare", "evaluate"]
    told = tutor("start", LAB).stdout
    assert "Next: Clean the table" in told
    assert f"then run `tutor labs check {LAB} clean`." in told


def test_what_was_not_started_or_is_not_there_is_said(tutor):
    for arguments, message in (
        (("check", LAB), f"The lab {LAB} was not started. Run `tutor labs start {LAB}`."),
        (("reset", LAB), "was not started"),
        (("start", "nothing"), "There is no lab 'nothing' in this course. Its labs are: "),
        (("list", "--course", "of-my-own"), "made of your own files only, so it has no labs"),
    ):
        result = tutor(*arguments)
        assert isinstance(result.exception, LabError)
        assert message in str(result.exception)


@needs_lab_packages
def test_check_judges_a_step_and_counts_it(tutor, settings):
    tutor("start", QUICK_LAB)
    file = learner_home(settings) / "labs" / "mls-c01" / QUICK_LAB / "lab.py"
    store = AttemptStore(learner_database(settings))

    file.write_text((BUNDLED_COURSES / "mls-c01" / "labs" / QUICK_LAB / "solution.py").read_text())
    passed = tutor("check", QUICK_LAB, "job")
    assert passed.exit_code == 0
    assert "1 of 1 steps passed" in passed.stdout
    assert "For the exam:" in passed.stdout
    counted = [(one.item_id, one.task, one.correct) for one in store.all("mls-c01")]
    assert counted == [(f"lab:{QUICK_LAB}:job", "4.3", True), (f"lab:{QUICK_LAB}:job", "4.4", True)]

    aside = tutor("reset", QUICK_LAB).stdout
    assert "Your work lies in" in aside
    failed = tutor("check", QUICK_LAB, "job", "--format", "json")
    assert failed.exit_code == 1
    (step,) = json.loads(failed.stdout)["steps"]
    assert (step["passed"], step["begun"]) == (False, False)
    assert step["checks"][0]["message"].startswith("`training_job` is not written yet")
    assert len(store.all("mls-c01")) == 2
