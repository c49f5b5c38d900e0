from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tutor.learner.schedule import desired_retention, grade_card, new_cards_a_day, previews
from tutor.learner.types import Grade, ReviewState

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
AGAIN, HARD, GOOD, EASY = Grade
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def intervals(grades, exam_date=None, card_id="c"):
    """What each grade leads to when the card is graded just when it is due; and the last state."""
    state, at, found = None, START, []
    for grade in grades:
        state = grade_card(state, card_id, grade, at, exam_date).after
        found.append(state.due_at - at)
        at = state.due_at
    return found, state


@pytest.mark.parametrize(
    ("grades", "expected", "stability", "difficulty"),
    [
        # FSRS-6, default parameters, 0.90 wanted, no fuzz; computed with py-fsrs 6.3.2
        (
            [GOOD] * 6,
            [10 * MINUTE, 2 * DAY, 11 * DAY, 46 * DAY, 163 * DAY, 498 * DAY],
            497.8766,
            2.0837,
        ),
        (
            [GOOD, GOOD, GOOD, AGAIN, GOOD, GOOD],
            [10 * MINUTE, 2 * DAY, 11 * DAY, 10 * MINUTE, 2 * DAY, 5 * DAY],
            4.9348,
            7.3657,
        ),
        (
            [AGAIN, HARD, GOOD, EASY, HARD, GOOD],
            [MINUTE, 5.5 * MINUTE, 10 * MINUTE, DAY, 2 * DAY, 5 * DAY],
            4.6584,
            7.83,
        ),
        ([EASY] * 3, [8 * DAY, 66 * DAY, 397 * DAY], 396.775, 1.0),
        ([HARD, HARD, GOOD, GOOD], [5.5 * MINUTE, 5.5 * MINUTE, 10 * MINUTE, DAY], 1.3772, 6.7174),
    ],
)
def test_a_list_of_grades_gives_exactly_these_intervals(grades, expected, stability, difficulty):
    found, state = intervals(grades)
    assert found == expected
    assert (round(state.stability, 4), round(state.difficulty, 4), state.phase) == (stability, difficulty, 2)


def test_a_log_says_what_was_graded_and_leads_to_the_next_state():
    log = grade_card(None, "c", GOOD, START, seconds=3.5)
    assert (log.card_id, log.grade, log.reviewed_at, log.seconds) == ("c", GOOD, START, 3.5)
    assert log.after == ReviewState(
        card_id="c",
        due_at=START + 10 * MINUTE,
        stability=2.3065,
        difficulty=pytest.approx(2.1181, abs=1e-4),
        step=1,
        phase=1,
        last_reviewed_at=START,
    )


def test_grading_is_the_same_every_time():
    _, state = intervals([GOOD] * 4)
    assert len({grade_card(state, "c", GOOD, START + 90 * DAY).after for _ in range(20)}) == 1


def test_previews_are_what_the_grades_then_do():
    _, state = intervals([GOOD] * 3)
    at, exam = state.due_at, date(2026, 3, 1)
    assert previews(state, "c", at) == {
        AGAIN: at + 10 * MINUTE,
        HARD: at + 32 * DAY,
        GOOD: at + 46 * DAY,
        EASY: at + 77 * DAY,
    }
    for grade, due_at in previews(state, "c", at, exam).items():
        assert grade_card(state, "c", grade, at, exam).after.due_at == due_at


@pytest.mark.parametrize(
    ("days_left", "share"),
    [(90, 0.90), (28, 0.90), (21, 0.915), (14, 0.93), (7, 0.945), (1, 0.9579), (0, 0.90), (-3, 0.90)],
)
def test_more_is_to_be_remembered_towards_the_exam(days_left, share):
    assert desired_retention(START, START.date() + days_left * DAY) == share
    assert desired_retention(START) == 0.90


def test_intervals_are_shorter_towards_the_exam():
    found, _ = intervals([GOOD] * 4, date(2026, 1, 29))  # four weeks: 0.90 rising to 0.96
    assert found[:3] == [10 * MINUTE, 2 * DAY, 10 * DAY]


@pytest.mark.parametrize("exam", [date(2026, 1, 3), date(2026, 1, 12), date(2026, 2, 20), date(2026, 6, 1)])
def test_nothing_is_due_after_the_day_before_the_exam(exam):
    last_day = exam - DAY
    for number in range(12):
        for grades in ([EASY] * 3, [GOOD] * 6, [GOOD, GOOD, AGAIN, GOOD, EASY]):
            state, at = None, START
            for grade in grades:
                if at.date() > last_day or (state and state.due_at.time().hour == 23):
                    break
                state = grade_card(state, f"card-{number}", grade, at, exam).after
                assert at < state.due_at
                assert state.due_at.date() <= last_day
                at = state.due_at


def test_cards_cut_short_are_spread_over_the_last_days():
    exam = date(2026, 2, 1)
    _, state = intervals([EASY])
    at = state.due_at  # 22 whole days are left: over the last five
    due = {grade_card(state, f"card-{n}", EASY, at, exam).after.due_at for n in range(60)}
    assert {at.date() for at in due} == {date(2026, 1, day) for day in (27, 28, 29, 30, 31)}
    assert {at.time() for at in due} == {START.time()}


def test_on_the_last_day_a_known_card_is_done_with_and_a_forgotten_one_comes_back():
    _, state = intervals([GOOD] * 3)
    at = datetime(2026, 1, 14, 20, tzinfo=UTC)
    exam = date(2026, 1, 15)
    assert grade_card(state, "c", GOOD, at, exam).after.due_at == datetime(
        2026, 1, 14, 23, 59, 59, 999_999, tzinfo=UTC
    )
    assert grade_card(state, "c", AGAIN, at, exam).after.due_at == at + 10 * MINUTE


def test_an_exam_that_is_over_bounds_nothing():
    _, state = intervals([GOOD] * 3)
    for exam in (date(2026, 1, 14), date(2025, 1, 1)):
        assert grade_card(state, "c", GOOD, state.due_at, exam).after.due_at == state.due_at + 46 * DAY


def test_times_of_any_zone_are_taken_and_those_of_none_refused():
    local = START.astimezone(timezone(timedelta(hours=9)))
    assert grade_card(None, "c", GOOD, local) == grade_card(None, "c", GOOD, START)
    with pytest.raises(ValueError, match="has no time zone"):
        grade_card(None, "c", GOOD, datetime(2026, 1, 1))


@pytest.mark.parametrize(
    ("unseen", "days_left", "share"),
    [
        (500, None, 20),
        (5, None, 5),
        (301, 17, 31),  # 301 in the 10 days before the last week
        (500, 17, 50),
        (500, 8, 60),
        (500, 3, 60),
        (100, 90, 20),
        (500, -1, 20),
    ],
)
def test_new_cards_leave_the_last_week_for_repeating(unseen, days_left, share):
    exam = None if days_left is None else START.date() + days_left * DAY
    assert new_cards_a_day(unseen, START, exam) == share
