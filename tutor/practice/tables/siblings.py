"""Which rows of a table can stand as wrong options beside another row, and how near they are to it.

A sibling's answer may stand as wrong only if nothing says that it is right too: it is another answer under
every name of the glossary, neither is part of the other, and no row of any table with a near cue has it.
Where the course's author names tempting answers for a row, those are taken and no others. Knows nothing of
stems or items.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

from ingest.index import PassageIndex
from tutor.answering.glossary import Glossary
from tutor.practice.rivals import NO_RIVALS, Rivals
from tutor.practice.tables.facts import RowTable, TableKind, TableRow
from tutor.practice.types import Difficulty

__all__ = ["Names", "Siblings"]

_NEAR_ROW = 0.45
"""Likeness of two rows of different tables from which their cues may mean the same; 1 of 1,000 pairs."""
_NEAR_MEANING = 0.38
"""Likeness of two terms under one heading from which one definition may fit both: SMOTE and oversampling."""
_MAKERS = frozenset("amazon aws apache".split())
_WORD = re.compile(r"[a-z0-9]+(?:[-./:=_][a-z0-9]+)*")
_QUANTITY = re.compile(r"^\D{0,3}\d[\d,.]*\s*(\S*)(.*)")
_UNITS = {
    unit: kind
    for kind, units in {
        "time": "millisecond milliseconds second seconds minute minutes hour hours day days",
        "size": "kb mb gb tb bytes",
    }.items()
    for unit in units.split()
}
_NEAREST = {None: (3, 5), Difficulty.EASY: (5, 9), Difficulty.MEDIUM: (3, 6), Difficulty.HARD: (2, 4)}
"""Two wrong options are among so many of the nearest rows, any others among so many: none is absurd."""
_FEWEST_AKIN = 3
"""Rivals of the row's own kind, from which no others are taken."""
_SAME_SCOPE = 0.25
"""Added to the likeness of rows that speak of one thing, e.g. two hyperparameters "In DeepAR, ..."."""
_SCOPE = re.compile(r"^(?:In|For|On) (?:the )?[\w -]{2,30}?(?=,)")


class Names:
    """What answers are called otherwise, by a glossary."""

    def __init__(self, glossary: Glossary) -> None:
        self._glossary = glossary
        self._known: dict[str, frozenset[tuple[str, ...]]] = {}
        self._plain: dict[str, str] = {}
        self._compared: dict[tuple[str, str], bool] = {}

    def of(self, text: str) -> frozenset[tuple[str, ...]]:
        """All names of what `text` as a whole names, each as its words without the maker's name."""
        if text not in self._known:
            terms = self._glossary.meanings(text)
            names = {text, *(name for term in terms for name in term.names)}
            self._known[text] = frozenset(key for name in names if (key := _key(name)))
        return self._known[text]

    def shared(self, one: str, other: str) -> bool:
        """True if the two have a name in common."""
        return not self.of(one).isdisjoint(self.of(other))

    def same(self, one: str, other: str) -> bool:
        """True if both may mean the same: a name in common, or one is a part of the other."""
        pair = (one, other)
        if pair not in self._compared:
            first, second = self._words(one), self._words(other)
            self._compared[pair] = self.shared(one, other) or first in second or second in first
        return self._compared[pair]

    def _words(self, text: str) -> str:
        """The text's words with a mark on either side, so that "part" is not within "parties"."""
        if text not in self._plain:
            self._plain[text] = f"|{'|'.join(_key(text))}|"
        return self._plain[text]


def _key(text: str) -> tuple[str, ...]:
    words = tuple(_WORD.findall(text.casefold()))
    return words[1:] if len(words) > 1 and words[0] in _MAKERS else words


class Siblings:
    """The rows of all tables of a course, and what they have in common."""

    def __init__(
        self,
        tables: Sequence[RowTable],
        index: PassageIndex,
        names: Names,
        authored: Rivals = NO_RIVALS,
    ) -> None:
        self.names = names
        self._authored = authored
        self._rows = [row for table in tables for row in table.rows]
        self._table_of = {row: table for table in tables for row in table.rows}
        self._rows_of: dict[str, list[TableRow]] = defaultdict(list)
        for row in self._rows:
            self._rows_of[row.answer].append(row)
        self._place = {row: place for place, row in enumerate(self._rows)}
        self._cosines = _cosines(tables, index)
        self._near: dict[int, tuple[str, ...]] = {}
        self._rivals: dict[TableRow, tuple[TableRow, ...]] = {}

    def nearness(self, one: TableRow, other: TableRow) -> float:
        """Cosine of the two rows as the index reads them; 0 where it does not hold them."""
        return float(self._cosines[self._place[one], self._place[other]])

    def _kinship(self, one: TableRow, other: TableRow) -> float:
        """The likeness, and more for rows of one scope."""
        scope = _scope(one.cue)
        return self.nearness(one, other) + (_SAME_SCOPE if scope and scope == _scope(other.cue) else 0.0)

    def is_wrong(self, row: TableRow, answer: str) -> bool:
        """True if the answer is provably not right for the row's cue."""
        if self.names.same(row.answer, answer):
            return False
        named = self._authored.right_too.get((self._table_of[row].heading, row.cue), ())
        rights = (*self._near_answers(row), *row.others, *named)
        return not any(self.names.shared(right, answer) for right in rights)

    def rivals(self, row: TableRow, avoid: frozenset[str] = frozenset()) -> tuple[TableRow, ...]:
        """For each answer of the table that is wrong for the cue its row nearest to `row`, nearest first."""
        if row not in self._rivals:
            table = self._table_of[row]
            named = self._authored.rows.get((table.heading, row.cue))
            self._rivals[row] = self._nearest(table, row) if named is None else self._named(row, named)
        return tuple(other for other in self._rivals[row] if other.answer.casefold() not in avoid)

    def is_unfit(self, row: TableRow) -> bool:
        """True if the author wants no item of the row."""
        return (self._table_of[row].heading, row.cue) in self._authored.unfit

    def table_of(self, row: TableRow) -> RowTable:
        """The table that the row stands in."""
        return self._table_of[row]

    def _nearest(self, table: RowTable, row: TableRow) -> tuple[TableRow, ...]:
        best: dict[str, TableRow] = {}
        for other in sorted(table.rows, key=lambda r: -self._kinship(row, r)):
            fits = _unit(other.answer) == _unit(row.answer) and other.answer.casefold() not in best
            if fits and self.is_wrong(row, other.answer) and self._may_stand_beside(table, row, other):
                best[other.answer.casefold()] = other
        akin = [rival for rival in best.values() if rival.kind == row.kind]
        others = [rival for rival in best.values() if rival.kind != row.kind]
        return tuple(akin if len(akin) >= _FEWEST_AKIN else [*akin, *others])

    def _named(self, row: TableRow, named: Sequence[str]) -> tuple[TableRow, ...]:
        """The rows that have the named answers: of the row's own table where it has one, else the nearest."""
        found = []
        for name in named:
            rows = self._rows_of.get(name, ())
            if rows and self.is_wrong(row, name):
                own = self._table_of[row]
                found.append(min(rows, key=lambda r: (self._table_of[r] is not own, -self._kinship(row, r))))
        return tuple(found)

    def _may_stand_beside(self, table: RowTable, row: TableRow, other: TableRow) -> bool:
        """A glossary promises nothing of two definitions, so near ones and shared names are left out."""
        if table.kind is TableKind.QUIZ:
            return True
        return not row.others & other.others and self.nearness(row, other) < _NEAR_MEANING

    def chosen(
        self, row: TableRow, rivals: Sequence[TableRow], count: int, rng: Random, wish: Difficulty | None
    ) -> tuple[tuple[TableRow, ...], float] | None:
        """`count` of the nearest rivals, no two of one answer, and the likeness of the nearest taken.

        None if there are too few.
        """
        nearest, near = _NEAREST[wish]
        pool: list[TableRow] = []
        for rival in rivals:
            if not any(self.names.same(rival.answer, other.answer) for other in pool):
                pool.append(rival)
        if len(pool) < count:
            return None
        taken = rng.sample(pool[: max(nearest, count)], min(count, 2))
        rest = [rival for rival in pool[: max(near, count)] if rival not in taken]
        taken += rng.sample(rest, count - len(taken))
        return tuple(taken), max(self.nearness(row, rival) for rival in taken)

    def _near_answers(self, row: TableRow) -> tuple[str, ...]:
        """Answers of rows in other tables that speak of nearly the same."""
        place = self._place[row]
        if place not in self._near:
            table = self._table_of[row]
            found = np.flatnonzero(self._cosines[place] >= _NEAR_ROW)
            rows = (self._rows[i] for i in found if self._table_of[self._rows[i]] is not table)
            self._near[place] = tuple(dict.fromkeys(other.answer for other in rows))
        return self._near[place]


def _cosines(tables: Sequence[RowTable], index: PassageIndex) -> NDArray[np.float32]:
    """(rows, rows); 0 for rows that the index does not hold as passages of their own.

    All rows of a table are read with the same heading, which would make them alike (.83 at the median), so
    each table's mean is taken away first.
    """
    rows = [row for table in tables for row in table.rows]
    held = [i for i, row in enumerate(rows) if row.position >= 0]
    result = np.zeros((len(rows), len(rows)), dtype=np.float32)
    if not held:
        return result
    vectors = index.vectors([rows[i].position for i in held]).astype(np.float32)
    numbers = np.repeat(np.arange(len(tables)), [len(table.rows) for table in tables])[held]
    for number in np.unique(numbers):
        vectors[numbers == number] -= vectors[numbers == number].mean(axis=0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    result[np.ix_(held, held)] = vectors @ vectors.T
    return result


def _scope(cue: str) -> str:
    """What a cue says first that it is about: "In XGBoost, this value ..." -> "In XGBoost"."""
    found = _SCOPE.match(cue)
    return found[0] if found else ""


def _unit(answer: str) -> str:
    """The kind of quantity that an answer is, e.g. "time", "shards"; empty for no quantity."""
    found = _QUANTITY.match(answer)
    if not found:
        return ""
    unit = found[1].casefold().rstrip(",;")
    rest = " per second" if "per second" in answer.casefold() else ""
    return _UNITS.get(unit, unit or "number") + rest
