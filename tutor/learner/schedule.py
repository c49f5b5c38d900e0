"""When a card comes again: FSRS, without chance, and aware of the exam (the only user of `fsrs`).

Towards the exam more is to be remembered, and nothing is put off beyond the day before it.
Knows nothing of how states are kept.
"""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tutor.learner.types import Grade, ReviewLog, ReviewState

if TYPE_CHECKING:
    from fsrs import Card as FsrsCard
    from fsrs import Scheduler

__all__ = ["desired_retention", "grade_card", "new_cards_a_day", "previews"]

_RETENTION = 0.90
"""Share of cards known when they come; FSRS's own default, the best known use of a learner's time."""
_EXAM_RETENTION = 0.96
_RISE_DAYS = 28
"""Over the last four weeks the wanted share rises evenly from the one to the other."""
_SPREAD_DAYS = 5
"""Cards that the exam cuts short are spread over up to so many last days, not heaped on one."""
_NEW_A_DAY = 20
_MOST_NEW_A_DAY = 60
_CONSOLIDATION_DAYS = 7
"""The last week before the exam is for repeating."""


def grade_card(
    state: ReviewState | None,
    card_id: str,
    grade: Grade,
    now: datetime,
    exam_date: date | None = None,
    seconds: float = 0.0,
) -> ReviewLog:
    """The log of a grade with the state that it leads to; `state` is None for a card's first grade.

    No card is due later than the day before `exam_date`, counted in UTC, as long as that day is not over.

    Raises:
        ValueError: `now` has no time zone.
    """
    from fsrs import Rating

    if now.tzinfo is None:
        raise ValueError(f"{now.isoformat()} has no time zone; use an aware time")
    at = now.astimezone(UTC)
    card, _ = _scheduler(at, exam_date).review_card(_fsrs_card(state, at), Rating(grade), at)
    after = ReviewState(
        card_id=card_id,
        due_at=_before_exam(card.due, at, exam_date, card_id),
        stability=card.stability,
        difficulty=card.difficulty,
        step=card.step,
        phase=int(card.state),
        last_reviewed_at=at,
    )
    return ReviewLog(card_id, grade, at, seconds, after)


def previews(
    state: ReviewState | None, card_id: str, now: datetime, exam_date: date | None = None
) -> dict[Grade, datetime]:
    """When the card would come again for each grade."""
    return {grade: grade_card(state, card_id, grade, now, exam_date).after.due_at for grade in Grade}


def desired_retention(now: datetime, exam_date: date | None = None) -> float:
    """The share of cards that are to be known when they come: 0.90, rising to 0.96 on the exam's day."""
    days_left = _days_until(exam_date, now)
    if days_left is None or days_left >= _RISE_DAYS:
        return _RETENTION
    # e.g. 14 days before: 0.90 + 0.06 * 14 / 28 = 0.93
    return round(_RETENTION + (_EXAM_RETENTION - _RETENTION) * (_RISE_DAYS - days_left) / _RISE_DAYS, 4)


def new_cards_a_day(unseen: int, now: datetime, exam_date: date | None = None) -> int:
    """How many new cards to begin a day: 20, or as many up to 60 as leave the last week for repeating."""
    days_left = _days_until(exam_date, now)
    if days_left is None:
        return min(unseen, _NEW_A_DAY)
    days = max(days_left - _CONSOLIDATION_DAYS, 1)
    needed = -(-unseen // days)  # rounded up, e.g. 301 cards in 10 days = 31
    return min(unseen, max(_NEW_A_DAY, min(needed, _MOST_NEW_A_DAY)))


def _scheduler(at: datetime, exam_date: date | None) -> "Scheduler":
    from fsrs import Scheduler

    return Scheduler(desired_retention=desired_retention(at, exam_date), enable_fuzzing=False)


def _fsrs_card(state: ReviewState | None, at: datetime) -> "FsrsCard":
    from fsrs import Card, State

    if state is None:
        return Card(card_id=0, due=at)  # an id of its own would cost FSRS a millisecond's sleep
    return Card(
        card_id=0,
        state=State(state.phase),
        step=state.step,
        stability=state.stability,
        difficulty=state.difficulty,
        due=state.due_at,
        last_review=state.last_reviewed_at,
    )


def _days_until(exam_date: date | None, now: datetime) -> int | None:
    """Whole days in UTC; None without an exam, and once its day has come."""
    if exam_date is None:
        return None
    days = (exam_date - now.astimezone(UTC).date()).days
    return days if days > 0 else None


def _before_exam(due: datetime, at: datetime, exam_date: date | None, card_id: str) -> datetime:
    """`due`, or an earlier time of one of the last days before the exam's."""
    days_left = _days_until(exam_date, at)
    if exam_date is None or days_left is None or due.date() < exam_date:
        return due
    last_day = exam_date - timedelta(days=1)
    whole_days = days_left - 1
    if whole_days == 0:  # graded on the last day: done with it, unless it is a learning step
        return datetime.combine(last_day, time.max, UTC)
    # e.g. 9 days to go: over the last 3; always the same day for a card
    spread = min(_SPREAD_DAYS, max(1, whole_days // 3))
    earlier = int(hashlib.sha256(card_id.encode()).hexdigest()[:8], 16) % spread
    return datetime.combine(last_day - timedelta(days=earlier), at.timetz())
