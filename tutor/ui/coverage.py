"""How far the sources cover a blueprint, and where sources contradict each other; pure functions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.types import Blueprint, Chunk, Fact, Page

__all__ = ["Contradiction", "Coverage", "contradictions", "coverage_of"]

_NAMES = {
    "minutes": "Minutes",
    "scored_items": "Scored items",
    "unscored_items": "Unscored items",
    "items": "Items",
    "pass_mark": "Pass mark",
    "price_usd": "Price in US dollars",
    "retired_on": "Last day of the exam",
    "code": "Exam code",
    "scale_low": "Lowest score",
    "scale_high": "Highest score",
}
_MANY_ON_PURPOSE = {"multiple_choice_options", "multiple_response_options"}
"""An exam may well have items of five and of six options."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Passages by task statement and by document, and the bullets that a section says it answers."""

    by_task: dict[str, int]
    without_task: int
    bullets: frozenset[str]

    def of_domain(self, number: int) -> int:
        """Passages of a domain's tasks."""
        return sum(count for task, count in self.by_task.items() if task.split(".")[0] == str(number))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One figure of the exam that sources state differently."""

    name: str
    facts: tuple[Fact, ...]


def coverage_of(chunks: Sequence[Chunk], pages: Iterable[Page]) -> Coverage:
    """Counts over all passages and pages of an index."""
    counts = Counter(chunk.task for chunk in chunks)
    without = counts.pop(None, 0)
    bullets = frozenset(bullet for page in pages for block in page.blocks for bullet in block.covers)
    return Coverage({str(task): count for task, count in counts.items()}, without, bullets)


def contradictions(blueprint: Blueprint) -> tuple[Contradiction, ...]:
    """The figures with more than one value, each value once with the first source that states it."""
    names = dict.fromkeys(fact.name for fact in blueprint.facts if fact.name not in _MANY_ON_PURPOSE)
    found = []
    for name in names:
        by_value = {fact.value: fact for fact in reversed(blueprint.values(name))}
        if len(by_value) > 1:
            facts = tuple(sorted(by_value.values(), key=blueprint.facts.index))
            found.append(Contradiction(_NAMES.get(name, name.replace("_", " ")), facts))
    return tuple(found)
