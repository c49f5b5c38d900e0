from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tutor.ui.moments import exam_words, interval_words, when_words

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (timedelta(seconds=-5), "in 1 min"),
        (timedelta(seconds=40), "in 1 min"),
        (timedelta(minutes=10), "in 10 min"),
        (timedelta(minutes=59, seconds=29), "in 59 min"),
        (timedelta(minutes=59, seconds=40), "in 1 h"),
        (timedelta(hours=23, minutes=29), "in 23 h"),
        (timedelta(hours=23, minutes=31), "1 d"),
        (timedelta(days=3), "3 d"),
        (timedelta(days=99), "99 d"),
        (timedelta(days=122), "4 months"),
        (timedelta(days=800), "2.2 years"),
    ],
)
def test_an_interval_fits_on_a_button(interval, words):
    assert interval_words(NOW, NOW + interval) == words


def test_when_something_is_due_goes_by_the_learners_own_days():
    assert when_words(NOW, NOW + timedelta(minutes=6)) == "in 6 min"
    assert when_words(NOW, NOW + timedelta(hours=22, minutes=5)) == "tomorrow at 08:05"
    assert when_words(NOW, NOW + timedelta(days=21)) == "on 2026-05-25"
    late = NOW.astimezone(timezone(timedelta(hours=13)))  # 23:00 there
    assert when_words(late, NOW + timedelta(hours=2)) == "tomorrow at 01:00"


@pytest.mark.parametrize(
    ("exam_date", "words"),
    [
        (None, "Exam: no date yet, see Settings"),
        (date(2026, 5, 3), "Exam: was on 2026-05-03, see Settings"),
        (date(2026, 5, 4), "Exam: today"),
        (date(2026, 5, 5), "Exam: tomorrow"),
        (date(2026, 6, 3), "Exam: in 30 days"),
    ],
)
def test_days_to_the_exam(exam_date, words):
    assert exam_words(exam_date, NOW.date()) == words
