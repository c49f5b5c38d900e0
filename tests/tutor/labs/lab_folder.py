"""A lab small enough to read, written into a folder: what a test changes, it hands in."""

import importlib.util
from pathlib import Path

import pytest

needs_lab_packages = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("boto3", "moto", "pandas", "sklearn")),
    reason="needs the extra `labs`",
)

TOML = """\
id = "counting"
title = "Counting"
summary = "Count things."
minutes = 5
order = 1
services = []
items = ["q-1", "q-2", "q-3"]

[limits]
cpu_seconds = 5
wall_seconds = 20

[[steps]]
id = "add"
title = "Add"
tasks = ["1.1", "1.2"]
checks = ["sums_are_right", "nothing_is_zero"]
hints = ["Use a plus sign."]
takeaways = ["Sums add up."]
sources = [{ document = "notes/hive.md", heading = "Frames" }]

[[steps]]
id = "double"
title = "Double"
tasks = ["1.1"]
checks = ["doubles_are_right"]
hints = ["Add it to itself."]
takeaways = ["Twice is plus itself."]
sources = [{ document = "notes/hive.md", heading = "Frames" }]
"""

TEXT = """\
You count.

<!-- step: add -->
Write `add`.

<!-- step: double -->
Write `double`.
"""

STARTER = '''\
def add(one, other):
    """The sum."""
    raise NotImplementedError("TODO 1")


def double(number):
    """Twice the number."""
    raise NotImplementedError("TODO 2")
'''

SOLUTION = """\
def add(one, other):
    return one + other


def double(number):
    return 2 * number


if __name__ == "__main__":
    print("two and two is", add(2, 2))
"""

CHECKS = '''\
from tutor.labs.checking import Wrong, expect


def sums_are_right(lab, bench):
    """Two and three make five."""
    found = lab.add(2, 3)
    expect(found == 5, f"add(2, 3) is {found}; look at the sign.")


def nothing_is_zero(lab, bench):
    """Nothing and nothing make nothing."""
    if lab.add(0, 0):
        raise Wrong("add(0, 0) is not 0.")


def doubles_are_right(lab, bench):
    """Twice four is eight."""
    expect(lab.double(4) == 8, "double(4) is not 8.")
'''


def write_lab(course: Path, **files: str) -> Path:
    """The folder of the lab `counting` below a course's folder; `files` replaces files by their stem."""
    folder = course / "labs" / "counting"
    (folder / "wrong").mkdir(parents=True, exist_ok=True)
    texts = {"lab": TOML, "text": TEXT, "starter": STARTER, "solution": SOLUTION, "checks": CHECKS} | files
    names = {"lab": "lab.toml", "text": "text.md"}
    for stem, text in texts.items():
        (folder / names.get(stem, f"{stem}.py")).write_text(text, encoding="utf-8")
    return folder


def split_checks(folder: Path) -> None:
    """Put the check of the second step into a file of its own."""
    first, name, second = CHECKS.partition("def doubles_are_right")
    (folder / "checks.py").write_text(first, encoding="utf-8")
    imports = first.partition("\n")[0]
    (folder / "checks_twice.py").write_text(f"{imports}\n\n\n{name}{second}", encoding="utf-8")


def write_attempt(folder: Path, code: str) -> Path:
    """A learner's file in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "lab.py"
    file.write_text(code, encoding="utf-8")
    return file
