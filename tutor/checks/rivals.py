"""Checks of the file of tempting wrong options: each row and each name in it exists in the course."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.checks.tables import GLOSSARY_NAME, glossary_terms, recall_tables
from tutor.checks.texts import CourseText, fold
from tutor.practice.rivals import RIVALS_FILE, RivalEntry, RivalsFile

__all__ = ["rivals_faults"]

_FEWEST = 3
"""Wrong options that an item with one right answer needs."""


@dataclass(frozen=True, slots=True)
class _Course:
    """What a line may be about or name."""

    answers: dict[tuple[str, str], str]
    """By the heading of its table and its cue."""
    terms: set[str]
    text: str
    """All texts, each run of white space as one space."""


def rivals_faults(file: RivalsFile, texts: Sequence[CourseText]) -> tuple[str, ...]:
    """A sentence for each line that is malformed, names nothing in the course, or stands twice."""
    answers = {(table, cue): answer for table, cue, answer in _rows(texts)}
    terms = {
        cells[0] for text in texts if text.name == GLOSSARY_NAME for _, cells in glossary_terms(text) if cells
    }
    course = _Course(answers, terms, fold(" ".join(page.text for t in texts for page in t.document.pages)))
    faults = list(file.faults)
    first: dict[tuple[str, ...], int] = {}
    for entry in file.entries:
        place = (entry.table, entry.cue, entry.term, entry.sentence)
        said = [*_place_faults(entry, course), *_name_faults(entry, course)]
        if place in first:
            said.append(f"line {first[place]} is about the same.")
        first.setdefault(place, entry.line)
        faults += [f"{RIVALS_FILE}:{entry.line}: {fault}" for fault in said]
    return tuple(faults)


def _rows(texts: Sequence[CourseText]) -> Iterator[tuple[str, str, str]]:
    """Heading, cue and answer of every recall row, spaces folded as items have them."""
    for text in texts:
        for table in recall_tables(text):
            for cue, answer in zip(table.column("cue"), table.column("answer"), strict=True):
                yield table.heading, " ".join(cue.split()), " ".join(answer.split())


def _place_faults(entry: RivalEntry, course: _Course) -> list[str]:
    """What is wrong with what the line is about."""
    if entry.term:
        return [] if entry.term in course.terms else [f"the glossary has no term {entry.term!r}."]
    if entry.sentence:
        known = fold(entry.sentence) in course.text
        return [] if known else ["no text of the course has this sentence; copy it from there."]
    right = course.answers.get((entry.table, entry.cue))
    if right is None:
        return [f"no recall table {entry.table!r} has this cue; copy it from the table."]
    return [] if right == entry.answer else [f"the row's answer is {right!r} and not {entry.answer!r}."]


def _name_faults(entry: RivalEntry, course: _Course) -> list[str]:
    """What is wrong with the names that may stand beside it."""
    faults = []
    if len(entry.rivals) < _FEWEST and not entry.unfit and not entry.term:
        count = len(entry.rivals)
        faults.append(f'it names {count} rivals; name {_FEWEST} or more, or say "unfit" with a reason.')
    own = entry.term or entry.answer
    if own in entry.rivals:
        faults.append(f"{own!r} is its own rival.")
    every = (*entry.rivals, *entry.right_too)
    if len(set(every)) < len(every):
        faults.append("a name stands twice.")
    known = course.terms if entry.sentence else course.terms | set(course.answers.values())
    what = "no term of the glossary" if entry.sentence else "neither an answer of a recall table nor a term"
    return [*faults, *(f"{name!r} is {what}." for name in every if name not in known)]
