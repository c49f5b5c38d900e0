"""Weekly target scores up to the exam, and the scores that were reached. Knows nothing of plans' contents.

Weeks are the seven days that end before the exam's date, and so on backwards, so that they stay where
they are while the date does. Days are those of the time zone of the `now` that is handed in.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tutor.learner.types import Attempt

__all__ = [
    "TARGET",
    "Target",
    "WeekScore",
    "day_of",
    "target_at",
    "week_start",
    "week_starts",
    "weekly_scores",
    "weekly_targets",
]

TARGET = 0.85
"""The share right to reach in practice by the exam: some points above a pass, for nerves and harder items."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Target:
    """What to score in the week that begins on `starts_on`, from 0 to 1."""

    starts_on: date
    share: float


@dataclass(frozen=True, slots=True)
class WeekScore:
    """The answers of one week. `share` is None without any, `target` where none was set."""

    starts_on: date
    answers: int
    right: int
    target: float | None = None

    @property
    def share(self) -> float | None:
        """Right of all answers, from 0 to 1."""
        return self.right / self.answers if self.answers else None


def day_of(at: datetime, now: datetime) -> date:
    """The day of a moment in the time zone of `now`."""
    return at.astimezone(now.tzinfo).date()


def week_start(day: date, anchor: date) -> date:
    """The first day of the week that `day` is in; weeks begin on `anchor`'s weekday."""
    return (
        anchor - _WEEK * math.ceil((anchor - day).days / 7)
        if day < anchor
        else (anchor + _WEEK * ((day - anchor).days // 7))
    )


def week_starts(first: date, exam: date) -> tuple[date, ...]:
    """The first days of all weeks from the day `first` to the exam; the first may be before `first`."""
    weeks = math.ceil((exam - first).days / 7)
    return tuple(exam - _WEEK * (weeks - number) for number in range(weeks))


def weekly_targets(present: float, starts: Sequence[date]) -> tuple[Target, ...]:
    """From the present share right in equal steps to 85 % in the last week; never below the present one.

    For example .55 and three weeks: .65, .75, .85.
    """
    top = max(TARGET, present)
    step = (top - present) / len(starts) if starts else 0.0
    return tuple(Target(start, present + step * (at + 1)) for at, start in enumerate(starts))


def target_at(targets: Iterable[Target], day: date) -> float | None:
    """The target of the week that `day` is in; None before the first and after the last."""
    found = [one.share for one in targets if one.starts_on <= day < one.starts_on + _WEEK]
    return found[0] if found else None


def weekly_scores(
    attempts: Iterable[Attempt], targets: Sequence[Target], anchor: date, now: datetime
) -> tuple[WeekScore, ...]:
    """Every week from the first answer or target to the last target or today, without gaps.

    `anchor` is the exam's date; without one, any day on which weeks shall begin.
    """
    today = now.date()
    days = [(day_of(one.answered_at, now), one.correct) for one in attempts]
    days = [(day, correct) for day, correct in days if day <= today]
    named = [day for day, _ in days] + [one.starts_on for one in targets]
    if not named:
        return ()
    first, last = week_start(min(named), anchor), week_start(max([*named, today]), anchor)
    scores = []
    for number in range((last - first).days // 7 + 1):
        start = first + number * _WEEK
        inside = [correct for day, correct in days if start <= day < start + _WEEK]
        scores.append(WeekScore(start, len(inside), sum(inside), target_at(targets, start)))
    return tuple(scores)
