"""Checks of the file of tempting wrong options: each row and each name in it exists in the course."""

from collections.abc import Iterator, Sequence

from tutor.checks.tables import GLOSSARY_NAME, glossary_terms, recall_tables
from tutor.checks.texts import CourseText
from tutor.practice.rivals import RIVALS_FILE, RivalEntry, RivalsFile

__all__ = ["rivals_faults"]

_FEWEST = 3
"""Wrong options that an item with one right answer needs."""


def rivals_faults(file: RivalsFile, texts: Sequence[CourseText]) -> tuple[str, ...]:
    """A sentence for each line that is malformed, names nothing in the course, or stands twice."""
    answers = {(table, cue): answer for table, cue, answer in _rows(texts)}
    terms = {
        cells[0] for text in texts if text.name == GLOSSARY_NAME for _, cells in glossary_terms(text) if cells
    }
    names = terms | set(answers.values())
    faults = list(file.faults)
    first: dict[tuple[str, ...], int] = {}
    for entry in file.entries:
        place = (entry.term,) if entry.term else (entry.table, entry.cue)
        said = _entry_faults(entry, answers, terms, names)
        if place in first:
            said.append(f"the same row or term stands in line {first[place]} too.")
        first.setdefault(place, entry.line)
        faults += [f"{RIVALS_FILE}:{entry.line}: {fault}" for fault in said]
    return tuple(faults)


def _rows(texts: Sequence[CourseText]) -> Iterator[tuple[str, str, str]]:
    """Heading, cue and answer of every recall row, spaces folded as items have them."""
    for text in texts:
        for table in recall_tables(text):
            for cue, answer in zip(table.column("cue"), table.column("answer"), strict=True):
                yield table.heading, " ".join(cue.split()), " ".join(answer.split())


def _entry_faults(
    entry: RivalEntry, answers: dict[tuple[str, str], str], terms: set[str], names: set[str]
) -> list[str]:
    faults = []
    if entry.term:
        own = entry.term
        if own not in terms:
            faults.append(f"the glossary has no term {own!r}.")
    else:
        own = entry.answer
        right = answers.get((entry.table, entry.cue))
        if right is None:
            faults.append(f"no recall table {entry.table!r} has this cue; copy it from the table.")
        elif right != own:
            faults.append(f"the row's answer is {right!r} and not {own!r}.")
        if len(entry.rivals) < _FEWEST and not entry.unfit:
            faults.append(
                f'it names {len(entry.rivals)} rivals; name {_FEWEST} or more, or say "unfit" with a reason.'
            )
    if own in entry.rivals:
        faults.append(f"{own!r} is its own rival.")
    every = (*entry.rivals, *entry.right_too)
    if len(set(every)) < len(every):
        faults.append("a name stands twice.")
    unknown = [name for name in every if name not in names]
    faults += [f"{name!r} is neither an answer of a recall table nor a term." for name in unknown]
    return faults
