import pytest
from attempts_of import attempt

from tutor.learner.standing.calibration import calibration
from tutor.learner.types import Confidence


def said(confidence, right, wrong):
    outcomes = [True] * right + [False] * wrong
    return [attempt(f"{confidence}-{n}", "1.1", one, confidence=confidence) for n, one in enumerate(outcomes)]


def test_rows_with_their_intervals():
    found = calibration(
        [*said(Confidence.SURE, 8, 2), *said(Confidence.GUESS, 1, 3), attempt("x", "1.1", True)]
    )
    guess, unsure, sure = found.rows
    assert (guess.answers, guess.right, guess.share) == (4, 1, 0.25)
    assert (unsure.answers, unsure.share, unsure.low) == (0, None, None)
    assert (sure.share, sure.low, sure.high) == pytest.approx((0.8, 0.541, 0.931), abs=1e-3)
    assert found.unsaid == 1


def test_unanswered_items_are_left_out():
    from dataclasses import replace

    empty = replace(attempt("x", "1.1", False), chosen=())
    assert calibration([empty]).unsaid == 0


@pytest.mark.parametrize(
    ("attempts", "words"),
    [
        ([], "Say how sure you are before you submit"),
        (said(Confidence.SURE, 6, 4), "You were sure 10 times and right 6 times (60 %): re-read"),
        (said(Confidence.SURE, 19, 1), "You were sure 20 times and right 19 times (95 %): trust it"),
        (said(Confidence.GUESS, 6, 4), "You guessed 10 times and right 6 times (60 %)"),
        (said(Confidence.UNSURE, 5, 4), "Go on saying how sure you are"),
    ],
)
def test_advice(attempts, words):
    assert calibration(attempts).advice.startswith(words)
