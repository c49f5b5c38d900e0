"""The order in which a course's tables become items: one shuffled pack of cards a task, dealt by weights.

A card is a form and its rows. Neighbouring positions are spread over tasks by the blueprint's weights and
over forms by their shares, and no card comes twice before its pack is dealt through: that is what keeps a
thousand items from a list of seeds apart. Knows nothing of wrong options or stems.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from ingest.types import Blueprint
from tutor.practice.tables.facts import RowTable, TableKind, TableRow
from tutor.practice.tables.forms import Form
from tutor.practice.tables.stems import is_chosen, is_descriptive
from tutor.practice.types import ItemKind

__all__ = ["KINDS", "Card", "Deck", "cards_of", "round_robin"]

KINDS = {
    form: ItemKind.MULTIPLE_RESPONSE
    if form in {Form.TWO_CUES, Form.REVERSE_MANY}
    else ItemKind.MULTIPLE_CHOICE
    for form in Form
}
_CARDS_PER_ROW = {
    # scenarios as on the exam come first; one item in four has two right options
    Form.CUE: 1.0,
    Form.TWO_PARTS: 0.36,
    Form.REVERSE: 0.1,
    Form.TWO_CUES: 0.45,
    Form.REVERSE_MANY: 0.03,
}
_NO_LONGER = re.compile(
    r"\b(?:discontinued|withdrawn|retired|no longer (?:offered|sold)|end of (?:life|support))\b"
)
"""Of something that is not to be chosen any more, so that it never is a key."""
_TASK_POWER = 0.75
"""A task with twice the cards gets 1.7 times the items: small packs last, and none is forgotten."""
_PERIOD = 240
"""Positions after which the tasks come in the same order again; a weight of 1 % still gets its two."""
_SPARE_SHARE = 0.05
"""Cards held back for those that turn out to make no item."""


@dataclass(frozen=True, slots=True)
class Card:
    """A form and the rows of a table that it is made from."""

    form: Form
    table: RowTable
    rows: tuple[TableRow, ...]
    later: tuple[TableRow, ...] = ()
    """Rows in place of these whenever the card comes up for a second time; the same ones if empty."""


class Deck:
    """The cards for some kinds of items and some tasks. Falsy when there is none."""

    def __init__(
        self,
        cards: Sequence[Card],
        blueprint: Blueprint | None,
        kinds: frozenset[ItemKind] = frozenset(ItemKind),
        tasks: frozenset[str] | None = None,
    ) -> None:
        out = tuple(blueprint.out_of_scope) if blueprint else ()
        packs = _packs(
            [
                card
                for card in cards
                if KINDS[card.form] in kinds
                and (tasks is None or card.rows[0].task in tasks)
                and not any(name in row.answer for row in (*card.rows, *card.later) for name in out)
            ]
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
        lap, place = divmod(index, len(pack.main))
        card = pack.main[place]
        return replace(card, rows=card.later, later=()) if lap % 2 and card.later else card


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


def cards_of(table: RowTable) -> list[Card]:
    """All cards of a table, whether or not items can be made of them."""
    rows = [row for row in table.rows if not _NO_LONGER.search(f"{row.cue} {row.why}")]
    Random(table.heading).shuffle(rows)
    by_answer: dict[str, list[TableRow]] = {}
    for row in rows:
        by_answer.setdefault(row.answer.casefold(), []).append(row)
    answers = list(by_answer.values())
    found: dict[Form, list[Card]] = {Form.CUE: [Card(Form.CUE, table, (row,)) for row in rows]}
    is_glossary = table.kind is TableKind.GLOSSARY
    if is_glossary or (is_chosen(table) and not _has_quantities(table)):
        found[Form.REVERSE] = [
            Card(Form.REVERSE, table, (same[0],), () if len(same) == 1 else (same[1],)) for same in answers
        ]
    if not is_glossary and is_chosen(table):
        found[Form.REVERSE_MANY] = [
            Card(Form.REVERSE_MANY, table, tuple(same[:2])) for same in answers if len(same) > 1
        ]
    if not is_glossary and not is_descriptive(table):
        found[Form.TWO_CUES] = _pairs(Form.TWO_CUES, table, rows, 1)
        found[Form.TWO_PARTS] = _pairs(Form.TWO_PARTS, table, rows, 2)
    return [
        card for form, cards in found.items() for card in cards[: math.ceil(_CARDS_PER_ROW[form] * len(rows))]
    ]


def _pairs(form: Form, table: RowTable, rows: Sequence[TableRow], apart: int) -> list[Card]:
    """Each row with the one so many places on among those of its kind, and later with another one."""
    cards: list[Card] = []
    for kind in dict.fromkeys(row.kind for row in rows):
        same = [row for row in rows if row.kind == kind]
        for place, row in enumerate(same):
            partners = [same[(place + steps) % len(same)] for steps in (apart, apart + 2)]
            pairs = [(row, other) for other in partners if other.answer != row.answer]
            if pairs:
                cards.append(Card(form, table, pairs[0], pairs[-1]))
    Random(f"{table.heading}/{form}").shuffle(cards)  # else the last kinds would be cut off
    return cards


def _has_quantities(table: RowTable) -> bool:
    """True where an answer is a number, and a sentence that asks for its cue would read oddly."""
    return any(row.answer[:1].isdigit() for row in table.rows)
