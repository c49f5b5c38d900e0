"""Times in words: until a card comes back, until the exam; pure functions."""

from datetime import date, datetime

__all__ = ["exam_words", "interval_words", "when_words"]

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_MONTH_DAYS, _YEAR_DAYS = 30.44, 365.25


def interval_words(now: datetime, due: datetime) -> str:
    """The time from `now` to `due`, short enough for a button: `in 10 min`, `in 5 h`, `3 d`, `4 months`."""
    seconds = max(0.0, (due - now).total_seconds())
    # each unit ends where rounding would reach the next one: 59.6 minutes are 1 h
    if seconds < 59.5 * _MINUTE:
        return f"in {max(1, round(seconds / _MINUTE))} min"
    if seconds < 23.5 * _HOUR:
        return f"in {round(seconds / _HOUR)} h"
    days = seconds / _DAY
    if days < 99.5:
        return f"{round(days)} d"
    if days < 23.5 * _MONTH_DAYS:
        return f"{round(days / _MONTH_DAYS)} months"
    return f"{days / _YEAR_DAYS:.1f} years"


def when_words(now: datetime, due: datetime) -> str:
    """When something is due, inside a sentence: `in 10 min`, `tomorrow at 08:05`, `on 2026-11-25`.

    Days are those of `now`'s zone.
    """
    local = due.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    if days <= 0:
        return interval_words(now, due)
    return f"tomorrow at {local:%H:%M}" if days == 1 else f"on {local:%Y-%m-%d}"


def exam_words(exam_date: date | None, today: date) -> str:
    """One line for the sidebar: how many days are left."""
    if exam_date is None:
        return "Exam: no date yet, see Settings"
    days = (exam_date - today).days
    if days < 0:
        return f"Exam: was on {exam_date}, see Settings"
    if days <= 1:
        return "Exam: tomorrow" if days else "Exam: today"
    return f"Exam: in {days} days"
