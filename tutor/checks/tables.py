"""Checks of recall tables and of the glossary. Knows nothing of items that are made from them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.types import Block, BlockKind
from ingest.words import search_words
from tutor.checks.texts import CourseText

__all__ = [
    "GLOSSARY_COLUMNS",
    "GLOSSARY_NAME",
    "RecallTable",
    "glossary_faults",
    "glossary_terms",
    "recall_tables",
    "table_faults",
]

GLOSSARY_COLUMNS = ("Term", "Stands for", "Meaning", "Also called")
GLOSSARY_NAME = "glossary.md"
_MIN_ROWS = 6
_MIN_ANSWERS = 4
_MAX_ANSWER_WORDS = 8
_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
_NEW_SENTENCE = re.compile(r"[.!?][\"')\]]?\s+[A-Z]")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|vs|etc|approx|[A-Z])\.(?=\s)")
# A maker's name is on half of all answers, "use" or "set" begins many, and "one" is any sentence's word:
# none gives an answer away
_GENERIC = frozenset(
    stem
    for word in "amazon aws google azure microsoft use using set one two three".split()
    for stem in search_words(word)
)


@dataclass(frozen=True, slots=True)
class RecallTable:
    """A table with a quiz directive: its rows, and the line of each (0 where it could not be told)."""

    file: str
    heading: str
    quiz: dict[str, str]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of the column that the directive's `name` (cue, answer, why) points to."""
        wanted = self.quiz.get(name)
        if wanted is None or wanted not in self.header:
            return ()
        return tuple(row[self.header.index(wanted)] for row in self.rows)


def recall_tables(text: CourseText) -> tuple[RecallTable, ...]:
    """The tables of a file that have a quiz directive, in order."""
    tables: list[RecallTable] = []
    group: list[tuple[Block, int]] = []
    for block, line in [*_rows_with_lines(text), (None, 0)]:
        last = group[-1][0] if group else None
        if last and (
            block is None
            or (block.headings, block.header, block.quiz) != (last.headings, last.header, last.quiz)
        ):
            tables.append(_table(text.name, group))
            group = []
        if block is not None and block.quiz:
            group.append((block, line))
    return tuple(tables)


def _table(name: str, group: Sequence[tuple[Block, int]]) -> RecallTable:
    first = group[0][0]
    return RecallTable(
        file=name,
        heading=first.headings[-1] if first.headings else "",
        quiz=dict(first.quiz),
        header=first.header,
        rows=tuple(block.cells for block, _ in group),
        lines=tuple(line for _, line in group),
    )


def _rows_with_lines(text: CourseText) -> list[tuple[Block | None, int]]:
    """The table rows of a file with their lines; 0 where blocks and lines do not pair up."""
    blocks = [block for block in text.blocks if block.kind is BlockKind.TABLE_ROW]
    lines = [number for number, _, is_header in _raw_rows(text) if not is_header]
    if len(lines) != len(blocks):
        lines = [0] * len(blocks)
    return list(zip(blocks, lines, strict=True))


def _raw_rows(text: CourseText) -> Iterator[tuple[int, tuple[str, ...], bool]]:
    """Line number, cells and whether it is the header, of each row of each pipe table."""
    lines = text.raw_lines
    width_seen = False
    for index, line in enumerate(lines):
        if not line.lstrip().startswith("|"):
            width_seen = False
            continue
        if _DELIMITER.fullmatch(line.strip()) and "-" in line:
            continue
        inner = line.strip().removeprefix("|")
        inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
        yield index + 1, tuple(cell.strip() for cell in _UNESCAPED_PIPE.split(inner)), not width_seen
        width_seen = True


def table_faults(text: CourseText) -> tuple[str, ...]:
    """What is wrong with the tables of a file: cells in any table, cues and answers in recall tables."""
    faults: list[str] = []
    width = 0
    for line, cells, is_header in _raw_rows(text):
        width = len(cells) if is_header else width
        if len(cells) != width:
            faults.append(
                f"{text.name}:{line}: the row has {len(cells)} cells; its table's header has {width}."
            )
    for table in recall_tables(text):
        faults += _recall_faults(table)
    return tuple(faults)


def _recall_faults(table: RecallTable) -> list[str]:
    cues, answers, reasons = (table.column(name) for name in ("cue", "answer", "why"))
    place = f"{table.file}:{table.lines[0]}"
    faults: list[str] = []
    if len(table.rows) < _MIN_ROWS:
        faults.append(
            f'{place}: the table "{table.heading}" has {len(table.rows)} rows; give it {_MIN_ROWS} or more.'
        )
    different = len({answer.casefold() for answer in answers})
    if different < _MIN_ANSWERS:
        wanted = f"give it {_MIN_ANSWERS} or more"
        faults.append(f'{place}: the table "{table.heading}" has {different} different answers; {wanted}.')
    seen: dict[str, int] = {}
    for line, cue, answer in zip(table.lines, cues, answers, strict=False):
        where = f"{table.file}:{line}"
        shared = sorted(_content_words(cue) & _content_words(answer))
        if shared:
            faults.append(
                f'{where}: the cue gives the answer "{answer}" away by the word stems {", ".join(shared)}.'
            )
        folded = " ".join(cue.casefold().split())
        if folded in seen:
            faults.append(f"{where}: the cue is that of line {seen[folded]} too.")
        seen.setdefault(folded, line)
        if len(answer.split()) > _MAX_ANSWER_WORDS:
            faults.append(f'{where}: the answer "{answer}" is longer than {_MAX_ANSWER_WORDS} words.')
    for number, row in enumerate(zip(cues, answers, reasons or cues, strict=True)):
        if not all(row):
            faults.append(f"{table.file}:{table.lines[number]}: a cue, an answer or a reason is empty.")
    return faults


def _content_words(text: str) -> set[str]:
    # "8,000" holds an 8 to the word search, so a lone digit gives no answer away
    return {word for word in search_words(text) if len(word) > 1 or word.isalpha()} - _GENERIC


def glossary_terms(text: CourseText) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Line and cells of each row that stands in a table with the glossary's columns."""
    rows = _rows_with_lines(text)
    return tuple((line, block.cells) for block, line in rows if block and block.header == GLOSSARY_COLUMNS)


def glossary_faults(text: CourseText) -> tuple[str, ...]:
    """Wrong columns, terms that stand twice, and meanings that are not one sentence."""
    faults: list[str] = []
    for line, cells, is_header in _raw_rows(text):
        if is_header and cells != GLOSSARY_COLUMNS:
            wanted = " | ".join(GLOSSARY_COLUMNS)
            faults.append(
                f"{text.name}:{line}: the columns are {' | '.join(cells)}; they have to be {wanted}."
            )
    seen: dict[str, int] = {}
    for line, (term, _, meaning, _) in glossary_terms(text):
        where = f"{text.name}:{line}"
        if term.casefold() in seen:
            faults.append(f'{where}: the term "{term}" stands in line {seen[term.casefold()]} too.')
        seen.setdefault(term.casefold(), line)
        if not term or not _is_one_sentence(meaning):
            faults.append(f'{where}: the meaning of "{term}" has to be one sentence with a full stop.')
    return tuple(faults)


def _is_one_sentence(text: str) -> bool:
    plain = _ABBREVIATION.sub("", text)
    return plain.endswith((".", ".)", '."')) and not _NEW_SENTENCE.search(plain)
