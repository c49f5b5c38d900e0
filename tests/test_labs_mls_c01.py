"""Every lab of the bundled course: it fits the course, and its own code does what it says."""

import pytest

from ingest.course import load_course
from tests.tutor.labs.lab_folder import needs_lab_packages
from tutor.checks.texts import read_texts
from tutor.labs.faults import lab_faults
from tutor.labs.judge import author_faults
from tutor.labs.load import load_labs, load_wrong_attempts
from tutor.practice.bank import load_bank
from tutor.workspace import BUNDLED_COURSES

COURSE = BUNDLED_COURSES / "mls-c01"
LABS = load_labs(COURSE)


def test_sources_tasks_and_items_exist_in_the_course():
    course = load_course(COURSE)
    cited = {source.document for lab in LABS for step in lab.steps for source in step.sources}
    texts, unread = read_texts(COURSE, tuple(COURSE / name for name in sorted(cited)))
    headings = {text.name: {section.heading for section in text.sections} for text in texts}
    items = {item.id for item in load_bank(sorted((COURSE / "questions").glob("*.jsonl")))}
    tasks = {task.number for task in course.blueprint.tasks}
    assert unread == ()
    assert lab_faults(COURSE, headings, tasks, items) == ()


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_each_step_has_two_wrong_attempts(lab):
    steps = [attempt.step for attempt in load_wrong_attempts(lab)]
    assert {step.id: steps.count(step.id) >= 2 for step in lab.steps} == {s.id: True for s in lab.steps}


@needs_lab_packages
@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_solution_starter_and_wrong_attempts(lab, tmp_path):
    assert author_faults(lab, tmp_path) == ()


def test_labs_are_not_indexed():
    assert not any("labs" in path.relative_to(COURSE).parts for path in load_course(COURSE).sources)
