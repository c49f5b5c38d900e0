"""The straight path of practice: a request -> fresh items, one after another, each proved before it is shown.

Items are made when they are asked for, so the first is there while the others are not. Knows nothing of how
the parts are made or stored.
"""

import logging
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ingest.errors import TutorError
from ingest.types import Blueprint
from tutor.practice.proving.likeness import Likeness
from tutor.practice.slots import Outcome, Slot
from tutor.practice.tables.cards import cards_of, spare_cards_of
from tutor.practice.tables.deck import Deck, round_robin
from tutor.practice.tables.facts import RowTable
from tutor.practice.tables.maker import TableItemMaker
from tutor.practice.types import Difficulty, ItemKind, Origin, PracticeItem

__all__ = ["ItemMaker", "Materials", "PassageItems", "QuizRequest", "Rates"]

_HAND = 10
"""Positions between two neighbouring seeds: a quiz of ten shares no card with the next seed's."""
_SEEDS = 100_000
_ATTEMPTS = 6
"""The card at a position, then spare ones: after it comes what is the next seed's."""
_MOST_MISSES = 150
"""Positions in a row without an item after which there is nothing new to be had."""
_ORIGIN_SHARES = {Origin.TABLE: 3.0, Origin.PASSAGE: 1.0, Origin.BANK: 1.0}
"""Passage items take ten times as long, so tables have the greater part where both are asked for."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class QuizRequest:
    """What is wanted. Without a seed the items are fresh on each call; with one they are always the same."""

    course: str
    domain: int | None = None
    task: str | None = None
    kind: ItemKind | None = None
    count: int = 10
    difficulty: Difficulty | None = None
    seed: int | None = None
    origins: tuple[Origin, ...] = (Origin.TABLE, Origin.PASSAGE)


@dataclass(frozen=True, slots=True)
class Rates:
    """What it took: items that were begun, shown, shown after a repair, and dropped by which check."""

    proposed: int = 0
    accepted: int = 0
    repaired: int = 0
    dropped: tuple[tuple[str, int], ...] = ()
    seconds_per_item: float = 0.0
    """Mean time for one that was accepted, dropped ones included."""

    def as_json(self) -> dict[str, object]:
        """Plain JSON values."""
        return {
            "proposed": self.proposed,
            "accepted": self.accepted,
            "repaired": self.repaired,
            "dropped": dict(self.dropped),
            "seconds_per_item": round(self.seconds_per_item, 3),
        }


class PassageItems(Protocol):
    """Makes proved items from passages; slow, and only there with a language model."""

    def made(self, task: str, kind: ItemKind, slot: Slot) -> Outcome:
        """An item on the task, or the checks that its proposals did not pass."""
        ...


@dataclass(frozen=True, slots=True)
class Materials:
    """What items are made of. `earlier` are items that the learner had; `passages` makes items by a model."""

    course: str
    tables: tuple[RowTable, ...]
    maker: TableItemMaker
    blueprint: Blueprint | None = None
    bank: tuple[PracticeItem, ...] = ()
    earlier: tuple[PracticeItem, ...] = ()
    passages: PassageItems | None = None


@dataclass(slots=True)
class _Tally:
    proposed: int = 0
    accepted: int = 0
    repaired: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def count(self, outcome: Outcome, seconds: float) -> None:
        self.proposed += 1
        self.accepted += outcome.item is not None
        self.repaired += outcome.repaired
        self.dropped.update(outcome.failed)
        self.seconds += seconds


class ItemMaker:
    """Makes items of one course; `rates` counts all that this maker has made."""

    def __init__(self, materials: Materials) -> None:
        self._materials = materials
        self._tally = _Tally()
        self._cards = tuple(
            card for table in materials.tables for card in cards_of(table) if materials.maker.possible(card)
        )
        self._spare = tuple(card for table in materials.tables for card in spare_cards_of(table))
        self._decks: dict[tuple[frozenset[ItemKind], frozenset[str] | None], Deck] = {}

    @property
    def rates(self) -> Rates:
        """How it went so far."""
        tally = self._tally
        mean = tally.seconds / tally.accepted if tally.accepted else 0.0
        dropped = tuple(tally.dropped.most_common())
        return Rates(tally.proposed, tally.accepted, tally.repaired, dropped, mean)

    def items(self, request: QuizRequest) -> Iterator[PracticeItem]:
        """At most `request.count` items, each when it is asked for; fewer when no more can be made.

        Raises:
            TutorError: The course has nothing to make such items from; the message says what is missing.
        """
        tasks = self._tasks(request)
        kinds = frozenset(ItemKind) if request.kind is None else frozenset({request.kind})
        deck = self._deck(kinds, tasks)
        bank = self._bank(request, kinds, tasks)
        sources = self._sources(request, deck, bank)
        return self._run(request, sources, deck, bank)

    def _deck(self, kinds: frozenset[ItemKind], tasks: frozenset[str] | None) -> Deck:
        if (kinds, tasks) not in self._decks:
            blueprint = self._materials.blueprint
            self._decks[kinds, tasks] = Deck(self._cards, blueprint, kinds, tasks, self._spare)
        return self._decks[kinds, tasks]

    def _run(
        self, request: QuizRequest, sources: Sequence[Origin], deck: Deck, bank: Sequence[PracticeItem]
    ) -> Iterator[PracticeItem]:
        seed = random.SystemRandom().randrange(_SEEDS) if request.seed is None else request.seed
        fresh = self._materials.earlier if request.seed is None else ()
        earlier = Likeness((*self._materials.bank, *fresh))
        left = list(bank)
        random.Random(seed).shuffle(left)
        made, misses, position = 0, 0, (seed % _SEEDS) * _HAND
        while made < request.count and misses < _MOST_MISSES:
            slot = Slot(position, seed, request.difficulty, earlier)
            origin = sources[position % len(sources)]
            item = (
                (left.pop() if left else None)
                if origin is Origin.BANK
                else self._at(origin, deck, slot, request)
            )
            position, misses = position + 1, misses + 1
            if item is None:
                continue
            earlier.add(item)
            made, misses = made + 1, 0
            yield item
        _log.info("practice items: %s", self.rates)

    def _at(self, origin: Origin, deck: Deck, slot: Slot, request: QuizRequest) -> PracticeItem | None:
        """The item of a position, by its own card or by a spare one."""
        passages = self._materials.passages
        for attempt in range(_ATTEMPTS if origin is Origin.TABLE else 1):
            begun = time.perf_counter()
            if origin is Origin.PASSAGE and passages is not None:
                task = deck.task(slot.position) if deck else request.task or ""
                outcome = passages.made(task, request.kind or ItemKind.MULTIPLE_CHOICE, slot)
            else:
                outcome = self._materials.maker.made(deck.card(slot.position, attempt), slot)
            self._tally.count(outcome, time.perf_counter() - begun)
            if outcome.item is not None:
                return outcome.item
        return None

    def _tasks(self, request: QuizRequest) -> frozenset[str] | None:
        """The tasks that are asked for; None for all."""
        blueprint = self._materials.blueprint
        tasks = [task.number for task in blueprint.tasks] if blueprint else []
        tasks += [row.task for table in self._materials.tables for row in table.rows if row.task]
        if request.task is not None:
            if request.task not in tasks:
                raise TutorError(
                    f"The course {self._materials.course} has no task {request.task}; "
                    f"it has {', '.join(sorted(set(tasks))) or 'none'}."
                )
            return frozenset({request.task})
        if request.domain is None:
            return None
        found = frozenset(task for task in tasks if task.partition(".")[0] == str(request.domain))
        if not found:
            domains = sorted({task.partition(".")[0] for task in tasks})
            raise TutorError(
                f"The course {self._materials.course} has no domain {request.domain}; "
                f"it has {', '.join(domains) or 'none'}."
            )
        return found

    def _bank(
        self, request: QuizRequest, kinds: frozenset[ItemKind], tasks: frozenset[str] | None
    ) -> tuple[PracticeItem, ...]:
        if Origin.BANK not in request.origins:
            return ()
        seen = {item.id for item in self._materials.earlier}
        return tuple(
            item
            for item in self._materials.bank
            if item.kind in kinds
            and (tasks is None or item.task in tasks)
            and (request.difficulty in (None, item.difficulty))
            and (item.id not in seen or request.seed is not None)
        )

    def _sources(self, request: QuizRequest, deck: Deck, bank: Sequence[PracticeItem]) -> tuple[Origin, ...]:
        """Whose turn it is, in a round; only those that have something."""
        there: Mapping[Origin, bool] = {
            Origin.TABLE: bool(deck),
            Origin.PASSAGE: self._materials.passages is not None,
            Origin.BANK: bool(bank),
        }
        shares = {o.value: _ORIGIN_SHARES[o] for o in request.origins if there.get(o, False)}
        if not shares:
            raise TutorError(_nothing_there(self._materials.course, request))
        return tuple(Origin(name) for name in round_robin(shares, int(sum(shares.values()))))


def _nothing_there(course: str, request: QuizRequest) -> str:
    wanted = " or ".join(origin.value for origin in request.origins)
    return (
        f"The course {course} has nothing to make such items from ({wanted}): no recall table, no glossary, "
        "no table of two or three columns with different answers. Add one to its files and run "
        f"`tutor ingest --course {course}`, or set up a language model and ask with `--origin passage`."
    )
