import re

import pytest

from ingest.errors import CourseError
from tests.tutor.labs.lab_folder import CHECKS, TEXT, TOML, split_checks, write_lab
from tutor.labs.faults import lab_faults
from tutor.labs.load import find_lab, load_lab, load_labs, load_wrong_attempts
from tutor.labs.types import LabError, LabSource, Limits

HEADINGS = {"notes/hive.md": ("Frames",)}
ITEMS = ("q-1", "q-2", "q-3")


def faults_of(folder):
    with pytest.raises(CourseError, match="labs/counting") as caught:
        load_lab(folder)
    return caught.value.faults


def test_a_lab_is_read_whole(tmp_path):
    lab = load_lab(write_lab(tmp_path))
    assert (lab.id, lab.minutes, lab.order, lab.services, lab.items) == ("counting", 5, 1, (), ITEMS)
    assert lab.intro == "You count."
    assert lab.limits == Limits(cpu_seconds=5, wall_seconds=20)
    first = lab.step("add")
    assert (first.text, first.tasks) == ("Write `add`.", ("1.1", "1.2"))
    assert first.checks == ("sums_are_right", "nothing_is_zero")
    assert first.sources == (LabSource("notes/hive.md", "Frames"),)


def test_checks_may_stand_in_several_files(tmp_path):
    folder = write_lab(tmp_path, checks=CHECKS.partition("def doubles_are_right")[0])
    assert "the check 'doubles_are_right', which no check file has" in faults_of(folder)[0]
    split_checks(folder)
    assert [path.name for path in load_lab(folder).checks_files] == ["checks.py", "checks_twice.py"]


def test_labs_of_a_course_stand_in_their_order(tmp_path):
    write_lab(tmp_path)
    other = write_lab(tmp_path).rename(tmp_path / "labs" / "adding")
    (other / "lab.toml").write_text(TOML.replace("counting", "adding").replace("order = 1", "order = 0"))
    write_lab(tmp_path)
    assert [lab.id for lab in load_labs(tmp_path)] == ["adding", "counting"]
    assert load_labs(tmp_path / "nowhere") == ()


def test_an_unknown_lab_or_step_names_those_that_there_are(tmp_path):
    write_lab(tmp_path)
    with pytest.raises(LabError, match=r"no lab 'counted' in this course\. Its labs are: counting"):
        find_lab(tmp_path, "counted")
    with pytest.raises(LabError, match=r"no lab '\.\./counting'"):
        find_lab(tmp_path, "../counting")
    with pytest.raises(LabError, match=r"no step 'half'\. Its steps are: add, double"):
        find_lab(tmp_path, "counting").step("half")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "Counting"', 'titel = "Counting"', "lab.toml:2: the file holds the unknown key 'titel'"),
        (
            "minutes = 5",
            'minutes = "5"',
            "lab.toml:4: the file has minutes = '5'; it has to be a whole number",
        ),
        ('id = "counting"', 'id = "count"', "lab.toml:1: the id is 'count', but the folder is 'counting'"),
        ('"q-3"]', '"q-3", "q-4"]', "lab.toml:7: items names 4 practice items; name three"),
        ("cpu_seconds = 5", "cpu_seconds = 5000", r"lab.toml:10: \[limits\] has cpu_seconds = 5000"),
        ('tasks = ["1.1"]', "tasks = []", "lab.toml:23: step 'double' has an empty list of tasks"),
        ('"doubles_are_right"', '"halves"', "lab.toml:23: step 'double' names the check 'halves'"),
        ('id = "double"', 'id = "add"', "lab.toml:23: two steps have the id 'add'"),
        ('heading = "Frames" }]\n\n', 'head = "Frames" }]\n\n', "lab.toml:14: step 'add' has the source"),
        ('hints = ["Use a plus sign."]\n', "", r"lab.toml:13: \[steps\] lacks hints"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path, old, new, fault):
    assert old in TOML

    faults = faults_of(write_lab(tmp_path, lab=TOML.replace(old, new)))
    assert any(re.search(fault, each) for each in faults), faults


def test_faults_of_other_files_are_told_at_once(tmp_path):
    folder = write_lab(
        tmp_path,
        text=TEXT.replace("step: double", "step: half"),
        checks=CHECKS.replace('    """Twice four is eight."""\n', ""),
        solution="def add(:\n",
    )
    (folder / "starter.py").unlink()
    told = "\n".join(faults_of(folder))
    assert "text.md has no text under `<!-- step: double -->`" in told
    assert "text.md has a step 'half' that lab.toml has not" in told
    assert "labs/counting/solution.py:1: it is no valid Python" in told
    assert "starter.py beside it cannot be read" in told
    assert "the check 'doubles_are_right' needs a docstring" in told


def test_wrong_attempts_begin_with_step_and_message(tmp_path):
    folder = write_lab(tmp_path)
    (folder / "wrong" / "minus.py").write_text(
        "# step: add\n# message: look at the sign\ndef add(a, b): ...\n"
    )
    (attempt,) = load_wrong_attempts(load_lab(folder))
    assert (attempt.step, attempt.message) == ("add", "look at the sign")
    (folder / "wrong" / "bare.py").write_text("def add(a, b): ...\n")
    with pytest.raises(CourseError, match=r"wrong/bare\.py:1: begin with the lines"):
        load_wrong_attempts(load_lab(folder))


def test_a_lab_fits_its_course(tmp_path):
    write_lab(tmp_path)
    assert lab_faults(tmp_path, HEADINGS, ("1.1", "1.2"), ITEMS) == ()
    assert lab_faults(tmp_path, {"notes/hive.md": ("Wax",)}, ("1.1",), ("q-1", "q-2")) == (
        "labs/counting/lab.toml:16: task 1.2 of step add is not in course.toml.",
        "labs/counting/lab.toml:20: step add cites 'Frames', which is no heading of notes/hive.md.",
        "labs/counting/lab.toml:20: step double cites 'Frames', which is no heading of notes/hive.md.",
        "labs/counting/lab.toml:7: there is no practice item q-3.",
    )
