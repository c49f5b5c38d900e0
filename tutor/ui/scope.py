"""Where to look: the whole course, one domain, one task or one document; pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.index import DocumentEntry, Selection
from ingest.types import Blueprint

__all__ = ["WHOLE_COURSE", "Scope", "scopes"]


@dataclass(frozen=True, slots=True)
class Scope:
    """A choice with the words it is offered under."""

    label: str
    selection: Selection = field(default_factory=Selection)


WHOLE_COURSE = Scope("Whole course")


def scopes(blueprint: Blueprint | None, documents: Sequence[DocumentEntry]) -> tuple[Scope, ...]:
    """The whole course, then each domain followed by its tasks, then the documents by title."""
    found = [WHOLE_COURSE]
    for domain in blueprint.domains if blueprint else ():
        found.append(
            Scope(f"Domain {domain.number}: {domain.title}", Selection(domains=frozenset({domain.number})))
        )
        found += [
            Scope(f"Task {task.number}: {task.title}", Selection(tasks=frozenset({task.number})))
            for task in domain.tasks
        ]
    found += [
        Scope(f"Document: {entry.name}", Selection(documents=frozenset({entry.name}))) for entry in documents
    ]
    return tuple(found)
