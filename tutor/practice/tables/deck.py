"""The order in which a course's tables become items: one shuffled pack of cards a task, dealt by weights.

Neighbouring positions are spread over tasks by the blueprint's weights and over forms by their shares. No
card comes twice before its pack is dealt through, and a card that makes no item is replaced by a spare one of
the same task, which are many: that is what keeps a thousand items from a list of seeds apart. Knows nothing
of wrong options or stems.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from ingest.types import Blueprint
from tutor.practice.tables.cards import KINDS, Card
from tutor.practice.tables.facts import TableKind
from tutor.practice.tables.forms import Form
from tutor.practice.types import ItemKind

__all__ = ["Deck", "round_robin"]

_TASK_POWER = 0.75
"""A task with twice the cards gets 1.7 times the items: small packs last, and none is forgotten."""
_PERIOD = 240
"""Positions after which the tasks come in the same order again; a weight of 1 % still gets its two."""


class Deck:
    """The cards for some kinds of items and some tasks. Falsy when there is none."""

    def __init__(
        self,
        cards: Sequence[Card],
        blueprint: Blueprint | None,
        kinds: frozenset[ItemKind] = frozenset(ItemKind),
        tasks: frozenset[str] | None = None,
        spare: Sequence[Card] = (),
    ) -> None:
        out = tuple(blueprint.out_of_scope) if blueprint else ()

        def asked_for(card: Card) -> bool:
            rows = (*card.rows, *card.later)
            return (
                KINDS[card.form] in kinds
                and (tasks is None or rows[0].task in tasks)
                and not any(name in row.answer for row in rows for name in out)
            )

        packs = _packs([card for card in cards if asked_for(card)])
        weights = _task_weights({task: len(pack) for task, pack in packs.items()}, blueprint)
        self._order = round_robin(weights, _PERIOD) if weights else []
        self._packs = {task: packs[task] for task in set(self._order)}
        self._spare: dict[str, list[Card]] = {}
        for card in spare:
            if asked_for(card):
                self._spare.setdefault(card.rows[0].task, []).append(card)
        self._in_period = Counter(self._order)
        self._before = [0] * len(self._order)
        seen: Counter[str] = Counter()
        for place, task in enumerate(self._order):
            self._before[place] = seen[task]
            seen[task] += 1

    def __bool__(self) -> bool:
        return bool(self._order)

    def task(self, position: int) -> str:
        """The task whose turn it is."""
        return self._order[position % len(self._order)]

    def card(self, position: int, attempt: int = 0) -> Card:
        """The card at a position from 0 on; from attempt 1 on a spare one of the same task."""
        period, place = divmod(position, len(self._order))
        task = self._order[place]
        pack, spare = self._packs[task], self._spare.get(task)
        lap, place = divmod(period * self._in_period[task] + self._before[place], len(pack))
        card = pack[place]
        again = lap % 2 == 1
        if spare and (attempt or (again and not card.later)):
            return Random(f"{task}/{position}/{attempt}").choice(spare)
        if attempt:
            return pack[(place + attempt) % len(pack)]
        return replace(card, rows=card.later, later=()) if again and card.later else card


def round_robin(weights: Mapping[str, float], count: int) -> list[str]:
    """`count` names in which each stands in proportion to its weight, as evenly spread as can be."""
    total = sum(weights.values())
    credit = dict.fromkeys(weights, 0.0)
    order = []
    for _ in range(count):
        for name, weight in weights.items():
            credit[name] += weight / total
        chosen = max(credit, key=lambda name: credit[name])
        credit[chosen] -= 1.0
        order.append(chosen)
    return order


def _task_weights(sizes: Mapping[str, int], blueprint: Blueprint | None) -> dict[str, float]:
    """The weight of each task that has cards: its domain's, split by the packs' sizes.

    Domains without a stated weight, and rows without a task, count as one part of all in proportion.
    """
    known = {str(domain.number): domain.weight for domain in blueprint.domains} if blueprint else {}
    by_domain: dict[str, dict[str, float]] = {}
    for task, size in sorted(sizes.items()):
        by_domain.setdefault(task.partition(".")[0], {})[task] = size**_TASK_POWER
    if any(known.get(domain) is not None for domain in by_domain):
        by_domain = {domain: parts for domain, parts in by_domain.items() if known.get(domain)}
    weights: dict[str, float] = {}
    for domain, parts in by_domain.items():
        whole = known.get(domain) or sum(parts.values())
        weights |= {task: whole * part / sum(parts.values()) for task, part in parts.items()}
    return weights


def _packs(cards: Sequence[Card]) -> dict[str, list[Card]]:
    """For each task its cards in the order of dealing.

    Definitions make poor exam items: a glossary is only used where a task has nothing else.
    """
    by_task: dict[str, list[Card]] = {}
    for card in cards:
        by_task.setdefault(card.rows[0].task, []).append(card)
    packs = {}
    for task, pack in sorted(by_task.items()):
        better = [card for card in pack if card.table.kind is not TableKind.GLOSSARY]
        packs[task] = _dealt(task, better or pack)
    return packs


def _dealt(task: str, cards: Sequence[Card]) -> list[Card]:
    """One pack: the cards of each form shuffled, and spread evenly over the pack."""
    by_form: dict[Form, list[Card]] = {}
    for card in sorted(cards, key=lambda card: card.rows[0].cue):
        by_form.setdefault(card.form, []).append(card)
    for form, same in by_form.items():
        Random(f"{task}/{form}").shuffle(same)
    rng = Random(task)  # else all tasks would begin with the same form
    places = {
        (place + rng.random()) / len(same): card
        for same in by_form.values()
        for place, card in enumerate(same)
    }
    return [places[place] for place in sorted(places)]
