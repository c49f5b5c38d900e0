"""Counts of right answers -> what to believe of a learner's share right, task by task.

A model of three levels, solved exactly on a grid: the learner's overall share right, each domain's around
it, each task statement's around its domain's. A task with few answers so takes after its domain, and one
with many stands for itself. Given its domain's share, a task's is a Beta posterior.

The share right includes lucky guesses and is not corrected for them: the exam's score, which it is
compared with, includes them too. Knows nothing of time, words or stores.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Belief", "DomainCounts", "ShareRange", "believe"]

Floats = NDArray[np.float64]

_OVERALL = (2.0, 2.0)
"""Beta prior of a learner's overall share right: .5 on average, nine in ten between .14 and .86."""
_DOMAIN_STRENGTH = 12.0
"""In answers: one learner's domains differ by a standard deviation of .13 at .7, sqrt(.21 / 13)."""
_TASK_STRENGTH = 8.0
"""In answers: the tasks of a domain differ by .15 at .7, sqrt(.21 / 9)."""
_GRID = (np.arange(80) + 0.5) / 80
_QUANTILE_STEPS = 40
"""Halvings of an interval of length 1: 1e-12."""


@dataclass(frozen=True, slots=True)
class ShareRange:
    """A share right with the interval that holds it with a probability of 90 %; all from 0 to 1."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DomainCounts:
    """One domain: its tasks in order, each with the weight of its right answers and of all its answers."""

    tasks: tuple[str, ...]
    right: tuple[float, ...]
    total: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Belief:
    """The posterior, on the grid of shares.

    `overall` adds up to 1. Rows of `given_overall[domain]` stand for the overall share, columns for the
    domain's; each row adds up to 1.
    """

    domains: Mapping[int, DomainCounts]
    overall: Floats
    given_overall: Mapping[int, Floats]

    def task(self, domain: int, task: str) -> ShareRange:
        """A task's share right: the exact mean and quantiles of its mixture of Beta posteriors."""
        weights = self.overall @ self.given_overall[domain]
        alpha, beta = self._parameters(domain, task)
        mean = float(weights @ (alpha / (alpha + beta)))
        low, high = (_quantile(weights, alpha, beta, share) for share in (0.05, 0.95))
        return ShareRange(mean, low, high)

    def draws(self, count: int, seed: int) -> dict[str, Floats]:
        """(count,) shares right of every task, drawn together; the same for the same seed."""
        rng = np.random.default_rng(seed)
        overall = rng.choice(len(_GRID), size=count, p=self.overall)
        found: dict[str, Floats] = {}
        for domain, counts in self.domains.items():
            steps = np.cumsum(self.given_overall[domain], axis=1)[overall]
            at = np.minimum((steps < rng.random((count, 1))).sum(axis=1), len(_GRID) - 1)
            for task in counts.tasks:
                alpha, beta = self._parameters(domain, task)
                found[task] = rng.beta(alpha[at], beta[at])
        return found

    def _parameters(self, domain: int, task: str) -> tuple[Floats, Floats]:
        """Alpha and beta of a task for each share of its domain on the grid."""
        counts = self.domains[domain]
        at = counts.tasks.index(task)
        right, total = counts.right[at], counts.total[at]
        return _TASK_STRENGTH * _GRID + right, _TASK_STRENGTH * (1 - _GRID) + total - right


def believe(domains: Mapping[int, DomainCounts]) -> Belief:
    """What the counts say. A domain without tasks has no part in it."""
    spread = np.array([_on_grid(_DOMAIN_STRENGTH * share, _DOMAIN_STRENGTH * (1 - share)) for share in _GRID])
    log_overall = np.log(_on_grid(*_OVERALL))
    given: dict[int, Floats] = {}
    for number, counts in domains.items():
        joint = spread * np.exp(_log_likelihood(counts))
        evidence = joint.sum(axis=1)
        given[number] = joint / evidence[:, np.newaxis]
        log_overall = log_overall + np.log(evidence)
    return Belief(dict(domains), _normalised(log_overall), given)


def _on_grid(alpha: float, beta: float) -> Floats:
    """A Beta density at the grid's points, scaled to add up to 1."""
    return _normalised((alpha - 1) * np.log(_GRID) + (beta - 1) * np.log1p(-_GRID))


def _normalised(logs: Floats) -> Floats:
    shares = np.exp(logs - logs.max())
    return np.asarray(shares / shares.sum(), dtype=np.float64)


def _log_likelihood(counts: DomainCounts) -> Floats:
    """Of all tasks' counts for each domain share on the grid, up to a constant: beta-binomial."""
    total = np.zeros_like(_GRID)
    for right, answers in zip(counts.right, counts.total, strict=True):
        total += [_log_beta_ratio(float(share), right, answers) for share in _GRID]
    return np.asarray(total - total.max(), dtype=np.float64)


def _log_beta_ratio(share: float, right: float, total: float) -> float:
    alpha, beta = _TASK_STRENGTH * share, _TASK_STRENGTH * (1 - share)
    after = math.lgamma(alpha + right) + math.lgamma(beta + total - right)
    return after - math.lgamma(_TASK_STRENGTH + total) - math.lgamma(alpha) - math.lgamma(beta)


def _quantile(weights: Floats, alpha: Floats, beta: Floats, share: float) -> float:
    """Where the mixture's distribution function reaches `share`, by halving."""
    from scipy.special import betainc  # type: ignore[import-untyped]  # ships no types

    low, high = 0.0, 1.0
    for _ in range(_QUANTILE_STEPS):
        middle = (low + high) / 2
        if float(weights @ betainc(alpha, beta, middle)) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
