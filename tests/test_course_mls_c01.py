from pathlib import Path

import pytest

from ingest.blueprint import contradictions
from ingest.course import load_course
from tutor.checks import CourseReport, check_course
from tutor.practice.bank import load_bank

FOLDER = Path(__file__).parents[1] / "corpus" / "mls-c01"
BANK = tuple(FOLDER / "questions" / f"domain-{number}.jsonl" for number in range(1, 5))


@pytest.fixture(scope="module")
def report() -> CourseReport:
    return check_course(FOLDER)


def test_the_bundled_course_has_no_faults(report: CourseReport):
    assert report.faults == ()


@pytest.mark.parametrize(
    ("name", "wanted"), [("recall tables", 25), ("recall rows", 300), ("glossary terms", 250), ("items", 260)]
)
def test_it_is_as_big_as_it_was_meant_to_be(report: CourseReport, name: str, wanted: int):
    assert report.count(name) >= wanted


def test_every_bullet_of_the_outline_is_covered(report: CourseReport):
    assert [line for line in report.groups[-1].remarks if "GAP" in line] == []


def test_every_task_has_practice_items():
    tasks = {item.task for item in load_bank(BANK)}
    assert tasks == {task.number for task in load_course(FOLDER).blueprint.tasks}


def test_the_two_times_that_sources_give_are_both_kept():
    found = contradictions(load_course(FOLDER).blueprint)
    assert [(each.name, [fact.value for fact in each.facts]) for each in found] == [("minutes", [180, 170])]
