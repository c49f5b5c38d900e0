"""A lab folder -> `Lab`; every fault of its files with file, line and field.

The format is told in corpus/*/labs/README.md. Nothing is known here of the course around a lab:
`tutor.labs.faults` looks at sources, tasks and items.
"""

import ast
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.errors import CourseError
from ingest.toml_faults import TomlReading, is_a
from tutor.labs.types import Lab, LabError, LabSource, LabStep, Limits, WrongAttempt

__all__ = ["LABS_FOLDER", "find_lab", "load_lab", "load_labs", "load_wrong_attempts"]

LABS_FOLDER = "labs"
_FILE = "lab.toml"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_STEP_MARK = re.compile(r"^<!-- step: (\S+) -->[ \t]*$", re.MULTILINE)
_WRONG_HEAD = re.compile(r"# step: (?P<step>\S+)\n# message: (?P<message>.+)\n")
_KEYS: dict[str, tuple[type, ...]] = {
    "id": (str,),
    "title": (str,),
    "summary": (str,),
    "minutes": (int,),
    "order": (int,),
    "services": (list,),
    "items": (list,),
    "limits": (dict,),
    "steps": (list,),
}
_STEP_KEYS: dict[str, tuple[type, ...]] = {
    "id": (str,),
    "title": (str,),
    "tasks": (list,),
    "checks": (list,),
    "hints": (list,),
    "takeaways": (list,),
    "sources": (list,),
    "given": (list,),
}
_OPTIONAL = ("limits", "given", "services")
_MOST = Limits(
    cpu_seconds=300, wall_seconds=600, memory_mb=8192, file_mb=500, open_files=1024, output_kb=10240
)


def load_labs(course_dir: Path) -> tuple[Lab, ...]:
    """The labs of a course, in their order; none where it has no labs folder. Raises CourseError."""
    root = course_dir / LABS_FOLDER
    faults: list[str] = []
    labs: list[Lab] = []
    for path in sorted(root.glob(f"*/{_FILE}")):
        try:
            labs.append(load_lab(path.parent))
        except CourseError as error:
            faults += error.faults
    if faults:
        raise CourseError(tuple(faults))
    return tuple(sorted(labs, key=lambda lab: (lab.order, lab.id)))


def find_lab(course_dir: Path, lab_id: str) -> Lab:
    """The lab of that id, whatever the state of the others.

    Raises:
        LabError: There is none; the message names those that there are.
        CourseError: Its files break the format.
    """
    directory = course_dir / LABS_FOLDER / lab_id
    if _ID.fullmatch(lab_id) and (directory / _FILE).is_file():
        return load_lab(directory)
    names = ", ".join(sorted(path.parent.name for path in (course_dir / LABS_FOLDER).glob(f"*/{_FILE}")))
    raise LabError(
        f"There is no lab {lab_id!r} in this course. " + (f"Its labs are: {names}." if names else "")
    )


def load_lab(directory: Path) -> Lab:
    """The lab in this folder. Raises CourseError with every fault of its files."""
    name = f"{LABS_FOLDER}/{directory.name}/{_FILE}"
    try:
        text = (directory / _FILE).read_text(encoding="utf-8")
        tree = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CourseError((f"{name}: it cannot be read as TOML in UTF-8 ({error}).",)) from error
    reading = TomlReading(name, text)
    reading.check(tree, _KEYS, "")
    reading.required(tree, tuple(key for key in _KEYS if key not in _OPTIONAL), "")
    if tree.get("id") != directory.name or not _ID.fullmatch(directory.name):
        said = f"the id is {tree.get('id')!r}, but the folder is {directory.name!r}"
        reading.say(f"{said}; make them equal, of small letters, digits and hyphens.", r"^id\s*=")
    intro, texts = _texts(directory, reading)
    steps = _steps(tree, texts, reading)
    _check_files(directory, steps, reading)
    lab = Lab(
        id=str(tree.get("id", "")),
        title=str(tree.get("title", "")),
        summary=str(tree.get("summary", "")),
        minutes=tree.get("minutes", 0),
        order=tree.get("order", 0),
        services=_names(tree, "services", reading),
        items=_names(tree, "items", reading),
        intro=intro,
        steps=steps,
        directory=directory,
        limits=_limits(tree, reading),
    )
    if len(lab.items) != 3 and "items" in tree:
        reading.say(f"items names {len(lab.items)} practice items; name three.", r"^items\s*=")
    if reading.faults:
        raise CourseError(tuple(fault for _, fault in sorted(reading.faults, key=lambda found: found[0])))
    return lab


def load_wrong_attempts(lab: Lab) -> tuple[WrongAttempt, ...]:
    """The plausible mistakes of `wrong/`, by file name. Raises CourseError for one without its head lines."""
    found: list[WrongAttempt] = []
    faults: list[str] = []
    for path in sorted((lab.directory / "wrong").glob("*.py")):
        head = _WRONG_HEAD.match(path.read_text(encoding="utf-8"))
        where = f"{LABS_FOLDER}/{lab.id}/wrong/{path.name}:1"
        if head is None:
            faults.append(f"{where}: begin with the lines `# step: ID` and `# message: REGEX`.")
        elif head["step"] not in {step.id for step in lab.steps}:
            faults.append(f"{where}: there is no step {head['step']!r} in lab.toml.")
        else:
            found.append(WrongAttempt(path, head["step"], head["message"].strip()))
    if faults:
        raise CourseError(tuple(faults))
    return tuple(found)


def _names(table: Mapping[str, Any], key: str, reading: TomlReading, nth: int = 0) -> tuple[str, ...]:
    """The list of words under a key; a fault for anything else in it."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        reading.say(f"{key} has to be a list of words in quotes.", rf"^{key}\s*=", nth)
        return ()
    return tuple(value)


def _limits(tree: Mapping[str, Any], reading: TomlReading) -> Limits:
    given = tree.get("limits", {})
    if not isinstance(given, dict):
        return Limits()
    names = Limits.__dataclass_fields__
    reading.check(given, {name: (int,) for name in names}, "limits")
    for name, value in given.items():
        most = getattr(_MOST, name, 0)
        if name in names and is_a(value, (int,)) and not 1 <= value <= most:
            reading.say(f"[limits] has {name} = {value}; it has to be 1 to {most}.", rf"^{name}\s*=")
    return Limits(
        **{name: value for name, value in given.items() if name in names and isinstance(value, int)}
    )


def _texts(directory: Path, reading: TomlReading) -> tuple[str, dict[str, str]]:
    """What stands above the first step of text.md, and the text of each step."""
    try:
        text = (directory / "text.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reading.faults.append((0, f"{reading.name}: text.md beside it cannot be read ({error})."))
        return "", {}
    parts = _STEP_MARK.split(text)
    bodies = [part.strip() for part in parts[2::2]]
    return parts[0].strip(), dict(zip(parts[1::2], bodies, strict=True))


def _steps(tree: Mapping[str, Any], texts: Mapping[str, str], reading: TomlReading) -> tuple[LabStep, ...]:
    tables = tree.get("steps", [])
    steps: list[LabStep] = []
    for nth, table in enumerate(tables if isinstance(tables, list) else []):
        if isinstance(table, dict):
            steps.append(_step(table, nth, texts, reading))
        else:
            reading.say(f"steps holds {table!r}; write each as [[steps]].", r"^steps\s*=")
    ids = [step.id for step in steps]
    for doubled in sorted({one for one in ids if ids.count(one) > 1}):
        reading.say(f"two steps have the id {doubled!r}.", rf'^id\s*=\s*"{re.escape(doubled)}"', 1)
    for unknown in sorted(set(texts) - set(ids)):
        reading.say(f"text.md has a step {unknown!r} that lab.toml has not.")
    return tuple(steps)


def _step(table: Mapping[str, Any], nth: int, texts: Mapping[str, str], reading: TomlReading) -> LabStep:
    reading.check(table, _STEP_KEYS, "steps", nth)
    reading.required(table, tuple(key for key in _STEP_KEYS if key not in _OPTIONAL), "steps", nth)
    step_id = str(table.get("id", ""))
    near = rf'^id\s*=\s*"{re.escape(step_id)}"'
    if not _ID.fullmatch(step_id):
        reading.say(f"the step's id {step_id!r} has to be small letters, digits and hyphens.", near)
    if not texts.get(step_id):
        reading.say(f"text.md has no text under `<!-- step: {step_id} -->`.", near)
    for key in ("tasks", "checks", "hints", "takeaways", "sources"):
        if key in table and table[key] == []:
            reading.say(f"step {step_id!r} has an empty list of {key}.", near)
    sources: list[LabSource] = []
    for entry in table.get("sources", []) if isinstance(table.get("sources", []), list) else []:
        if isinstance(entry, dict) and set(entry) == {"document", "heading"}:
            sources.append(LabSource(str(entry["document"]), str(entry["heading"])))
        else:
            reading.say(f"step {step_id!r} has the source {entry!r}; write document and heading.", near)
    return LabStep(
        id=step_id,
        title=str(table.get("title", "")),
        text=texts.get(step_id, ""),
        tasks=_names(table, "tasks", reading, nth),
        checks=_names(table, "checks", reading, nth),
        hints=_names(table, "hints", reading, nth),
        takeaways=_names(table, "takeaways", reading, nth),
        sources=tuple(sources),
        given=_names(table, "given", reading, nth),
    )


def _check_files(directory: Path, steps: tuple[LabStep, ...], reading: TomlReading) -> None:
    """Whether the Python files are there and whole, and hold a documented function for each check."""
    trees: dict[str, ast.Module] = {}
    more = sorted(path.name for path in directory.glob("checks_*.py"))
    for name in ("starter.py", "solution.py", "checks.py", *more):
        try:
            trees[name] = ast.parse((directory / name).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            reading.say(f"{name} beside it cannot be read ({error}).")
        except SyntaxError as error:
            where = f"{LABS_FOLDER}/{directory.name}/{name}:{error.lineno}"
            reading.faults.append((0, f"{where}: it is no valid Python ({error.msg})."))
    if "checks.py" not in trees:
        return
    checks = [tree for name, tree in trees.items() if name.startswith("checks")]
    functions = {
        node.name: node for tree in checks for node in tree.body if isinstance(node, ast.FunctionDef)
    }
    for step in steps:
        near = rf'^id\s*=\s*"{re.escape(step.id)}"'
        for check in step.checks:
            if check not in functions:
                reading.say(f"step {step.id!r} names the check {check!r}, which no check file has.", near)
            elif not ast.get_docstring(functions[check]):
                reading.say(f"the check {check!r} needs a docstring of one line, which learners see.", near)
        for unknown in sorted(set(step.given) - set(step.checks)):
            reading.say(f"step {step.id!r} has the given check {unknown!r}, which is none of its own.", near)
