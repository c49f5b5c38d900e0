"""What an item is filed under, as the tags of other programs: `task:1.2`; and read back from them.

Knows no format; Anki writes `::` where the others write `:`.
"""

from collections.abc import Iterable
from dataclasses import replace

from tutor.exchange.drafts import Draft, numbered_task
from tutor.practice.types import PracticeItem

__all__ = ["tags_of", "with_tags"]


def tags_of(item: PracticeItem, between: str = ":") -> tuple[str, ...]:
    """Domain and task (where known), kind, difficulty and origin, each as name and value."""
    named = {
        "domain": str(item.domain) if item.domain else "",
        "task": item.task,
        "kind": item.kind.value,
        "difficulty": item.difficulty.value,
        "origin": item.origin.value,
    }
    return tuple(f"{name}{between}{value}" for name, value in named.items() if value)


def with_tags(draft: Draft, tags: Iterable[str]) -> Draft:
    """The draft with what its tags say; tags of other names are nothing to us."""
    named: dict[str, str] = {}
    for tag in tags:
        name, _, value = tag.replace("::", ":").partition(":")
        named.setdefault(name.strip().lower(), value.strip())
    domain = named.get("domain", "")
    return replace(
        draft,
        task=draft.task or numbered_task(named.get("task", "")),
        domain=draft.domain or (int(domain) if domain.isdecimal() and len(domain) < 3 else 0),
        difficulty=draft.difficulty or named.get("difficulty", ""),
        origin=draft.origin or named.get("origin", ""),
    )
