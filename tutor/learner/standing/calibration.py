"""What a learner said of an answer before the verdict, against how it came out. Knows nothing of pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from tutor.learner.types import Attempt, Confidence

__all__ = ["Calibration", "ConfidenceRow", "calibration"]

_EXPECTED = {Confidence.GUESS: 0.25, Confidence.UNSURE: 0.60, Confidence.SURE: 0.90}
"""A guess among four; better than a coin; nine in ten, or "sure" costs points in the exam."""
_FEWEST = 5
"""Answers of one kind before anything is said of it."""
_TOLERANCE = 0.10
_NAMES = {Confidence.GUESS: "guessed", Confidence.UNSURE: "were unsure", Confidence.SURE: "were sure"}


@dataclass(frozen=True, slots=True)
class ConfidenceRow:
    """All answers of one confidence. `share` and its 90 % interval are None without an answer."""

    confidence: Confidence
    answers: int
    right: int
    expected: float
    """The share right that the word stands for."""
    share: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Calibration:
    """The rows from guess to sure, and how many answers came without a word."""

    rows: tuple[ConfidenceRow, ...]
    unsaid: int
    advice: str
    """One sentence that says what to do."""


def calibration(attempts: Iterable[Attempt]) -> Calibration:
    """Over all attempts that are handed in; unanswered items are left out."""
    answered = [attempt for attempt in attempts if attempt.chosen]
    rows = tuple(
        _row(confidence, [one.correct for one in answered if one.confidence is confidence])
        for confidence in Confidence
    )
    unsaid = sum(attempt.confidence is None for attempt in answered)
    return Calibration(rows, unsaid, _advice(rows))


def _row(confidence: Confidence, outcomes: list[bool]) -> ConfidenceRow:
    """The share right with the interval of Wilson, which stays inside 0 and 1 for few answers."""
    answers, right, expected = len(outcomes), sum(outcomes), _EXPECTED[confidence]
    if not answers:
        return ConfidenceRow(confidence, 0, 0, expected)
    z = 1.6449  # nine in ten of a normal distribution
    share = right / answers
    middle = (share + z * z / (2 * answers)) / (1 + z * z / answers)
    half = z / (1 + z * z / answers) * (share * (1 - share) / answers + (z / (2 * answers)) ** 2) ** 0.5
    return ConfidenceRow(
        confidence, answers, right, expected, share, max(0.0, middle - half), min(1.0, middle + half)
    )


def _advice(rows: tuple[ConfidenceRow, ...]) -> str:
    guess, _, sure = rows
    said = sum(row.answers for row in rows)
    if said < _FEWEST:
        return "Say how sure you are before you submit; after a few answers you see whether you can trust it."
    if sure.answers >= _FEWEST and (sure.share or 0.0) < sure.expected - _TOLERANCE:
        return f"{_said(sure)}: re-read the passage of each of those you missed, for they feel known."
    if guess.answers >= _FEWEST and (guess.share or 0.0) > guess.expected + 2 * _TOLERANCE:
        return (
            f"{_said(guess)}: you know more than you think, so keep your first choice unless you can say why."
        )
    if sure.answers >= _FEWEST:
        return f"{_said(sure)}: trust it, and spend your review time on what you mark as unsure."
    return "Go on saying how sure you are; five answers of a kind are needed to judge it."


def _said(row: ConfidenceRow) -> str:
    return (
        f"You {_NAMES[row.confidence]} {row.answers} times and right {row.right} times "
        f"({100 * (row.share or 0.0):.0f} %)"
    )
