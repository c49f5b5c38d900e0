"""Every lab of the bundled course: it fits the course, and its own code does what it says."""

from concurrent.futures import ThreadPoolExecutor

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
SIDE_BY_SIDE = 3
"""Proofs at a time: each is a process, which waits now and then for its simulated AWS."""


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


@pytest.fixture(scope="module")
def proved(tmp_path_factory, request):
    """What is wrong with a lab's own code, by the lab. All proofs begin at the first, the longest before.

    A worker of pytest-xdist has some of the labs only, and proves each when it is asked for.
    """
    homes = {lab.id: tmp_path_factory.mktemp(lab.id) for lab in LABS}
    if hasattr(request.config, "workerinput"):
        yield lambda lab: author_faults(lab, homes[lab.id])
        return
    length = {lab.id: (len(lab.services), len(load_wrong_attempts(lab))) for lab in LABS}
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        begun = {
            lab.id: pool.submit(author_faults, lab, homes[lab.id])
            for lab in sorted(LABS, key=lambda lab: length[lab.id], reverse=True)
        }
        yield lambda lab: begun[lab.id].result()


@needs_lab_packages
@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_solution_starter_and_wrong_attempts(lab, proved):
    assert proved(lab) == ()


def test_labs_are_not_indexed():
    assert not any("labs" in path.relative_to(COURSE).parts for path in load_course(COURSE).sources)
