"""An exam guide -> its blueprint; several sources -> one blueprint that keeps what they disagree on.

Knows no file format: it gets documents as the readers make them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.blueprint.figures import EXPECTED, read_facts
from ingest.blueprint.lines import Line, read_lines
from ingest.blueprint.outline import bullet_letters, read_outline
from ingest.types import Blueprint, Document, Domain, Fact, TaskStatement

__all__ = ["Contradiction", "bullet_letters", "contradictions", "merge_blueprints", "read_blueprint"]

_EXAM_NAME = re.compile(
    r"(?:\bThe )?((?:[A-Z][\w+&/-]*|[-–—])(?: (?:[A-Z][\w+&/-]*|[-–—]|and|of|for|in))*) \($"
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One figure that sources give differently; `facts` holds each value once, the first read first."""

    name: str
    facts: tuple[Fact, ...]


def read_blueprint(document: Document) -> Blueprint:
    """What the document says of an exam, each thing with its page; `unread` says what it lacks."""
    lines = read_lines(document)
    facts = read_facts(lines, document.name)
    outline = read_outline(lines, document.name)
    names = {fact.name for fact in facts}
    missing = [
        f"{document.name}: the {words} was not found."
        for name, words in EXPECTED.items()
        if name not in names
    ]
    if not names & {"scored_items", "items"}:
        missing.append(f"{document.name}: the number of items was not found.")
    if not outline.in_scope and not outline.out_of_scope:
        missing.append(f"{document.name}: no list of services in or out of scope was found.")
    return Blueprint(
        title=_title(document, lines, facts),
        domains=outline.domains,
        facts=facts,
        in_scope=outline.in_scope,
        out_of_scope=outline.out_of_scope,
        unread=(*document.notes, *outline.unread, *missing),
    )


def merge_blueprints(parts: Sequence[Blueprint]) -> Blueprint:
    """One blueprint: the first part's outline, gaps filled from later ones; the facts of all stay.

    Weights that differ between parts become facts named `domain_1_weight`, so that they show up as a
    contradiction. Domains are matched by number, task statements likewise.

    Raises:
        ValueError: `parts` is empty.
    """
    if not parts:
        raise ValueError("No blueprint was given to merge; give at least one.")
    base = next((part for part in parts if part.domains), parts[0])
    numbers = sorted({domain.number for part in parts for domain in part.domains})
    ordered = (base, *(part for part in parts if part is not base))
    domains = tuple(
        _merged_domain([d for part in ordered for d in part.domains if d.number == n]) for n in numbers
    )
    facts = dict.fromkeys(fact for part in parts for fact in part.facts)
    facts |= dict.fromkeys(fact for number in numbers for fact in _weight_facts(parts, number))
    return Blueprint(
        title=base.title or next((part.title for part in parts if part.title), ""),
        domains=domains,
        facts=tuple(facts),
        in_scope=tuple(dict.fromkeys(name for part in parts for name in part.in_scope)),
        out_of_scope=tuple(dict.fromkeys(name for part in parts for name in part.out_of_scope)),
        unread=tuple(dict.fromkeys(said for part in parts for said in part.unread)),
    )


def contradictions(blueprint: Blueprint) -> tuple[Contradiction, ...]:
    """The figures with more than one value, in the order in which they were first read."""
    found: list[Contradiction] = []
    for name in dict.fromkeys(fact.name for fact in blueprint.facts):
        values: dict[str | int | float, Fact] = {}
        for fact in blueprint.values(name):
            values.setdefault(fact.value, fact)
        if len(values) > 1:
            found.append(Contradiction(name, tuple(values.values())))
    return tuple(found)


def _title(document: Document, lines: Sequence[Line], facts: Sequence[Fact]) -> str:
    """The exam's name as it stands before its code in brackets, else the document's title."""
    code = next((fact.value for fact in facts if fact.name == "code"), None)
    for line in lines:
        before, bracket, _ = line.text.partition(f"({code})")
        name = _EXAM_NAME.search(f"{before}(") if bracket else None
        if name:
            return name[1]
    return document.title


def _merged_domain(found: Sequence[Domain]) -> Domain:
    first = found[0]
    numbers = dict.fromkeys(task.number for domain in found for task in domain.tasks)
    tasks = tuple(_merged_task([t for d in found for t in d.tasks if t.number == n]) for n in numbers)
    weight = next((domain.weight for domain in found if domain.weight is not None), None)
    return replace(first, weight=weight, tasks=tasks)


def _merged_task(found: Sequence[TaskStatement]) -> TaskStatement:
    return next((task for task in found if task.bullets), found[0])


def _weight_facts(parts: Sequence[Blueprint], number: int) -> list[Fact]:
    """The weight of a domain as each part states it, if they differ."""
    stated = [
        (part, domain)
        for part in parts
        for domain in part.domains
        if domain.number == number and domain.weight is not None
    ]
    if len({domain.weight for _, domain in stated}) < 2:
        return []
    return [
        Fact(f"domain_{number}_weight", domain.weight, _source(part), domain.page)
        for part, domain in stated
        if domain.weight is not None
    ]


def _source(part: Blueprint) -> str:
    """Where a blueprint was read, as its facts say it."""
    return part.facts[0].source if part.facts else part.title
