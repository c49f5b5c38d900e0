"""Right and wrong answers of an exam -> scaled score, pass or fail, and the section table.

AWS does not publish how it turns right answers into a scaled score, and it equates different versions of
an exam in a way that nobody outside can repeat. What stands here is an estimate with three fixed points:
no right answer is the scale's low end, all right is its high end, and the raw share `Scale.pass_share` is
the pass mark; straight lines run between them. Nobody knows the true share, so the default is the least
that can be assumed, the place of the pass mark on its scale, rounded to a whole percent:
(750 - 100) / (1000 - 100) = 0.72. Of 50 scored items, 36 right then pass.

Knows nothing of how an exam is drawn, timed or stored.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ingest.errors import TutorError

__all__ = [
    "DomainShare",
    "ExamResult",
    "MarkedItem",
    "Scale",
    "SectionRow",
    "Standing",
    "scaled_score",
    "score_exam",
    "straight_share",
]


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers of a scaled score; `pass_share` is the share of right answers that is taken as the mark.

    Raises TutorError unless low < pass_mark <= high and 0 < pass_share <= 1.
    """

    low: int = 100
    high: int = 1000
    pass_mark: int = 750
    pass_share: float = 0.72

    def __post_init__(self) -> None:
        if not (self.low < self.pass_mark <= self.high and 0 < self.pass_share <= 1):
            raise TutorError(
                f"A scale from {self.low} to {self.high} with {self.pass_mark} to pass at a share of "
                f"{self.pass_share:g} is not possible. The mark has to lie on the scale above its low end, "
                "and the share between 0 and 1."
            )

    def place(self, score: float) -> float:
        """Where a score stands on the scale, from 0 at its low end to 1 at its high end."""
        return (score - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class DomainShare:
    """A content domain as an exam counts it; `weight` is its percentage of the scored items."""

    number: int
    title: str
    weight: float


@dataclass(frozen=True, slots=True)
class MarkedItem:
    """One item of a finished exam: what is needed to score it. An unanswered item is not correct."""

    domain: int
    scored: bool
    correct: bool


class Standing(StrEnum):
    """The two classes of a section, in the words of a score report."""

    MEETS = "meets competencies"
    NEEDS = "needs improvement"


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One domain in the section table. It says where to study; it does not decide pass or fail."""

    domain: int
    title: str
    weight: float
    correct: int
    scored: int
    standing: Standing | None
    """None when the exam had no scored item of the domain."""

    @property
    def share(self) -> float | None:
        """Right among the scored items, 0 to 1; None without any."""
        return self.correct / self.scored if self.scored else None


@dataclass(frozen=True, slots=True)
class ExamResult:
    """The outcome of an exam. Unscored items are in none of these figures."""

    score: int
    passed: bool
    correct: int
    scored: int
    scale: Scale
    sections: tuple[SectionRow, ...]
    notes: tuple[str, ...]
    """What the score rests on, a sentence each."""


def straight_share(low: int, high: int, pass_mark: int) -> float:
    """The raw share that a straight line over the whole scale gives the pass mark, to a whole percent."""
    share = round((pass_mark - low) / (high - low), 2)
    return min(max(share, 0.01), 1.0)


def scaled_score(correct: int, scored: int, scale: Scale) -> int:
    """The scaled score, rounded down to a whole number between `scale.low` and `scale.high`.

    It never falls as `correct` rises, and it reaches `scale.pass_mark` exactly when the share of right
    answers reaches `scale.pass_share`. Raises TutorError unless 0 <= correct <= scored and scored > 0.
    """
    if scored < 1 or not 0 <= correct <= scored:
        raise TutorError(f"{correct} right of {scored} scored items cannot be scored; score a real exam.")
    share, threshold = Fraction(correct, scored), _exact(scale.pass_share)
    if share < threshold:
        points = scale.low + (scale.pass_mark - scale.low) * share / threshold
    elif threshold == 1:
        points = Fraction(scale.high)
    else:
        above = (share - threshold) / (1 - threshold)
        points = scale.pass_mark + (scale.high - scale.pass_mark) * above
    # down, because 749.6 is no pass; e.g. 35 of 50: 100 + 650 * 0.70 / 0.72 = 731.9 -> 731
    return math.floor(points)


def score_exam(items: Sequence[MarkedItem], domains: Sequence[DomainShare], scale: Scale) -> ExamResult:
    """The result over the scored items: one total decides, so strong domains make up for weak ones.

    Raises TutorError when no item is scored.
    """
    counted = [item for item in items if item.scored]
    correct = sum(item.correct for item in counted)
    score = scaled_score(correct, len(counted), scale)
    sections = tuple(_section(domain, counted, scale) for domain in domains)
    return ExamResult(
        score=score,
        passed=Fraction(correct, len(counted)) >= _exact(scale.pass_share),
        correct=correct,
        scored=len(counted),
        scale=scale,
        sections=sections,
        notes=_notes(len(counted), scale),
    )


def _section(domain: DomainShare, counted: Sequence[MarkedItem], scale: Scale) -> SectionRow:
    own = [item for item in counted if item.domain == domain.number]
    correct = sum(item.correct for item in own)
    standing = None
    if own:
        meets = Fraction(correct, len(own)) >= _exact(scale.pass_share)
        standing = Standing.MEETS if meets else Standing.NEEDS
    return SectionRow(domain.number, domain.title, domain.weight, correct, len(own), standing)


def _notes(scored: int, scale: Scale) -> tuple[str, ...]:
    step = round((scale.pass_mark - scale.low) / (scale.pass_share * scored))
    return (
        "This score is an estimate: how right answers become a scaled score is not published. "
        f"Here {scale.pass_share:.0%} right is taken as the pass mark of {scale.pass_mark}, with straight "
        f"lines from there to {scale.low} and {scale.high}.",
        f"{scored} scored {'item' if scored == 1 else 'items'}: one answer more or less moves the score by "
        f"about {step} points.",
        "Only the total decides. A section with few items gives a rough picture.",
    )


def _exact(share: float) -> Fraction:
    """The share as it is written: 0.72 is 18/25, so that 36 of 50 reaches it."""
    return Fraction(str(share))
