"""The order in which a course's tables become items: one shuffled pack of cards a task, dealt by weights.

A card is a form and its rows. Neighbouring positions are spread over tasks by the blueprint's weights and
over forms by their shares, and no card comes twice before its pack is dealt through: that is what keeps a
thousand items from a list of seeds apart. Knows nothing of wrong options or stems.
"""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from ingest.types import Blueprint
from tutor.practice.facts_of_tables import RowTable, TableKind, TableRow
from tutor.practice.forms import Form
from tutor.practice.types import ItemKind

__all__ = ["KINDS", "Card", "Deck", "cards_of", "round_robin"]

KINDS = {
    form: ItemKind.MULTIPLE_RESPONSE
    if form in {Form.TWO_CUES, Form.REVERSE_MANY, Form.MATCH_MANY}
    else ItemKind.MULTIPLE_CHOICE
    for form in Form
}
_SHARES: dict[tuple[Form, bool], float] = {
    # form, from a glossary: scenarios as on the exam come first, and one item in six has two right options
    (Form.CUE, False): 50.0,
    (Form.REVERSE, False): 11.0,
    (Form.REASON, False): 8.0,
    (Form.MATCH, False): 3.0,
    (Form.TWO_CUES, False): 10.0,
    (Form.REVERSE_MANY, False): 4.0,
    (Form.MATCH_MANY, False): 3.0,
    (Form.CUE, True): 7.0,
    (Form.REVERSE, True): 4.0,
}
_TASK_POWER = 0.75
"""A task with twice the cards gets 1.7 times the items: small packs last, and none is forgotten."""
_PERIOD = 240
"""Positions after which the tasks come in the same order again; a weight of 1 % still gets its two."""
_REASONED_EVERY = 7
_SPARE_SHARE = 0.15
"""Cards held back for those that turn out to make no item."""


@dataclass(frozen=True, slots=True)
class Card:
    """A form and the rows of a table that it is made from."""

    form: Form
    table: RowTable
    rows: tuple[TableRow, ...]


class Deck:
    """The cards for some kinds of items and some tasks. Falsy when there is none."""

    def __init__(
        self,
        cards: Sequence[Card],
        blueprint: Blueprint | None,
        kinds: frozenset[ItemKind] = frozenset(ItemKind),
        tasks: frozenset[str] | None = None,
    ) -> None:
        packs = _packs(
            [c for c in cards if KINDS[c.form] in kinds and (tasks is None or c.rows[0].task in tasks)]
        )
        weights = _task_weights({task: len(pack) for task, pack in packs.items()}, blueprint)
        self._order = round_robin(weights, _PERIOD) if weights else []
        self._packs = {task: _Pack.of(packs[task]) for task in set(self._order)}
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
        """The card at a position from 0 on; from attempt 1 on one of those held back, of the same task."""
        period, place = divmod(position, len(self._order))
        task = self._order[place]
        pack = self._packs[task]
        if attempt and pack.spare:
            # far-apart spares for neighbouring positions: 7919 is a prime, so all of them come up
            return pack.spare[(position * 7919 + attempt) % len(pack.spare)]
        index = period * self._in_period[task] + self._before[place] + attempt
        return pack.main[index % len(pack.main)]


@dataclass(frozen=True, slots=True)
class _Pack:
    main: tuple[Card, ...]
    spare: tuple[Card, ...]

    @classmethod
    def of(cls, cards: Sequence[Card]) -> "_Pack":
        held = int(len(cards) * _SPARE_SHARE)
        step = len(cards) // held if held else 0
        spare = tuple(card for i, card in enumerate(cards) if held and i % step == step - 1)
        main = tuple(card for i, card in enumerate(cards) if not held or i % step != step - 1)
        return cls(main, spare)


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
    """For each task its cards in the order of dealing."""
    by_task: dict[str, dict[tuple[Form, bool], list[Card]]] = {}
    for card in cards:
        share = (card.form, card.table.kind is TableKind.GLOSSARY)
        by_task.setdefault(card.rows[0].task, {}).setdefault(share, []).append(card)
    return {task: _dealt(task, shares) for task, shares in sorted(by_task.items())}


def _dealt(task: str, by_share: Mapping[tuple[Form, bool], list[Card]]) -> list[Card]:
    """One pack: forms by their shares as long as there are cards of each, the cards of a form shuffled."""
    left = {}
    for share, cards in by_share.items():
        shuffled = sorted(cards, key=lambda card: card.rows[0].cue)
        Random(f"{task}/{share}").shuffle(shuffled)
        left[share] = shuffled
    pack: list[Card] = []
    first = Random(task)
    credit = {share: first.random() for share in left}  # else all tasks would begin with the same form
    while left:
        total = sum(_SHARES[share] for share in left)
        for share in left:
            credit[share] += _SHARES[share] / total
        chosen = max(left, key=lambda share: credit[share])
        credit[chosen] -= 1.0
        pack.append(left[chosen].pop())
        left = {share: cards for share, cards in left.items() if cards}
    return pack


def cards_of(table: RowTable) -> list[Card]:
    """All cards of a table, whether or not items can be made of them."""
    rows = list(table.rows)
    Random(table.heading).shuffle(rows)
    by_answer: dict[str, list[TableRow]] = {}
    for row in rows:
        by_answer.setdefault(row.answer.casefold(), []).append(row)
    # a row is asked for in one of the two forms that show its cue whole, else the stem would come twice
    reasoned = (
        rows[::_REASONED_EVERY] if table.kind is TableKind.QUIZ and all(row.why for row in rows) else []
    )
    cards = [Card(Form.CUE, table, (row,)) for row in rows if row not in reasoned]
    cards += [Card(Form.REASON, table, (row,)) for row in reasoned]
    if not _has_quantities(table):
        cards += [Card(Form.REVERSE, table, (same[0],)) for same in by_answer.values()]
    if table.kind is TableKind.GLOSSARY:
        return cards
    cards.append(Card(Form.MATCH, table, (rows[0],)))
    cards += [Card(Form.REVERSE_MANY, table, tuple(same[:2])) for same in by_answer.values() if len(same) > 1]
    cards += [Card(Form.REVERSE_MANY, table, tuple(same[:3])) for same in by_answer.values() if len(same) > 2]
    cards += [
        Card(Form.TWO_CUES, table, pair)
        for pair in itertools.pairwise(rows)
        if pair[0].answer != pair[1].answer
    ][::2]
    singles = [same[-1] for same in by_answer.values()]
    cards += [Card(Form.MATCH_MANY, table, tuple(singles[-count:])) for count in (2, 3) if len(singles) > 5]
    return cards


def _has_quantities(table: RowTable) -> bool:
    """True where an answer is a number, and a sentence that asks for its cue would read oddly."""
    return any(row.answer[:1].isdigit() for row in table.rows)
