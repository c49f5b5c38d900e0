"""What is wrong with a course's labs as part of that course: sources, tasks and items that it has not.

Handed plain names, so that the checks of a course can use it without a circle.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from ingest.errors import CourseError
from tutor.labs.load import LABS_FOLDER, load_lab, load_wrong_attempts
from tutor.labs.types import Lab

__all__ = ["lab_faults"]


def lab_faults(
    course_dir: Path,
    headings: Mapping[str, Collection[str]],
    tasks: Collection[str],
    items: Collection[str],
) -> tuple[str, ...]:
    """Every fault of every lab of the course, with file and line where there is one; empty without labs.

    `headings` gives, for each document of the course, the headings of its sections.
    """
    faults: list[str] = []
    labs: list[Lab] = []
    for path in sorted((course_dir / LABS_FOLDER).glob("*/lab.toml")):
        try:
            lab = load_lab(path.parent)
            load_wrong_attempts(lab)
        except CourseError as error:
            faults += error.faults
            continue
        labs.append(lab)
        faults += _within_course(lab, headings, tasks, items)
    for lab in labs:
        same = [other.id for other in labs if other.order == lab.order and other.id < lab.id]
        if same:
            faults.append(f"{_place(lab)}: its order {lab.order} is that of {same[0]} too.")
    return tuple(faults)


def _within_course(
    lab: Lab, headings: Mapping[str, Collection[str]], tasks: Collection[str], items: Collection[str]
) -> list[str]:
    faults: list[str] = []
    for step in lab.steps:
        for task in step.tasks:
            if task not in tasks:
                faults.append(f"{_place(lab, task)}: task {task} of step {step.id} is not in course.toml.")
        for source in step.sources:
            where = _place(lab, source.heading)
            if source.document not in headings:
                faults.append(f"{where}: step {step.id} cites {source.document}, none of the course's texts.")
            elif source.heading not in headings[source.document]:
                said = f"{where}: step {step.id} cites {source.heading!r}"
                faults.append(f"{said}, which is no heading of {source.document}.")
    for item in lab.items:
        if item not in items:
            faults.append(f"{_place(lab, item)}: there is no practice item {item}.")
    return faults


def _place(lab: Lab, words: str = "") -> str:
    """The lab's file, with the line where the words stand first."""
    name = f"{LABS_FOLDER}/{lab.id}/lab.toml"
    lines = (lab.directory / "lab.toml").read_text(encoding="utf-8").split("\n")
    found = next((number for number, line in enumerate(lines, start=1) if words and words in line), 0)
    return f"{name}:{found}" if found else name
