"""A course folder -> everything in it that breaks the format or the bars of quality.

Nothing is changed, and nothing of the course is needed by the checks but its files.
"""

from collections.abc import Sequence
from pathlib import Path

from ingest.course import Course, load_course
from ingest.errors import CourseError
from ingest.types import Blueprint
from tutor.checks.items import PlacedItem, bank_faults, placed_items
from tutor.checks.overlap import course_passages, overlap_faults
from tutor.checks.report import CheckGroup, CourseReport
from tutor.checks.rivals import rivals_faults
from tutor.checks.tables import GLOSSARY_NAME, glossary_faults, glossary_terms, recall_tables, table_faults
from tutor.checks.texts import CourseText, coverage, read_texts, text_faults
from tutor.labs.faults import lab_faults
from tutor.practice.bank import read_bank
from tutor.practice.rivals import RIVALS_FILE, read_rivals

__all__ = ["CheckGroup", "CourseReport", "check_course", "course_faults"]


def course_faults(directory: Path) -> tuple[str, ...]:
    """Every fault of the course, a sentence each; empty for a good course."""
    return check_course(directory).faults


def check_course(directory: Path, against: Path | None = None) -> CourseReport:
    """The report on a course; with `against`, also on runs of words shared with the files of that folder."""
    directory = directory.resolve()
    course, toml_faults = _load(directory)
    blueprint = course.blueprint if course else None
    # With a faulty course.toml the files are looked at all the same
    paths = (course or Course("", "", "", directory, Blueprint("", ()))).sources
    texts, unread = read_texts(directory, paths)
    bank = [read_bank(path) for path in sorted((directory / "questions").glob("*.jsonl"))]
    items = placed_items(bank)
    shape = tuple(f"questions/{fault}" for file in bank for fault in file.faults)
    groups = [
        CheckGroup("course.toml", toml_faults),
        CheckGroup("texts", (*unread, *text_faults(texts, blueprint))),
        CheckGroup("recall tables", tuple(fault for text in texts for fault in table_faults(text))),
        CheckGroup(
            "glossary",
            tuple(f for text in texts if text.name == GLOSSARY_NAME for f in glossary_faults(text)),
        ),
        CheckGroup("rivals", _rivals_faults(directory, texts)),
        CheckGroup("questions", (*shape, *bank_faults(items, texts, blueprint))),
        CheckGroup("labs", _lab_faults(directory, texts, items, blueprint)),
    ]
    if against is not None:
        groups.append(CheckGroup("shared runs", overlap_faults(course_passages(texts, items), against)))
    if blueprint is not None:
        groups.append(coverage(texts, blueprint))
    return CourseReport(directory.name, tuple(groups), _counts(texts, items))


def _load(directory: Path) -> tuple[Course | None, tuple[str, ...]]:
    try:
        return load_course(directory), ()
    except CourseError as error:
        return None, error.faults


def _rivals_faults(directory: Path, texts: Sequence[CourseText]) -> tuple[str, ...]:
    path = directory / RIVALS_FILE
    return rivals_faults(read_rivals(path), texts) if path.exists() else ()


def _lab_faults(
    directory: Path, texts: Sequence[CourseText], items: Sequence[PlacedItem], blueprint: Blueprint | None
) -> tuple[str, ...]:
    headings = {text.name: {section.heading for section in text.sections} for text in texts}
    tasks = {task.number for task in blueprint.tasks} if blueprint else set()
    return lab_faults(directory, headings, tasks, {placed.item.id for placed in items})


def _counts(texts: Sequence[CourseText], items: Sequence[PlacedItem]) -> tuple[tuple[str, int], ...]:
    tables = [table for text in texts for table in recall_tables(text)]
    return (
        ("texts", len(texts)),
        ("sections", sum(len(text.sections) for text in texts)),
        ("recall tables", len(tables)),
        ("recall rows", sum(len(table.rows) for table in tables)),
        ("glossary terms", sum(len(glossary_terms(text)) for text in texts if text.name == GLOSSARY_NAME)),
        ("items", len(items)),
    )
