from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from attempts_of import NOW, attempt

from tutor.learner.planning.targets import (
    Target,
    day_of,
    target_at,
    week_start,
    week_starts,
    weekly_scores,
    weekly_targets,
)
from tutor.learner.standing.forecast import SECONDS_PER_CARD, pace_seconds, review_forecast
from tutor.learner.types import Grade, ReviewLog, ReviewState

EXAM = date(2026, 2, 20)


def test_weeks_end_the_day_before_the_exam():
    assert week_starts(date(2026, 1, 30), EXAM) == (date(2026, 1, 30), date(2026, 2, 6), date(2026, 2, 13))
    assert week_starts(date(2026, 1, 31), EXAM) == (date(2026, 1, 30), date(2026, 2, 6), date(2026, 2, 13))
    assert week_starts(date(2026, 2, 19), EXAM) == (date(2026, 2, 13),)
    assert week_starts(EXAM, EXAM) == ()


def test_the_week_of_a_day():
    assert week_start(date(2026, 2, 13), EXAM) == date(2026, 2, 13)
    assert week_start(date(2026, 2, 12), EXAM) == date(2026, 2, 6)
    assert week_start(EXAM, EXAM) == EXAM
    assert week_start(date(2026, 2, 28), EXAM) == date(2026, 2, 27)


def test_targets_rise_in_equal_steps_to_85_percent():
    starts = week_starts(date(2026, 1, 30), EXAM)
    assert [one.share for one in weekly_targets(0.55, starts)] == pytest.approx([0.65, 0.75, 0.85])
    assert [one.share for one in weekly_targets(0.9, starts)] == pytest.approx([0.9, 0.9, 0.9])
    assert weekly_targets(0.5, ()) == ()


def test_the_target_of_a_day():
    targets = (Target(date(2026, 2, 6), 0.7), Target(date(2026, 2, 13), 0.8))
    assert target_at(targets, date(2026, 2, 12)) == 0.7
    assert target_at(targets, date(2026, 2, 5)) is None
    assert target_at(targets, date(2026, 2, 20)) is None


def test_scores_week_by_week_without_gaps():
    attempts = [attempt("a", "1.1", True, days_ago=15), attempt("b", "1.1", False), attempt("c", "1.1", True)]
    scores = weekly_scores(attempts, (Target(date(2026, 2, 6), 0.8),), EXAM, NOW)
    assert [(one.starts_on.isoformat(), one.right, one.answers, one.target) for one in scores] == [
        ("2026-01-09", 1, 1, None),
        ("2026-01-16", 0, 0, None),
        ("2026-01-23", 0, 0, None),
        ("2026-01-30", 1, 2, None),
        ("2026-02-06", 0, 0, 0.8),
    ]
    assert [one.share for one in scores] == [1.0, None, None, 0.5, None]
    assert weekly_scores((), (), EXAM, NOW) == ()


def test_days_are_those_of_the_learner():
    east = timezone(timedelta(hours=9))
    assert day_of(datetime(2026, 1, 30, 20, tzinfo=UTC), datetime(2026, 1, 30, tzinfo=east)) == date(
        2026, 1, 31
    )


def state(number, days):
    return ReviewState(f"c{number}", NOW + timedelta(days=days), 3.0, 5.0, None, 2, NOW)


def test_forecast_counts_overdue_cards_today():
    states = [state(n, days) for n, days in enumerate((-3, -0.1, 0.1, 1, 1, 40))]
    found = review_forecast(states, NOW, days=3)
    assert [day.cards for day in found.days] == [3, 2, 0]
    assert [day.day.isoformat() for day in found.days] == ["2026-01-30", "2026-01-31", "2026-02-01"]
    assert (found.overdue, found.cards) == (1, 6)
    assert found.days[0].minutes == pytest.approx(3 * 12 / 60)
    assert found.minutes_between(date(2026, 1, 31), date(2026, 2, 2)) == pytest.approx(0.4)


def test_new_cards_add_to_the_minutes():
    found = review_forecast([state(1, 1)], NOW, days=10, seconds_per_card=30.0, new_a_day=4)
    # one card of half a minute; 7 days of 4 cards seen twice
    assert found.minutes_between(date(2026, 1, 30), date(2026, 2, 6)) == pytest.approx(0.5 + 7 * 4 * 2 * 0.5)


def test_the_pace_is_the_learners_own_after_twenty_grades():
    def logs(seconds):
        return [ReviewLog("c", Grade.GOOD, NOW, one, state(1, 1)) for one in seconds]

    assert pace_seconds(logs([5.0] * 19)) == SECONDS_PER_CARD
    assert pace_seconds(logs([5.0] * 19 + [0.0])) == SECONDS_PER_CARD
    assert pace_seconds(logs([8.0] * 11 + [4000.0] * 10)) == 8.0
