"""A course folder -> its identity, its blueprint and the paths to index; corpus/README's "course.toml".

Knows nothing of practice items: the question bank belongs to `tutor`.
"""

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.blueprint import bullet_letters
from ingest.errors import CourseError
from ingest.toml_faults import TomlReading, is_a
from ingest.types import Blueprint, Bullet, Domain, Fact, TaskStatement

__all__ = ["COURSE_FILE", "Course", "list_courses", "load_course"]

COURSE_FILE = "course.toml"
_INDEXED_FILES = ("guide.md", "glossary.md")
_INDEXED_FOLDERS = ("notes", "tables")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_NUMBERS = (int, float)
_WEIGHT_TOLERANCE = 0.5  # e.g. 33.3 + 33.3 + 33.3 = 99.9 is rounding
_FIGURES: dict[str, tuple[type, ...]] = {
    "code": (str,),
    "items": (int,),
    "minutes": (int,),
    "multiple_choice_options": (int,),
    "pass_mark": _NUMBERS,
    "price_usd": _NUMBERS,
    "retired_on": (datetime.date,),
    "scored_items": (int,),
    "unscored_items": (int,),
}
_PAIRS = {
    "multiple_response_options": ("multiple_response_options", ""),
    "scale": ("scale_low", "scale_high"),
}


@dataclass(frozen=True, slots=True)
class Course:
    """A course folder as `course.toml` describes it."""

    id: str
    title: str
    licence: str
    directory: Path
    blueprint: Blueprint
    multiple_response_options: tuple[int, ...] = ()
    """How many options a multiple-response item may have, e.g. (5, 6); empty if not stated."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The exam's figures in the file's order; both values of one that sources give differently."""
        return self.blueprint.facts

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files to index that exist: guide, glossary, notes and tables, in this order.

        Never questions (an answer could cite a practice item), labs or the README.
        """
        files = [self.directory / name for name in _INDEXED_FILES]
        for folder in _INDEXED_FOLDERS:
            files += sorted((self.directory / folder).glob("**/*.md"))
        return tuple(path for path in files if path.is_file() and path.name != "README.md")


def list_courses(root: Path) -> tuple[Path, ...]:
    """The folders directly below `root` that hold a course.toml, by name; none if `root` is missing."""
    if not root.is_dir():
        return ()
    return tuple(sorted(path.parent for path in root.glob(f"*/{COURSE_FILE}")))


def load_course(directory: Path) -> Course:
    """The course in this folder.

    Raises:
        CourseError: There is no course.toml, or it breaks its format; all faults are listed.
    """
    path = directory / COURSE_FILE
    try:
        text = path.read_text(encoding="utf-8")
        tree = tomllib.loads(text)
    except FileNotFoundError as error:
        fault = f"{path.name}: it is not in {directory.name}; write one, or give a course's folder."
        raise CourseError((fault,)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError((f"{path.name}: it is no valid TOML in UTF-8: {error}.",)) from error
    except OSError as error:
        raise CourseError((f"{path.name}: it cannot be read ({error.strerror}).",)) from error
    course = _read_course(directory, tree, reading := TomlReading(COURSE_FILE, text))
    if reading.faults:
        raise CourseError(tuple(fault for _, fault in sorted(reading.faults, key=lambda found: found[0])))
    return course


def _table(tree: Mapping[str, Any], key: str, kind: type) -> Any:  # noqa: ANN401 - TOML is untyped
    value = tree.get(key, kind())
    return value if isinstance(value, kind) else kind()


def _read_course(directory: Path, tree: Mapping[str, Any], reading: TomlReading) -> Course:
    known = {
        "id": (str,),
        "title": (str,),
        "licence": (str,),
        "exam": (dict,),
        "domains": (list,),
        "scope": (dict,),
    }
    reading.check(tree, known, "")
    reading.required(tree, ("id", "title", "licence", "domains"), "")
    name = str(tree.get("id", ""))
    if name and not _ID.fullmatch(name):
        reading.say(f"the id {name!r} has to be lower-case letters, digits and hyphens.", r"^id\s*=")
    elif name and name != directory.resolve().name:
        reading.say(
            f"the id is {name!r}, but the folder is {directory.resolve().name!r}; make them equal.",
            r"^id\s*=",
        )
    exam = _table(tree, "exam", dict)
    scope = _table(tree, "scope", dict)
    reading.check(scope, {"in": (list,), "out": (list,)}, "scope")
    blueprint = Blueprint(
        title=str(tree.get("title", "")),
        domains=_read_domains(_table(tree, "domains", list), reading),
        facts=_read_facts(exam, reading),
        in_scope=_names(scope, "in", reading),
        out_of_scope=_names(scope, "out", reading),
    )
    options = exam.get("multiple_response_options", [])
    counts = tuple(n for n in options if isinstance(n, int)) if isinstance(options, list) else ()
    return Course(name, blueprint.title, str(tree.get("licence", "")), directory, blueprint, counts)


def _names(scope: Mapping[str, Any], key: str, reading: TomlReading) -> tuple[str, ...]:
    names = _table(scope, key, list)
    if not all(isinstance(name, str) for name in names):
        reading.say(f"[scope] {key} has to be a list of names in quotes.", rf"^{key}\s*=")
    return tuple(str(name) for name in names)


def _read_facts(exam: Mapping[str, Any], reading: TomlReading) -> tuple[Fact, ...]:
    known = {key: (*kinds, list) for key, kinds in _FIGURES.items()} | {key: (list,) for key in _PAIRS}
    reading.check(exam, known, "exam")
    facts: list[Fact] = []
    for key, value in exam.items():
        if key in _PAIRS and isinstance(value, list):
            facts += _pair_facts(key, value, reading)
        elif key in _FIGURES and isinstance(value, list):
            facts += _sourced_facts(key, value, reading)
        elif key in _FIGURES and is_a(value, _FIGURES[key]):
            facts.append(_fact(key, value, COURSE_FILE))
    return tuple(facts)


def _fact(name: str, value: Any, source: str) -> Fact:  # noqa: ANN401 - checked by the caller
    return Fact(name, value.isoformat() if isinstance(value, datetime.date) else value, source)


def _pair_facts(key: str, value: list[Any], reading: TomlReading) -> list[Fact]:
    if not value or len(value) > 2 or not all(is_a(each, (int,)) for each in value) or value != sorted(value):
        reading.say(
            f"[exam] has {key} = {value!r}; it has to be like [5, 6], the lower first.", rf"^{key}\s*="
        )
        return []
    names = [name for name in _PAIRS[key] if name]
    return [Fact(name, number, COURSE_FILE) for name, number in zip(names, value, strict=False)]


def _sourced_facts(key: str, values: list[Any], reading: TomlReading) -> list[Fact]:
    """The facts of `key = [{ value = ..., source = "..." }, ...]`."""
    facts: list[Fact] = []
    for entry in values:
        good = isinstance(entry, dict) and set(entry) == {"value", "source"}
        if good and is_a(entry["value"], _FIGURES[key]) and isinstance(entry["source"], str):
            facts.append(_fact(key, entry["value"], entry["source"]))
        else:
            wanted = '{ value = ..., source = "where it was read" }'
            reading.say(f"[exam] has {entry!r} in {key}; write {wanted}.", rf"^{key}\s*=")
    return facts


def _read_domains(tables: list[Any], reading: TomlReading) -> tuple[Domain, ...]:
    domains: list[Domain] = []
    nth_task = 0
    for nth, table in enumerate(tables):
        if not isinstance(table, dict):
            reading.say(f"domains holds {table!r}; write each as [[domains]].", r"^domains\s*=")
            continue
        known = {"number": (int,), "title": (str,), "weight": _NUMBERS, "tasks": (list,)}
        reading.check(table, known, "domains")
        reading.required(table, ("number", "title", "weight"), "domains", nth)
        number = table.get("number", nth + 1)
        if number in [domain.number for domain in domains]:
            reading.say(f"two domains have the number {number!r}.", rf"^number\s*=\s*{number}\b", 1)
        entries = _table(table, "tasks", list)
        tasks = tuple(
            _read_task(e, number, nth_task + i, reading) for i, e in enumerate(entries) if isinstance(e, dict)
        )
        nth_task += len(entries)
        weight = table.get("weight")
        figure = float(weight) if isinstance(weight, _NUMBERS) else None
        domains.append(Domain(number, str(table.get("title", "")), figure, tasks))
    _check_outline(domains, reading)
    return tuple(domains)


def _read_task(table: Mapping[str, Any], domain: int, nth: int, reading: TomlReading) -> TaskStatement:
    where = "domains.tasks"
    reading.check(table, {"number": (str,), "title": (str,), "bullets": (list,)}, where)
    reading.required(table, ("number", "title", "bullets"), where, nth)
    number = str(table.get("number", ""))
    if number and not re.fullmatch(rf"{domain}\.\d{{1,2}}", number):
        near = rf'^number\s*=\s*"?{re.escape(number)}'
        reading.say(f'task {number!r} stands in domain {domain}; number it like "{domain}.1".', near)
    bullets: list[Bullet] = []
    for position, entry in enumerate(_table(table, "bullets", list)):
        wanted = f"{number}.{bullet_letters(position)}"
        good = isinstance(entry, dict) and set(entry) == {"id", "text"} and isinstance(entry["text"], str)
        if good and entry["id"] == wanted:
            bullets.append(Bullet(wanted, entry["text"]))
        else:
            near = rf'\bid\s*=\s*"{re.escape(str(entry.get("id")))}"' if isinstance(entry, dict) else ""
            reading.say(f'task {number} holds {entry!r}; write {{ id = "{wanted}", text = "..." }}.', near)
    return TaskStatement(number, str(table.get("title", "")), tuple(bullets))


def _check_outline(domains: list[Domain], reading: TomlReading) -> None:
    weights = [domain.weight for domain in domains if domain.weight is not None]
    if domains and len(weights) == len(domains) and abs(sum(weights) - 100) > _WEIGHT_TOLERANCE:
        reading.say(f"the domains' weights add up to {sum(weights):g}, not 100.", r"^weight\s*=")
    seen: set[str] = set()
    for task in (task for domain in domains for task in domain.tasks):
        if task.number in seen:
            reading.say(
                f"two tasks have the number {task.number}.", rf'^number\s*=\s*"{re.escape(task.number)}"', 1
            )
        seen.add(task.number)
