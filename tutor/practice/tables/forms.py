"""The forms of items from tables: each takes rows and gives a draft, or None where the rows do not allow it.

What is wrong is left to `siblings`, the words to `stems`. A form never decides whether an item is good.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from tutor.practice.tables.drafts import Draft, OptionDraft
from tutor.practice.tables.facts import RowTable, TableKind, TableRow
from tutor.practice.tables.siblings import Siblings
from tutor.practice.tables.stems import (
    belonging,
    cue_stem,
    noun,
    reverse_stem,
    two_cues_stem,
    two_parts_stem,
)
from tutor.practice.types import Difficulty

__all__ = ["FORMS", "Choice", "Form", "made_draft"]

_OPTIONS = 4
_PAIRED_WORDS = 5
"""Of an answer, at the most, where it stands beside another in one option."""
_VAGUE = re.compile(r"\b(?:usually|often|sometimes|frequently|rarely|generally|may|might|possibly)\b", re.I)
"""What a stem may say and an option may not."""


class Form(StrEnum):
    """What an item shows and what it asks for."""

    CUE = "cue to answer"
    TWO_PARTS = "two cues to one combination"
    REVERSE = "answer to cue"
    TWO_CUES = "two cues to their answers"
    REVERSE_MANY = "answer to its cues"


@dataclass(frozen=True, slots=True)
class Choice:
    """What varies between two drafts of the same rows."""

    rng: Random
    wish: Difficulty | None = None
    avoid: frozenset[str] = frozenset()
    """Answers, in small letters, that are not to be taken as wrong options."""


_Maker = Callable[[RowTable, tuple[TableRow, ...], Siblings, Choice], Draft | None]


def made_draft(
    form: Form, table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice
) -> Draft | None:
    """The draft of a form over its rows; None where they do not allow it."""
    if any(siblings.is_unfit(row) for row in rows):
        return None
    return FORMS[form](table, rows, siblings, choice)


def _cue(table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice) -> Draft | None:
    row = rows[0]
    found = siblings.chosen(row, siblings.rivals(row, choice.avoid), _OPTIONS - 1, choice.rng, choice.wish)
    if found is None:
        return None
    others, closeness = found
    options = [_answer_option(siblings.table_of(each), row, each) for each in (row, *others)]
    return _draft(Form.CUE, table, cue_stem(table, row, choice.rng), options, closeness)


def _reverse(table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice) -> Draft | None:
    return _cues_of_answer(Form.REVERSE, table, rows, siblings, choice)


def _reverse_many(
    table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice
) -> Draft | None:
    return _cues_of_answer(Form.REVERSE_MANY, table, rows, siblings, choice)


def _cues_of_answer(
    form: Form, table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice
) -> Draft | None:
    """Options are cues; those of `rows`, which have one answer, are right."""
    answer = rows[0].answer
    wrong_count = _OPTIONS - 1 if len(rows) == 1 else 3
    pool = [
        rival
        for rival in siblings.rivals(rows[0], choice.avoid)
        if siblings.table_of(rival) is table
        and siblings.is_wrong(rival, answer)
        and not _VAGUE.search(rival.cue)
    ]
    found = siblings.chosen(rows[0], pool, wrong_count, choice.rng, choice.wish)
    if found is None or any(_VAGUE.search(row.cue) for row in rows):
        return None
    others, closeness = found
    options = [_cue_option(table, row, answer) for row in (*rows, *others)]
    stem = reverse_stem(table, answer, len(rows), choice.rng)
    return _draft(form, table, stem, options, closeness)


def _two_parts(
    table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice
) -> Draft | None:
    """Options are combinations of an answer for either cue: two for each, so that none stands out."""
    first, second = rows
    if any(not _fits_in_pair(row.answer) for row in rows) or siblings.names.same(first.answer, second.answer):
        return None
    pool = [r for r in siblings.rivals(first, choice.avoid) if _fits_beside(r, (second,), siblings)]
    one = siblings.chosen(first, pool, 1, choice.rng, choice.wish)
    if one is None:
        return None
    pool = [r for r in siblings.rivals(second, choice.avoid) if _fits_beside(r, (first, *one[0]), siblings)]
    two = siblings.chosen(second, pool, 1, choice.rng, choice.wish)
    if two is None:
        return None
    other_first, other_second = one[0][0], two[0][0]
    options = _combinations(siblings, rows, (other_first, other_second))
    stem = two_parts_stem(table, first.cue, second.cue)
    return _draft(Form.TWO_PARTS, table, stem, options, (one[1] + two[1]) / 2, rows)


def _fits_in_pair(answer: str) -> bool:
    """Whether an answer reads well beside another in one option."""
    return len(answer.split()) <= _PAIRED_WORDS and not re.search(r"[,;]| and ", answer)


def _fits_beside(rival: TableRow, rows: Sequence[TableRow], siblings: Siblings) -> bool:
    return _fits_in_pair(rival.answer) and not any(
        siblings.names.same(rival.answer, row.answer) for row in rows
    )


def _combinations(
    siblings: Siblings, rows: tuple[TableRow, ...], others: tuple[TableRow, TableRow]
) -> list[OptionDraft]:
    """The right combination, two with one wrong answer, and one with both wrong."""
    (first, second), (wrong_first, wrong_second) = rows, others
    right = _answer_option(siblings.table_of(first), first, first)
    not_first, not_second = (
        _answer_option(siblings.table_of(wrong), asked, wrong)
        for asked, wrong in ((first, wrong_first), (second, wrong_second))
    )
    reasons = f"{not_first.rationale} {not_second.rationale.removeprefix('Wrong: ')}"
    why = f"Right: {_why(first)} {_why(second)}"
    return [
        replace(right, text=_pair(first, second), rationale=why, words=f"{first.answer} {second.answer}"),
        replace(not_second, text=_pair(first, wrong_second)),
        replace(not_first, text=_pair(wrong_first, second)),
        replace(not_first, text=_pair(wrong_first, wrong_second), rationale=reasons, row=second),
    ]


def _pair(first: TableRow, second: TableRow) -> str:
    return f"(1) {first.answer}; (2) {second.answer}"


def _two_cues(
    table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice
) -> Draft | None:
    first, second = rows
    if not (siblings.is_wrong(first, second.answer) and siblings.is_wrong(second, first.answer)):
        return None
    rivals = [r for r in siblings.rivals(first, choice.avoid) if siblings.is_wrong(second, r.answer)]
    found = siblings.chosen(first, rivals, 2, choice.rng, choice.wish)
    if found is None:
        return None
    rivals = [
        r
        for r in siblings.rivals(second, choice.avoid)
        if siblings.is_wrong(first, r.answer)
        and not any(siblings.names.same(r.answer, other.answer) for other in found[0])
    ]
    third = siblings.chosen(second, rivals, 1, choice.rng, choice.wish)
    if third is None:
        return None
    closeness = (found[1] + third[1]) / 2
    options = [_answer_option(table, row, row) for row in rows]
    options += [
        _answer_option(siblings.table_of(other), first, other, (second,)) for other in (*found[0], *third[0])
    ]
    stem = two_cues_stem(table, first.cue, second.cue)
    return _draft(Form.TWO_CUES, table, stem, options, closeness)


FORMS: dict[Form, _Maker] = {
    Form.CUE: _cue,
    Form.TWO_PARTS: _two_parts,
    Form.REVERSE: _reverse,
    Form.TWO_CUES: _two_cues,
    Form.REVERSE_MANY: _reverse_many,
}


def _claim(answer: str, cue: str) -> str:
    return f"{answer} fits this case: {cue}"


def _why(row: TableRow) -> str:
    """The row's reason; a definition is its own."""
    return row.why or f"{row.answer} means: {row.cue}"


def _answer_option(
    table: RowTable, asked: TableRow, row: TableRow, also_asked: tuple[TableRow, ...] = ()
) -> OptionDraft:
    """The row's answer, as an option for the cue of `asked`; `table` is the row's."""
    is_right = row is asked
    if is_right:
        reason = f"Right: {_why(row)}"
    elif table.kind is TableKind.GLOSSARY:
        reason = f"Wrong: {row.answer} means something else: “{row.cue}”"
    else:
        reason = f"Wrong: {row.answer} is right for another {noun(table.cue_name)}: “{row.cue}” {row.why}"
    cues = " ".join(each.cue for each in (asked, *also_asked))
    return OptionDraft(row.answer, is_right, reason.strip(), row, _claim(row.answer, cues), row.answer)


def _cue_option(table: RowTable, row: TableRow, answer: str) -> OptionDraft:
    """The row's cue, as an option for what `answer` is right for."""
    is_right = row.answer == answer
    if is_right:
        reason = f"Right: {_why(row)}"
    elif table.kind is TableKind.GLOSSARY:
        reason = f"Wrong: This is the meaning of {row.answer}."
    else:
        reason = f"Wrong: This {noun(table.cue_name)} {belonging(table)} {row.answer}. {row.why}"
    return OptionDraft(row.cue, is_right, reason.strip(), row, _claim(answer, row.cue), row.answer)


def _draft(
    form: Form,
    table: RowTable,
    stem: str,
    options: Sequence[OptionDraft],
    closeness: float,
    key_rows: tuple[TableRow, ...] = (),
) -> Draft:
    rights = list(dict.fromkeys(key_rows or [option.row for option in options if option.is_right]))
    said = [f"{row.answer}: {row.why or row.cue}" for row in rights]
    task = next((row.task for row in rights if row.task), "")
    return Draft(
        form.value, table.heading, stem, tuple(options), " ".join(said), task, closeness, tuple(rights)
    )
