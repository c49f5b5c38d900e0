"""Passage items in a sequence of items: chooses the passage, and proves what the maker of passages does not.

Only this place knows both the generator of passage items and the proofs that all items share.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Protocol

from ingest.index import PassageIndex
from ingest.types import Chunk
from tutor.practice.passages.facts import fact_key
from tutor.practice.proving.proof import (
    failed,
    not_near_copy,
    option_count,
    options_differ,
    rationale_complete,
    sources_verbatim,
)
from tutor.practice.slots import Outcome, Slot
from tutor.practice.types import ItemCheck, ItemKind, Origin, PracticeItem

__all__ = ["PassageSlots", "Proposed", "Proposer"]

_PROPOSALS = 4
"""Passages tried for one slot; most that cannot become an item are told without the model."""
_CASES_FIRST = 0.6
"""Share of the slots for one right answer that try the passages that decide a case before any other."""
_MOST_CASES = 2
"""Of the passages tried for one slot."""


class Proposed(Protocol):
    """What a maker of passage items answers: an item, or the reason why there is none."""

    @property
    def item(self) -> PracticeItem | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def repaired(self) -> bool: ...


class Proposer(Protocol):
    """`PassageItemMaker`: items from single passages, with their own checks of truth."""

    def chunks(self) -> tuple[Chunk, ...]:
        """The passages that hold a fact."""
        ...

    def decides_case(self, chunk: Chunk) -> bool:
        """Whether the passage decides a case."""
        ...

    def propose(
        self, chunk: Chunk, kind: ItemKind, rng: Random, told: frozenset[str] = frozenset()
    ) -> Proposed:
        """One item from the passage that asks for none of the facts in `told` (`fact_key`), or the reason."""
        ...


@dataclass(frozen=True, slots=True)
class PassageSlots:
    """`PassageItems` over a proposer, which is made at the first use: it starts the language model."""

    proposer: Callable[[], Proposer]
    index: PassageIndex
    same_meaning: Callable[[str, str], bool]
    _asked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The keys of the facts that earlier items asked for, by the item's id, so that each is read once."""

    def made(self, task: str, kind: ItemKind, slot: Slot) -> Outcome:
        """An item on the task from one of a few passages, or what the last proposal did not pass."""
        proposer = self.proposer()
        rng = Random(f"{slot.seed}/{slot.position}/passage")
        chunks = [chunk for chunk in proposer.chunks() if not task or chunk.task == task]
        rng.shuffle(chunks)
        if kind is ItemKind.MULTIPLE_CHOICE and rng.random() < _CASES_FIRST:
            chunks = _cases_first(chunks, proposer)
        told = frozenset(key for item in slot.earlier.items for key in self._facts_of(item))
        reasons: list[str] = []
        for chunk in chunks[:_PROPOSALS]:
            proposed = proposer.propose(chunk, kind, rng, told)
            if proposed.item is None:
                reasons.append(proposed.reason)
                continue
            if slot.wish is not None and proposed.item.difficulty is not slot.wish:
                reasons.append("difficulty")
                continue
            checks = self._checks(proposed.item, slot)
            if not failed(checks):
                kept = {check.name: check for check in (*proposed.item.checks, *checks)}
                item = replace(proposed.item, checks=tuple(kept.values()))
                return Outcome(item, tuple(reasons), proposed.repaired)
            reasons += [check.name for check in failed(checks)]
        return Outcome(None, tuple(reasons) or ("no passage on the task",))

    def _checks(self, item: PracticeItem, slot: Slot) -> tuple[ItemCheck, ...]:
        index = self.index
        return (
            option_count(item),
            options_differ(item, self.same_meaning),
            rationale_complete(item),
            sources_verbatim(item, lambda document, number: index.page(document, number).text),
            not_near_copy(item, slot.earlier),
        )

    def _facts_of(self, item: PracticeItem) -> tuple[str, ...]:
        """The facts that make the item's right options right; none of an item that is not from a passage."""
        if item.origin is not Origin.PASSAGE:
            return ()
        if item.id not in self._asked:
            reasons = (item.rationales[place].removeprefix("Right: ") for place in item.key)
            self._asked[item.id] = tuple(fact_key(reason) for reason in reasons)
        return self._asked[item.id]


def _cases_first(chunks: Sequence[Chunk], proposer: Proposer) -> list[Chunk]:
    """The passages with some that decide a case in front: not all, since each case is asked for only once."""
    cases = [chunk for chunk in chunks if proposer.decides_case(chunk)][:_MOST_CASES]
    first = {chunk.id for chunk in cases}
    return [*cases, *(chunk for chunk in chunks if chunk.id not in first)]
