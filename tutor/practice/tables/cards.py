"""What the rows of a table can be made into: a card is a form and its rows, not yet an item.

Knows nothing of the order of cards, of wrong options or of stems.
"""

import math
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tutor.practice.tables.facts import RowTable, TableKind, TableRow
from tutor.practice.tables.forms import Form
from tutor.practice.tables.stems import is_chosen, is_descriptive
from tutor.practice.types import ItemKind

__all__ = ["KINDS", "Card", "cards_of", "spare_cards_of"]

KINDS = {
    form: ItemKind.MULTIPLE_RESPONSE
    if form in {Form.TWO_CUES, Form.REVERSE_MANY}
    else ItemKind.MULTIPLE_CHOICE
    for form in Form
}
_CARDS_PER_ROW = {
    # scenarios as on the exam come first; one item in five has two right options
    Form.CUE: 1.0,
    Form.TWO_PARTS: 0.4,
    Form.REVERSE: 0.1,
    Form.TWO_CUES: 0.3,
    Form.REVERSE_MANY: 0.03,
}
_STEPS = {Form.TWO_CUES: (1, 3), Form.TWO_PARTS: (2, 4)}
"""How many places on a row's partner stands; the second is its partner when the card comes up again."""
_SPARE_STEPS = range(1, 12)
_SPARE_MULTIPLE = 4
"""Of so many spare cards one has two right options, as among the dealt ones."""
_NO_LONGER = re.compile(
    r"\b(?:discontinued|withdrawn|retired|no longer (?:offered|sold)|end of (?:life|support))\b"
)
"""Of something that is not to be chosen any more, so that it never is a key."""


@dataclass(frozen=True, slots=True)
class Card:
    """A form and the rows of a table that it is made from."""

    form: Form
    table: RowTable
    rows: tuple[TableRow, ...]
    later: tuple[TableRow, ...] = ()
    """Rows in place of these whenever the card comes up for a second time; the same ones if empty."""


def cards_of(table: RowTable) -> list[Card]:
    """The cards of a table that are dealt, whether or not items can be made of them."""
    rows = _rows(table)
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
    if _may_be_paired(table):
        for form in _STEPS:
            taken = {frozenset(card.rows) for cards in found.values() for card in cards}
            found[form] = _pairs(form, table, rows, taken)
    dealt = {form: cards[: _most(form, len(rows))] for form, cards in found.items()}
    return [card for cards in dealt.values() for card in cards]


def spare_cards_of(table: RowTable) -> list[Card]:
    """Cards for when a dealt one turns out to make no item: pairs of rows that no dealt card has.

    There are many times more of them than dealt cards, so that they rarely come twice.
    """
    if not _may_be_paired(table):
        return []
    taken = {frozenset(rows) for card in cards_of(table) for rows in (card.rows, card.later) if rows}
    spare: list[Card] = []
    for steps in _SPARE_STEPS:
        for pair in _partners(_rows(table), steps):
            if frozenset(pair) not in taken:
                taken.add(frozenset(pair))
                form = Form.TWO_PARTS if len(spare) % _SPARE_MULTIPLE else Form.TWO_CUES
                spare.append(Card(form, table, pair))
    return spare


def _rows(table: RowTable) -> list[TableRow]:
    rows = [row for row in table.rows if not _NO_LONGER.search(f"{row.cue} {row.why}")]
    Random(table.heading).shuffle(rows)
    return rows


def _most(form: Form, rows: int) -> int:
    return math.ceil(_CARDS_PER_ROW[form] * rows)


def _may_be_paired(table: RowTable) -> bool:
    return table.kind is not TableKind.GLOSSARY and not is_descriptive(table)


def _pairs(
    form: Form, table: RowTable, rows: Sequence[TableRow], taken: Container[frozenset[TableRow]]
) -> list[Card]:
    """Each row with another of its kind, and later with yet another one; no two rows twice."""
    first, later = ({pair[0]: pair for pair in _partners(rows, steps)} for steps in _STEPS[form])
    by_pair: dict[frozenset[TableRow], Card] = {}
    for row, pair in (later | first).items():
        if frozenset(pair) not in taken:
            by_pair.setdefault(frozenset(pair), Card(form, table, pair, later.get(row, pair)))
    cards = list(by_pair.values())
    Random(f"{table.heading}/{form}").shuffle(cards)  # else the last kinds would be cut off
    return cards


def _partners(rows: Iterable[TableRow], steps: int) -> Iterator[tuple[TableRow, TableRow]]:
    """Each row with the one so many places on among those of its kind, if that has another answer."""
    by_kind: dict[str, list[TableRow]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    for same in by_kind.values():
        for place, row in enumerate(same):
            other = same[(place + steps) % len(same)]
            if other.answer != row.answer:
                yield row, other


def _has_quantities(table: RowTable) -> bool:
    """True where an answer is a number, and a sentence that asks for its cue would read oddly."""
    return any(row.answer[:1].isdigit() for row in table.rows)
