"""What a learner has to review today: the cards that are due, and a day's share of new ones.

Knows nothing of the page or of the command line.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import zip_longest

from tutor.learner.cards import Pages, row_cards, term_cards
from tutor.learner.reviews import CardState, ReviewStore
from tutor.learner.schedule import new_cards_a_day
from tutor.learner.types import Card, CardKind

__all__ = ["ReviewDay", "keep_cards_of", "review_day"]


@dataclass(frozen=True, slots=True)
class ReviewDay:
    """The reviews of one day in one course."""

    due: tuple[Card, ...]
    """To be graded now, the longest due first."""
    new: tuple[Card, ...]
    """The rest of today's share of cards that were never graded."""
    later_today: int
    new_left: int
    """Cards that were never graded, those of `new` among them."""
    graded_today: int
    """Grades given today, without those taken back."""
    active: int
    """Cards that come up at all."""
    set_aside: int
    """Cards that the learner took out, or whose row is gone."""


def review_day(store: ReviewStore, course: str, now: datetime, exam_date: date | None = None) -> ReviewDay:
    """What to review; the day is that of `now` in its own time zone."""
    begins = datetime.combine(now.date(), time.min, now.tzinfo)
    ends = begins + timedelta(days=1)
    states = store.cards(course)
    active = {card_id for card_id, state in states.items() if state is CardState.ACTIVE}
    first_grades: dict[str, datetime] = {}
    logs = store.logs(course)
    for log in logs:
        first_grades.setdefault(log.card_id, log.reviewed_at)
    begun = sum(begins <= at for at in first_grades.values())
    unseen = store.unseen(course)
    share = max(0, new_cards_a_day(len(unseen) + begun, now, exam_date) - begun)
    waiting = [s.due_at for card_id, s in store.states(course).items() if card_id in active]
    return ReviewDay(
        due=store.due(course, now),
        new=_mixed(unseen)[:share],
        later_today=sum(now < due_at < ends for due_at in waiting),
        new_left=len(unseen),
        graded_today=sum(begins <= log.reviewed_at for log in logs),
        active=len(active),
        set_aside=len(states) - len(active),
    )


def keep_cards_of(store: ReviewStore, course: str, pages: Pages) -> int:
    """Bring the cards of recall tables and glossaries up to date with the sources; how many are new."""
    rows = store.keep_up(course, CardKind.ROW, row_cards(course, pages))
    return rows + store.keep_up(course, CardKind.TERM, term_cards(course, pages))


def _mixed(cards: Iterable[Card]) -> tuple[Card, ...]:
    """The cards of every task in turn, and within a task those of each table or topic in turn.

    So a day's share reaches over the whole exam, and no two rows of a table, which give each other's
    answers away, follow each other while there are others.
    """
    by_task = _groups(cards, lambda card: card.task)
    by_table = (
        _groups(group, lambda card: f"{card.kind}/{card.document}/{card.heading}") for group in by_task
    )
    return tuple(_in_turn([list(_in_turn(tables)) for tables in by_table]))


def _groups(cards: Iterable[Card], name: Callable[[Card], str]) -> list[list[Card]]:
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(name(card), []).append(card)
    return list(groups.values())


def _in_turn(groups: list[list[Card]]) -> Iterator[Card]:
    for turn in zip_longest(*groups):
        yield from (card for card in turn if card is not None)
