"""Where a learner stands -> the probability to pass today, its interval, and what it rests on.

The exam is drawn as the blueprint weighs it: every scored item belongs to a domain, and within it to any
task alike, so the number right is a sum of binomials and P(pass) is exact for given shares right. The
shares themselves are uncertain: P(pass) is computed for each draw of the belief, its mean is the
probability, and the middle 90 % of the draws are the interval. Knows nothing of stores or pages.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from ingest.types import Blueprint
from tutor.learner.standing.evidence import HALF_LIFE_DAYS
from tutor.learner.standing.mastery import LearnerStanding
from tutor.learner.standing.words import counted, listed, percent
from tutor.learner.types import Attempt
from tutor.practice.exams.exam_form import exam_figures

__all__ = [
    "FEWEST_ANSWERS",
    "PassEstimate",
    "PassRule",
    "pass_chances",
    "pass_estimate",
    "pass_rule",
]

FEWEST_ANSWERS = 20
"""Below it the interval spans nearly everything, and a number would only mislead."""
_RECENT_DAYS = 30
_NAMED = 6
"""Tasks in one sentence."""
_DRAWS = 4000
_SEED = 1

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PassRule:
    """What a pass takes: `needed` of `scored` items right."""

    scored: int = 50
    share: float = 0.72
    """An estimate, see `tutor.practice.exams.scoring`: how a scale is really drawn is not published."""

    @property
    def needed(self) -> int:
        """Right answers, e.g. ceil(0.72 * 50) = 36."""
        # a product such as 0.28 * 50 = 14.000000000000002 must not ask for one more
        return math.ceil(round(self.scored * self.share, 9))


@dataclass(frozen=True, slots=True)
class PassEstimate:
    """The probability to pass if the exam were today, from 0 to 1; None below the least evidence."""

    probability: float | None
    low: float | None
    high: float | None
    answers: int
    """Answers that it rests on."""
    score: float
    """The share right that is expected, from 0 to 1."""
    rule: PassRule
    basis: tuple[str, ...]
    """What it rests on, a sentence each; or why there is no estimate, and what to do."""


def pass_rule(blueprint: Blueprint, share: float | None = None) -> PassRule:
    """The rule of the blueprint's exam, with the fallbacks of `exam_figures`; `share` overrules its own."""
    figures = exam_figures(blueprint, share)
    return PassRule(figures.scored, figures.scale.pass_share)


def pass_estimate(where: LearnerStanding, attempts: Iterable[Attempt], rule: PassRule) -> PassEstimate:
    """The estimate at the standing's time; the same for the same answers."""
    if not where.tasks:
        reason = "No source states what the exam covers. Add the exam guide to the course to get an estimate."
        return PassEstimate(None, None, None, 0, 0.0, rule, (reason,))
    if where.answers < FEWEST_ANSWERS:
        missing = FEWEST_ANSWERS - where.answers
        reason = (
            f"{counted(where.answers, 'answer')} so far are too few for an estimate. Answer "
            f"{counted(missing, 'more item')}, best from all domains."
        )
        return PassEstimate(None, None, None, where.answers, where.share, rule, (reason,))
    chances = pass_chances(where, rule)
    low, high = (float(edge) for edge in np.quantile(chances, (0.05, 0.95)))
    basis = _basis(where, attempts, rule)
    return PassEstimate(float(chances.mean()), low, high, where.answers, where.share, rule, basis)


def pass_chances(where: LearnerStanding, rule: PassRule) -> Floats:
    """(4000,) P(pass) for each draw of the shares right."""
    draws = where.belief.draws(_DRAWS, _SEED)
    shares = {
        domain.number: np.mean([draws[t.task] for t in where.tasks if t.domain == domain.number], axis=0)
        for domain in where.domains
    }
    items = _items_by_domain({domain.number: domain.weight for domain in where.domains}, rule.scored)
    chances = np.ones((_DRAWS, 1))  # column k: the probability of k right among the items so far
    for number, count in items.items():
        right = np.asarray(shares[number], dtype=np.float64)[:, np.newaxis]
        for _ in range(count):
            wider = np.pad(chances * (1 - right), ((0, 0), (0, 1)))
            wider[:, 1:] += chances * right
            chances = wider
    return np.asarray(chances[:, rule.needed :].sum(axis=1), dtype=np.float64)


def _items_by_domain(weights: Mapping[int, float], scored: int) -> dict[int, int]:
    """Scored items of each domain, whole ones, by largest remainder; ties go to the lower number."""
    exact = {number: scored * weight for number, weight in weights.items()}
    whole = {number: int(share + 1e-9) for number, share in exact.items()}
    order = sorted(exact, key=lambda number: (-round(exact[number] - whole[number], 9), number))
    for number in order[: scored - sum(whole.values())]:
        whole[number] += 1
    return whole


def _basis(where: LearnerStanding, attempts: Iterable[Attempt], rule: PassRule) -> tuple[str, ...]:
    since = where.at - timedelta(days=_RECENT_DAYS)
    recent = sum(since < one.answered_at <= where.at for one in attempts)
    lines = [
        f"It rests on {counted(recent, 'answer')} in the last {_RECENT_DAYS} days; {where.answers} in all "
        f"count once repeats are left out, each half as much after {HALF_LIFE_DAYS:g} days.",
        _missing(where),
        f"A pass is taken as {rule.needed} of {rule.scored} scored items right ({percent(rule.share)}). "
        "This is an estimate: how the exam scales its scores is not published.",
        "Domains weigh as in the blueprint, and the tasks of a domain count alike. Practice items may be "
        "easier or harder than the exam's.",
    ]
    return tuple(line for line in lines if line)


def _missing(where: LearnerStanding) -> str:
    without = [task.task for task in where.tasks if not task.answers]
    if not without:
        return ""
    named = listed(without[:_NAMED])
    if len(without) > _NAMED:
        named = f"{len(without)} of {len(where.tasks)} task statements, first {without[0]}"
    return f"No answers yet for {named}: taken after their domain, which widens the interval."
