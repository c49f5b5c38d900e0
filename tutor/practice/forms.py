"""The forms of items from tables: each takes rows and gives a draft, or None where the rows do not allow it.

What is wrong is left to `siblings`, the words to `stems`. A form never decides whether an item is good.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random

from tutor.practice.drafts import Draft, OptionDraft
from tutor.practice.facts_of_tables import RowTable, TableKind, TableRow
from tutor.practice.siblings import Siblings
from tutor.practice.stems import (
    answer_noun,
    because,
    belonging,
    compare_stem,
    cue_stem,
    match_stem,
    noun,
    two_cues_stem,
)
from tutor.practice.types import Difficulty

__all__ = ["FORMS", "Choice", "Form", "made_draft"]

_OPTIONS = 4
_VAGUE = re.compile(r"\b(?:usually|often|sometimes|frequently|rarely|generally|may|might|possibly)\b", re.I)
"""What a stem may say and an option may not."""


class Form(StrEnum):
    """What an item shows and what it asks for."""

    CUE = "cue to answer"
    REASON = "cue to answer with its reason"
    REVERSE = "answer to cue"
    MATCH = "right pair"
    TWO_CUES = "two cues to their answers"
    REVERSE_MANY = "answer to its cues"
    MATCH_MANY = "right pairs"


@dataclass(frozen=True, slots=True)
class Choice:
    """What varies between two drafts of the same rows."""

    rng: Random
    wish: Difficulty | None = None
    avoid: frozenset[str] = frozenset()
    """Answers, in small letters, that are not to be taken as wrong options."""
    plain_words: frozenset[str] = field(default=frozenset())
    """See `stems.because`."""


_Maker = Callable[[RowTable, tuple[TableRow, ...], Siblings, Choice], Draft | None]


def made_draft(
    form: Form, table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice
) -> Draft | None:
    """The draft of a form over its rows; None where they do not allow it."""
    return FORMS[form](table, rows, siblings, choice)


def _cue(table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice) -> Draft | None:
    row = rows[0]
    found = siblings.chosen(row, siblings.rivals(row, choice.avoid), _OPTIONS - 1, choice.rng, choice.wish)
    if found is None:
        return None
    others, closeness = found
    options = [_answer_option(table, row, row), *(_answer_option(table, row, other) for other in others)]
    return _draft(Form.CUE, table, cue_stem(table, row, choice.rng), options, closeness)


def _reason(table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice) -> Draft | None:
    """Options are answers with their own rows' reasons; only rows whose reason reads as a clause."""
    row = rows[0]

    def text(of: TableRow) -> str:
        reason = because(of.why, choice.plain_words)
        return f"{of.answer}, {reason}" if reason and not _VAGUE.search(reason) else ""

    rivals = [rival for rival in siblings.rivals(row, choice.avoid) if text(rival)]
    found = siblings.chosen(row, rivals, _OPTIONS - 1, choice.rng, choice.wish) if text(row) else None
    if found is None:
        return None
    others, closeness = found
    options = [
        replace(option, text=text(option.row))
        for option in (_answer_option(table, row, each) for each in (row, *others))
    ]
    return _draft(Form.REASON, table, cue_stem(table, row, choice.rng), options, closeness)


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
        if siblings.is_wrong(rival, answer) and not _VAGUE.search(rival.cue)
    ]
    found = siblings.chosen(rows[0], pool, wrong_count, choice.rng, choice.wish)
    if found is None or any(_VAGUE.search(row.cue) for row in rows):
        return None
    others, closeness = found
    names = [answer, *(other.answer for other in others)]
    choice.rng.shuffle(names)
    options = [_cue_option(table, row, answer) for row in (*rows, *others)]
    stem = compare_stem(table, answer, names, len(rows), choice.rng)
    return _draft(form, table, stem, options, closeness)


def _match(table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice) -> Draft | None:
    return _pairs(Form.MATCH, table, rows, siblings, choice)


def _match_many(
    table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice
) -> Draft | None:
    return _pairs(Form.MATCH_MANY, table, rows, siblings, choice)


def _pairs(
    form: Form, table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice
) -> Draft | None:
    """Options are pairs; the wrong ones pass their three answers round, so that each stands once."""
    pool = [
        rival
        for rival in siblings.rivals(rows[0], choice.avoid)
        if not any(siblings.names.same(rival.answer, row.answer) for row in rows)
    ]
    found = siblings.chosen(rows[0], pool, 3, choice.rng, choice.wish)
    if found is None or any(_VAGUE.search(row.cue) for row in (*rows, *found[0])):
        return None
    others, closeness = found
    options = [_pair_option(table, row, row.answer) for row in rows]
    for place, other in enumerate(others):
        answer = others[(place + 1) % len(others)].answer
        if not siblings.is_wrong(other, answer):
            return None
        options.append(_pair_option(table, other, answer))
    return _draft(form, table, match_stem(table, len(rows)), options, closeness)


def _two_cues(
    table: RowTable, rows: tuple[TableRow, ...], siblings: Siblings, choice: Choice
) -> Draft | None:
    first, second = rows
    if not (siblings.is_wrong(first, second.answer) and siblings.is_wrong(second, first.answer)):
        return None
    rivals = [r for r in siblings.rivals(first, choice.avoid) if siblings.is_wrong(second, r.answer)]
    found = siblings.chosen(first, rivals, 3, choice.rng, choice.wish)
    if found is None:
        return None
    others, closeness = found
    options = [_answer_option(table, row, row) for row in rows]
    options += [_answer_option(table, first, other, (second,)) for other in others]
    stem = two_cues_stem(table, first.cue, second.cue, choice.rng)
    return _draft(Form.TWO_CUES, table, stem, options, closeness)


FORMS: dict[Form, _Maker] = {
    Form.CUE: _cue,
    Form.REASON: _reason,
    Form.REVERSE: _reverse,
    Form.MATCH: _match,
    Form.TWO_CUES: _two_cues,
    Form.REVERSE_MANY: _reverse_many,
    Form.MATCH_MANY: _match_many,
}


def _claim(answer: str, cue: str) -> str:
    return f"{answer} fits this case: {cue}"


def _why(row: TableRow) -> str:
    """The row's reason; a definition is its own."""
    return row.why or f"{row.answer} means: {row.cue}"


def _answer_option(
    table: RowTable, asked: TableRow, row: TableRow, also_asked: tuple[TableRow, ...] = ()
) -> OptionDraft:
    """The row's answer, as an option for the cue of `asked`."""
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


def _pair_option(table: RowTable, row: TableRow, answer: str) -> OptionDraft:
    """The row's cue beside an answer that is its own or another's."""
    is_right = row.answer == answer
    if is_right:
        reason = f"Right: {_why(row)}"
    else:
        reason = f"Wrong: The {answer_noun(table)} here is {row.answer}, not {answer}. {row.why}"
    text = f"{answer} – {row.cue}"
    return OptionDraft(text, is_right, reason.strip(), row, _claim(answer, row.cue), row.answer)


def _draft(form: Form, table: RowTable, stem: str, options: Sequence[OptionDraft], closeness: float) -> Draft:
    rights = [option.row for option in options if option.is_right]
    said = [f"{row.answer}: {row.why or row.cue}" for row in dict.fromkeys(rights)]
    task = next((row.task for row in rights if row.task), "")
    return Draft(form.value, table.heading, stem, tuple(options), " ".join(said), task, closeness)
