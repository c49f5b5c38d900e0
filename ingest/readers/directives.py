"""The directives that a course's Markdown carries in HTML comments; corpus/README's "Directives".

Knows nothing of Markdown beyond comments: it gets parts and directives in reading order.
"""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.readers.parts import Part
from ingest.types import BlockKind

__all__ = ["Directed", "Directive", "Fault", "apply_directives", "comments", "parse_directive"]

_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_TASK = re.compile(r"\d{1,2}\.\d{1,2}")
_BULLET = re.compile(r"\d{1,2}\.\d{1,2}\.[a-z]{1,2}")
_QUIZ_NAMES = ("cue", "answer", "why", "ask")
_QUIZ_COLUMNS = ("cue", "answer", "why")  # these name columns of the table; `ask` is words
_QUIZ_REQUIRED = ("cue", "answer", "ask")


@dataclass(frozen=True, slots=True)
class Directive:
    """What one comment says, and the line (from 1) where it stands."""

    line: int
    task: str | None = None
    covers: tuple[str, ...] = ()
    quiz: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A directive that breaks the format: its line (from 1) and what is wrong with it."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Directed:
    """Parts with what the directives say about them, and what was wrong, in order of lines."""

    parts: tuple[Part, ...]
    faults: tuple[Fault, ...]


def comments(html: str, first_line: int) -> list[tuple[int, str]]:
    """The HTML comments of a stretch of HTML: the line where each begins, and what stands inside."""
    return [
        (first_line + html.count("\n", 0, match.start()), match[1].strip())
        for match in _COMMENT.finditer(html)
    ]


def parse_directive(comment: str, line: int) -> Directive | Fault | None:
    """The directive inside a comment, what is wrong with it, or None for any other comment."""
    name, colon, body = comment.partition(":")
    if name.strip() != "tutor" or not colon:
        return None
    try:
        words = shlex.split(body)
    except ValueError as error:
        return Fault(line, f"the directive's quotes do not match ({error}); close each one")
    is_quiz = bool(words) and words[0] == "quiz"
    known = _QUIZ_NAMES if is_quiz else ("task", "covers")
    values: dict[str, str] = {}
    for word in words[1:] if is_quiz else words:
        key, equals, value = word.partition("=")
        if not equals or key not in known:
            return Fault(line, f"the directive holds {word!r}; known are {', '.join(f'{n}=' for n in known)}")
        if key in values:
            return Fault(line, f"the directive says {key}= twice; say it once")
        values[key] = value
    return _quiz(values, line) if is_quiz else _section(values, line)


def _quiz(values: dict[str, str], line: int) -> Directive | Fault:
    missing = [name for name in _QUIZ_REQUIRED if not values.get(name)]
    if missing:
        return Fault(line, f"the quiz directive lacks {', '.join(f'{name}=' for name in missing)}")
    return Directive(line, quiz=tuple(values.items()))


def _section(values: dict[str, str], line: int) -> Directive | Fault:
    task = values.get("task")
    covers = tuple(values["covers"].split(",")) if "covers" in values else ()
    if task is None and not covers:
        return Fault(line, "the directive says nothing; give task=1.2, and covers=1.2.a,1.2.b if you like")
    if task is not None and not _TASK.fullmatch(task):
        return Fault(line, f"task={task} is no task statement; write it like task=1.2")
    wrong = [bullet for bullet in covers if not _BULLET.fullmatch(bullet)]
    if wrong:
        return Fault(line, f"covers= holds {', '.join(wrong) or 'nothing'}; write bullets like 1.2.a,1.2.b")
    return Directive(line, task=task, covers=covers)


def apply_directives(stream: Iterable[Part | Directive | Fault]) -> Directed:
    """The parts of the stream with task, covers and quiz filled in from the directives between them.

    A task holds for its section and the sections below it; a quiz for the next table of its section.
    """
    applied = _Applied()
    for item in stream:
        if isinstance(item, Fault):
            applied.faults.append(item)
        elif isinstance(item, Directive):
            applied.direct(item)
        else:
            applied.add(item)
    applied.drop_quiz()
    return Directed(tuple(applied.parts), tuple(sorted(applied.faults, key=lambda fault: fault.line)))


class _Applied:
    """The state of one pass: the open sections with their tasks, and a quiz that waits for its table."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.faults: list[Fault] = []
        self._sections: list[tuple[int, str | None]] = [(0, None)]
        self._heading: int | None = None
        self._waiting: Directive | None = None
        self._quiz: tuple[tuple[str, str], ...] = ()

    def add(self, part: Part) -> None:
        if part.kind is BlockKind.HEADING:
            self.drop_quiz()
            while len(self._sections) > 1 and self._sections[-1][0] >= part.level:
                self._sections.pop()
            self._sections.append((part.level, self._sections[-1][1]))
            self._heading = len(self.parts)
        if part.kind is not BlockKind.TABLE_ROW:
            self._quiz = ()
        elif part.opens_table:
            self._quiz = self._quiz_for(part)
        self.parts.append(replace(part, task=self._sections[-1][1], quiz=self._quiz))

    def direct(self, directive: Directive) -> None:
        if directive.quiz:
            self.drop_quiz()
            self._waiting = directive
            return
        if directive.task is not None:
            self._sections[-1] = (self._sections[-1][0], directive.task)
        if self._heading is not None:
            heading = self.parts[self._heading]
            covers = heading.covers + directive.covers
            self.parts[self._heading] = replace(heading, task=self._sections[-1][1], covers=covers)
        elif directive.covers:
            self.faults.append(
                Fault(directive.line, "covers= stands above any heading; put it below its own")
            )

    def drop_quiz(self) -> None:
        """Say that a quiz found no table before its section ended."""
        if self._waiting is not None:
            message = "the quiz directive has no table below it in its section; put it right above one"
            self.faults.append(Fault(self._waiting.line, message))
            self._waiting = None

    def _quiz_for(self, row: Part) -> tuple[tuple[str, str], ...]:
        directive, self._waiting = self._waiting, None
        if directive is None:
            return ()
        columns = [value for name, value in directive.quiz if name in _QUIZ_COLUMNS]
        unknown = [column for column in columns if column not in row.header]
        if unknown:
            found = " | ".join(row.header)
            message = f"the quiz directive names {', '.join(unknown)}; the table's columns are {found}"
            self.faults.append(Fault(directive.line, message))
            return ()
        return directive.quiz
