"""Tables of an index as rows of facts: cue -> answer, why. What practice items are made from.

Recall tables say by a directive which column is what. A glossary is a table from meanings to terms. Where
no table of a course says anything, tables of two or three columns whose answers all differ are taken.
Knows nothing of items.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ingest.index import PassageIndex
from ingest.types import Block, BlockKind, Page
from ingest.words import search_words
from tutor.practice.types import ItemSource

__all__ = ["RowTable", "TableKind", "TableRow", "row_tables"]

_LONGEST_ANSWER_WORDS = 8
_MIN_ROWS = 4
_SHORTEST_CUE_WORDS = 3
_GLOSSARY_COLUMNS = ("term", "meaning")
_GLOSSARY_MARKS = {"also called", "stands for"}
_KIND_COLUMN = "Kind"
_TASK = re.compile(r"\d+(?:\.\d+)+")


class TableKind(StrEnum):
    """How it is known which column is what."""

    QUIZ = "recall table"
    GLOSSARY = "glossary"
    PLAIN = "plain table"


@dataclass(frozen=True, slots=True, eq=False)  # one row is one row, though another may say the same
class TableRow:
    """One fact: `answer` is right for `cue`, because `why` (which may be empty)."""

    cue: str
    answer: str
    why: str
    source: ItemSource
    """The whole row, cut from its page."""
    task: str = ""
    """"1.2", or empty where neither a directive nor the index tells."""
    position: int = -1
    """Of the row's passage in the index, -1 if there is none."""
    others: frozenset[str] = field(default=frozenset())
    """What the row itself calls the answer otherwise (a glossary's "Also called")."""
    kind: str = ""
    """What the table's column "Kind" says; rows of one kind are the first to stand beside one another."""


@dataclass(frozen=True, slots=True)
class RowTable:
    """Rows under one heading whose answers are of one kind; two or more different answers."""

    heading: str
    document: str
    kind: TableKind
    cue_name: str
    """The header of the cues' column, e.g. "Situation"."""
    answer_name: str
    ask: str
    """The question that the cue is put before, or around `{cue}`."""
    rows: tuple[TableRow, ...]


def row_tables(index: PassageIndex) -> tuple[RowTable, ...]:
    """The tables of all documents in order; plain ones only where the course has no recall table."""
    groups = list(_groups(index))
    quiz = [table for group in groups if (table := _quiz_table(group))]
    terms = [table for group in groups if (table := _glossary_table(group))]
    plain = [] if quiz else [table for group in groups if (table := _plain_table(group))]
    return (*quiz, *terms, *plain)


@dataclass(frozen=True, slots=True)
class _Placed:
    block: Block
    page: Page
    document: str
    sha256: str
    position: int
    task: str

    def source(self) -> ItemSource:
        heading = self.block.headings[-1] if self.block.headings else ""
        quote = self.page.text[self.block.start : self.block.end]
        return ItemSource(self.document, heading, quote, self.page.number, self.sha256)


def _groups(index: PassageIndex) -> Iterator[list[_Placed]]:
    """The rows of each table."""
    chunk_at = {(c.document, c.page, c.start): i for i, c in enumerate(index.chunks)}
    for entry in index.documents:
        group: list[_Placed] = []
        for number in range(1, entry.pages + 1):
            try:
                page = index.page(entry.name, number)
            except KeyError:
                continue  # a page without text has no blocks
            for block in page.blocks:
                if block.kind is not BlockKind.TABLE_ROW:
                    continue
                position = chunk_at.get((entry.name, number, block.start), -1)
                task = block.task or (index.chunks[position].task if position >= 0 else None) or ""
                row = _Placed(block, page, entry.name, entry.sha256, position, task)
                if group and not _is_same_table(group[-1].block, block):
                    yield group
                    group = []
                group.append(row)
        if group:
            yield group


def _is_same_table(one: Block, other: Block) -> bool:
    return (one.headings, one.header, one.quiz) == (other.headings, other.header, other.quiz)


def _heading(group: Sequence[_Placed]) -> str:
    headings = group[0].block.headings
    return headings[-1] if headings else group[0].document


def _row(placed: _Placed, columns: tuple[int, int, int], others: frozenset[str] = frozenset()) -> TableRow:
    cue, answer, why = (" ".join(placed.block.cells[c].split()) if c >= 0 else "" for c in columns)
    task = placed.task if _TASK.fullmatch(placed.task) else ""
    header = placed.block.header
    kind = placed.block.cells[header.index(_KIND_COLUMN)].strip() if _KIND_COLUMN in header else ""
    return TableRow(cue, answer, why, placed.source(), task, placed.position, others, kind)


def _table(
    group: Sequence[_Placed], kind: TableKind, names: tuple[str, str], ask: str, rows: Sequence[TableRow]
) -> RowTable | None:
    whole = tuple(row for row in rows if row.cue and row.answer)
    if len({row.answer.casefold() for row in whole}) < 2:
        return None
    return RowTable(_heading(group), group[0].document, kind, names[0], names[1], ask, whole)


def _quiz_table(group: Sequence[_Placed]) -> RowTable | None:
    quiz = dict(group[0].block.quiz)
    header = group[0].block.header
    wanted = [quiz.get(name, "") for name in ("cue", "answer", "why")]
    if not quiz or wanted[0] not in header or wanted[1] not in header:
        return None
    columns = tuple(header.index(name) if name in header else -1 for name in wanted)
    rows = [_row(placed, (columns[0], columns[1], columns[2])) for placed in group]
    ask = quiz.get("ask", f"Which {wanted[1].lower()} is right?")
    return _table(group, TableKind.QUIZ, (wanted[0], wanted[1]), ask, rows)


def _glossary_table(group: Sequence[_Placed]) -> RowTable | None:
    header = [cell.lower() for cell in group[0].block.header]
    if not all(name in header for name in _GLOSSARY_COLUMNS) or not _GLOSSARY_MARKS & set(header):
        return None
    term, meaning = (header.index(name) for name in _GLOSSARY_COLUMNS)
    extra = [header.index(name) for name in _GLOSSARY_MARKS if name in header]
    rows = []
    for placed in group:
        names = (name for column in extra for name in placed.block.cells[column].split(";"))
        others = frozenset(name.strip().casefold() for name in names if name.strip(" -–—"))
        rows.append(_row(placed, (meaning, term, -1), others))
    return _table(
        group, TableKind.GLOSSARY, ("Meaning", "Term"), "Which term is meant?", _in_one_domain(rows)
    )


def _in_one_domain(rows: Sequence[TableRow]) -> list[TableRow]:
    """The rows with the tasks that the index gave them; strays get the section's most frequent task.

    A single definition says little, so its task is often guessed wrongly; its neighbours' tell the domain.
    """
    domains = Counter(row.task.partition(".")[0] for row in rows if row.task)
    if not domains:
        return list(rows)
    domain = domains.most_common(1)[0][0]
    usual = Counter(row.task for row in rows if row.task.partition(".")[0] == domain).most_common(1)[0][0]
    return [row if row.task.partition(".")[0] == domain else replace(row, task=usual) for row in rows]


def _plain_table(group: Sequence[_Placed]) -> RowTable | None:
    """A table of a learner's own file, if the shape of its columns tells cue and answer apart."""
    header = group[0].block.header
    if len(header) not in (2, 3) or len(group) < _MIN_ROWS or not all(header):
        return None
    lengths = [[len(placed.block.cells[c].split()) for placed in group] for c in range(len(header))]
    if any(0 in column for column in lengths):
        return None
    means = [sum(column) / len(column) for column in lengths]
    answer = min(range(len(header)), key=lambda c: means[c])
    cue = max((c for c in range(len(header)) if c != answer), key=lambda c: means[c])
    answers = {placed.block.cells[answer].casefold() for placed in group}
    if max(lengths[answer]) > _LONGEST_ANSWER_WORDS or len(answers) < len(group):
        return None
    if means[cue] < _SHORTEST_CUE_WORDS:
        return None
    rows = [_row(placed, (cue, answer, -1)) for placed in group]
    rows = [row for row in rows if not set(search_words(row.cue)) & set(search_words(row.answer))]
    ask = f'"{_heading(group)}" says under "{header[cue]}": "{{cue}}" What stands under "{header[answer]}"?'
    return _table(group, TableKind.PLAIN, (header[cue], header[answer]), ask, rows)
