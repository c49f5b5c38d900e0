"""A few right and wrong answers -> how able somebody is at each task, with how sure that is. Arithmetic only.

Beforehand each task's ability is a sum of three normal parts: one that all tasks share, one that the tasks
of a domain share, one of its own. So an answer says most of its task, something of its domain, and a little
of everything. The chance of a right answer is guess + (1 - guess) * logistic(ability - difficulty): a Rasch
model with guessing. Difficulties are the writer's, not measured. Abilities and difficulties are logits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

__all__ = ["Abilities", "Interval", "Response", "information", "likeliest"]

_SHARED_SD, _DOMAIN_SD, _TASK_SD = 0.8, 0.8, 0.5
"""A domain of an unknown learner is then between 0.12 and 0.88 with 90 % probability: little is assumed."""
_INTERVAL_SDS = 1.645
"""Standard deviations to each side of an interval that holds 90 %."""
_STEPS = 30  # three to six are enough; a limit for the unforeseen
_FARTHEST = 30.0
"""Logits beyond which a chance is 0 or 1 for any purpose."""

_Array = NDArray[np.float64]
Interval = tuple[float, float, float]
"""Level, low and high as shares from 0 to 1: the chance to know an item of difficulty 0."""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer to an item of the task at `place` (from 0); `guess` is the chance without knowing."""

    place: int
    difficulty: float
    guess: float
    correct: bool


@dataclass(frozen=True, slots=True, eq=False)
class Abilities:
    """What is believed of the abilities: their mean (tasks,) and covariance (tasks, tasks)."""

    mean: _Array
    covariance: _Array

    def interval(self, places: Sequence[int]) -> Interval:
        """The mean ability over these tasks, with an interval that holds it with 90 % probability."""
        part = np.zeros(len(self.mean))
        part[list(places)] = 1 / len(places)
        middle = float(part @ self.mean)
        half = _INTERVAL_SDS * float(part @ self.covariance @ part) ** 0.5
        return _logistic(middle), _logistic(middle - half), _logistic(middle + half)

    def gain(self, place: int, difficulty: float, guess: float, weights: Sequence[float]) -> float:
        """What an answer to such an item is expected to take off the weighted sum of variances."""
        told = information(float(self.mean[place]), difficulty, guess)
        column = self.covariance[:, place]
        # e.g. information 0.2 at a variance of 1.5: 0.2 * 2.25 / 1.3 = 0.35 off the task's own
        return told * float(np.asarray(weights) @ column**2) / (1 + told * float(column[place]))


def information(ability: float, difficulty: float, guess: float) -> float:
    """Fisher's information of one answer about the ability; guessing takes much of it away."""
    known = _logistic(ability - difficulty)
    chance = guess + (1 - guess) * known
    slope = (1 - guess) * known * (1 - known)
    return slope**2 / (chance * (1 - chance))


def likeliest(domains: Sequence[int], responses: Sequence[Response]) -> Abilities:
    """The abilities after the responses, by Fisher scoring; `domains` holds each task's domain."""
    prior = _prior(domains)
    mean = np.zeros(len(domains))
    if not responses:
        return Abilities(mean, prior)
    precision = np.linalg.inv(prior)
    curvature = precision
    for _ in range(_STEPS):
        gradient = -precision @ mean
        curvature = precision.copy()
        for response in responses:
            place = response.place
            known = _logistic(float(mean[place]) - response.difficulty)
            chance = response.guess + (1 - response.guess) * known
            slope = (1 - response.guess) * known * (1 - known)
            gradient[place] += slope / chance if response.correct else -slope / (1 - chance)
            curvature[place, place] += slope**2 / (chance * (1 - chance))
        step = np.linalg.solve(curvature, gradient)
        mean = mean + step
        if float(np.abs(step).max()) < 1e-6:
            break
    return Abilities(mean, np.linalg.inv(curvature))


def _prior(domains: Sequence[int]) -> _Array:
    """Covariance of the abilities beforehand, (tasks, tasks)."""
    numbers = np.asarray(domains)
    same_domain = (numbers[:, None] == numbers[None, :]).astype(np.float64)
    own = np.eye(len(domains))
    prior: _Array = _SHARED_SD**2 + _DOMAIN_SD**2 * same_domain + _TASK_SD**2 * own
    return prior


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-max(-_FARTHEST, min(_FARTHEST, value))))
