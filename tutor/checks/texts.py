"""A course's Markdown as the checks need it: read documents beside the lines of their files."""

import re
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import SourceError
from ingest.readers import directive_faults, read_document
from ingest.readers.directives import Directive, comments, parse_directive
from ingest.types import Block, BlockKind, Blueprint, Document
from tutor.checks.report import CheckGroup

__all__ = ["CourseText", "Section", "coverage", "fold", "read_texts", "text_faults"]

_FENCE = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one heading, down to the next heading; white space folded."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class CourseText:
    """One Markdown file: `name` is its path relative to the course, with `/`."""

    name: str
    path: Path
    raw: str
    document: Document

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all pages, in order."""
        return tuple(block for page in self.document.pages for block in page.blocks)

    @property
    def raw_lines(self) -> list[str]:
        """The file's lines, those of fenced code blank, so that line 1 is at 0."""
        return _FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), self.raw).split("\n")

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections in order; what stands above the first heading is in none."""
        found: list[Section] = []
        for page in self.document.pages:
            heads = [block for block in page.blocks if block.kind is BlockKind.HEADING]
            ends = [head.start for head in heads[1:]] + [len(page.text)]
            for head, end in zip(heads, ends, strict=True):
                found.append(Section(fold(page.text[head.start : head.end]), fold(page.text[head.end : end])))
        return tuple(found)


def fold(text: str) -> str:
    """The text with each run of white space as one space."""
    return " ".join(text.split())


def read_texts(directory: Path, paths: tuple[Path, ...]) -> tuple[tuple[CourseText, ...], tuple[str, ...]]:
    """The files that can be read, and a sentence for each that cannot."""
    texts: list[CourseText] = []
    faults: list[str] = []
    for path in paths:
        name = path.relative_to(directory).as_posix()
        try:
            document = read_document(path, name)
            raw = path.read_text(encoding="utf-8")
        except SourceError as error:
            faults.append(f"{name}: {error.reason} {error.advice}")
        except UnicodeDecodeError as error:
            faults.append(f"{name}: it is not in UTF-8 ({error}); save it in UTF-8.")
        else:
            texts.append(CourseText(name, path, raw, document))
    return tuple(texts), tuple(faults)


def text_faults(texts: tuple[CourseText, ...], blueprint: Blueprint | None) -> tuple[str, ...]:
    """What is wrong with directives: their form, and tasks and bullets that `course.toml` lacks."""
    faults: list[str] = []
    tasks = {task.number for task in blueprint.tasks} if blueprint else set()
    bullets = {bullet.id for task in blueprint.tasks for bullet in task.bullets} if blueprint else set()
    for text in texts:
        parent = text.name.rpartition("/")[0]
        faults += [f"{parent}/{fault}" if parent else fault for fault in directive_faults(text.path)]
        if blueprint is None:
            continue
        for line, comment in comments("\n".join(text.raw_lines), 1):
            found = parse_directive(comment, line)
            if not isinstance(found, Directive):
                continue
            unknown = [found.task] if found.task and found.task not in tasks else []
            unknown += [bullet for bullet in found.covers if bullet not in bullets]
            faults += [f"{text.name}:{line}: {each} is not in course.toml." for each in unknown]
    return tuple(faults)


def coverage(texts: tuple[CourseText, ...], blueprint: Blueprint) -> CheckGroup:
    """For each bullet the sections that say they cover it, and the bullets that none covers, as remarks."""
    places: dict[str, list[str]] = {}
    for text in texts:
        page_text = {block: page.text for page in text.document.pages for block in page.blocks}
        for block in text.blocks:
            for covered in block.covers:
                heading = page_text[block][block.start : block.end]
                places.setdefault(covered, []).append(f"{text.name} › {heading}")
    remarks = []
    for bullet in (bullet for task in blueprint.tasks for bullet in task.bullets):
        found = places.get(bullet.id)
        remarks.append(
            f"{bullet.id}: {'; '.join(found)}" if found else f"{bullet.id}: GAP, no section covers it"
        )
    return CheckGroup("coverage", remarks=tuple(remarks))
