"""How many cards come up for review, day by day. Knows nothing of how they are scheduled."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from tutor.learner.planning.targets import day_of
from tutor.learner.types import ReviewLog, ReviewState

__all__ = ["SECONDS_PER_CARD", "DueDay", "ReviewForecast", "pace_seconds", "review_forecast"]

SECONDS_PER_CARD = 12.0
"""Reading, recalling and grading a card of one or two lines, until the learner's own pace is known."""
_NEW_CARD_VIEWS = 2
"""A new card is seen twice on its first day."""
_FORECAST_DAYS = 30
_LONGEST_SECONDS = 60.0
"""A card left open over a coffee says nothing of the pace."""
_FEWEST_GRADES = 20


@dataclass(frozen=True, slots=True)
class DueDay:
    """The cards that are due on one day, as scheduled now."""

    day: date
    cards: int
    minutes: float


@dataclass(frozen=True, slots=True)
class ReviewForecast:
    """Day after day from today; overdue cards count today. What is graded comes back later and adds to it."""

    days: tuple[DueDay, ...]
    overdue: int
    """Of today's cards, those that were due on an earlier day."""
    cards: int
    """All cards that are scheduled, beyond the last day too."""
    seconds_per_card: float = SECONDS_PER_CARD
    new_a_day: int = 0
    """Cards that were never graded and are to be begun each day."""

    def minutes_between(self, first: date, end: date) -> float:
        """Minutes of review from `first` to the day before `end`, those of new cards among them."""
        due = sum(day.minutes for day in self.days if first <= day.day < end)
        new = (end - first).days * self.new_a_day * _NEW_CARD_VIEWS * self.seconds_per_card / 60
        return due + new


def pace_seconds(logs: Iterable[ReviewLog]) -> float:
    """The learner's own median seconds a card, once twenty were graded."""
    seconds = [min(log.seconds, _LONGEST_SECONDS) for log in logs if log.seconds > 0]
    return median(seconds) if len(seconds) >= _FEWEST_GRADES else SECONDS_PER_CARD


def review_forecast(
    states: Sequence[ReviewState],
    now: datetime,
    *,
    days: int = _FORECAST_DAYS,
    seconds_per_card: float = SECONDS_PER_CARD,
    new_a_day: int = 0,
) -> ReviewForecast:
    """The forecast for `days` days from `now`'s, in its time zone."""
    today = now.date()
    due = [day_of(state.due_at, now) for state in states]
    counts = Counter(max(day, today) for day in due)
    ahead = [today + timedelta(days=number) for number in range(days)]
    loads = tuple(DueDay(day, counts[day], counts[day] * seconds_per_card / 60) for day in ahead)
    overdue = sum(day < today for day in due)
    return ReviewForecast(loads, overdue, len(due), seconds_per_card, new_a_day)
