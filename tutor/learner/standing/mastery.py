"""Attempts -> mastery by task statement and by domain: share right, its interval, a level in words.

Knows nothing of stores, plans or pages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ingest.types import Blueprint, Domain, TaskStatement
from tutor.learner.standing.belief import Belief, DomainCounts, ShareRange, believe
from tutor.learner.standing.evidence import TaskEvidence, counted, evidence_by_task
from tutor.learner.types import Attempt

__all__ = [
    "DEVELOPING_FROM",
    "STRONG_FROM",
    "STRONG_LOW_FROM",
    "DomainMastery",
    "LearnerStanding",
    "Level",
    "TaskMastery",
    "domain_weights",
    "level_of",
    "standing",
]

DEVELOPING_FROM = 0.60
"""Below it more than two in five are wrong, and reading again does more than practice."""
STRONG_FROM = 0.80
"""Above the pass share with room to spare."""
STRONG_LOW_FROM = 0.65
"""A strong task's interval begins no lower: three lucky answers make nobody strong."""
_DRAWS = 4000
"""The standard error of a 5 % quantile is then about a hundredth of the interval's width."""
_SEED = 0

Floats = NDArray[np.float64]


class Level(StrEnum):
    """Mastery in words."""

    NOT_STARTED = "not started"
    WEAK = "weak"
    DEVELOPING = "developing"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class TaskMastery:
    """One task statement. `share` is what is expected of the next answer; without answers its domain's."""

    task: str
    title: str
    domain: int
    weight: float
    """Of the exam's score, from 0 to 1: the domain's weight in equal parts."""
    share: ShareRange
    level: Level
    answers: int
    right: int
    effective_answers: float
    """After fading with age."""
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class DomainMastery:
    """One domain: the mean of its tasks, each counted alike however often it was practised."""

    number: int
    title: str
    weight: float
    share: ShareRange
    level: Level
    answers: int
    right: int


@dataclass(frozen=True, slots=True)
class LearnerStanding:
    """Where a learner stands at `at`: all tasks and domains, and the belief that they come from."""

    at: datetime
    tasks: tuple[TaskMastery, ...]
    domains: tuple[DomainMastery, ...]
    belief: Belief
    elsewhere: int = 0
    """Answers that count but belong to no task statement of the blueprint."""

    @property
    def answers(self) -> int:
        """Answers that count, all tasks together."""
        return sum(task.answers for task in self.tasks)

    @property
    def share(self) -> float:
        """The share right that is expected of an exam now, from 0 to 1."""
        return sum(task.weight * task.share.mean for task in self.tasks)


def standing(attempts: Iterable[Attempt], blueprint: Blueprint, now: datetime) -> LearnerStanding:
    """Mastery of every task statement and domain of the blueprint at `now`; nothing random."""
    chosen = counted(attempts, now)
    evidence = evidence_by_task(blueprint, chosen)
    belief = believe(
        {domain.number: _counts(domain, evidence) for domain in blueprint.domains if domain.tasks}
    )
    weights = domain_weights(blueprint)
    draws = belief.draws(_DRAWS, _SEED)
    with_tasks = [domain for domain in blueprint.domains if domain.tasks]
    tasks = tuple(
        _task(task, domain, weights[domain.number] / len(domain.tasks), evidence[task.number], belief)
        for domain in with_tasks
        for task in domain.tasks
    )
    domains = tuple(
        _domain(domain, weights[domain.number], [one for one in tasks if one.domain == domain.number], draws)
        for domain in with_tasks
    )
    return LearnerStanding(now, tasks, domains, belief, len(chosen) - sum(one.answers for one in tasks))


def domain_weights(blueprint: Blueprint) -> dict[int, float]:
    """The share of the score of each domain that has tasks, adding up to 1.

    Where the sources leave out a weight, all domains weigh by how many task statements they have.
    """
    domains = [domain for domain in blueprint.domains if domain.tasks]
    stated = [domain.weight for domain in domains if domain.weight is not None]
    whole = len(stated) == len(domains) and sum(stated) > 0
    sizes = {d.number: float(d.weight or 0) if whole else float(len(d.tasks)) for d in domains}
    total = sum(sizes.values())
    return {number: size / total for number, size in sizes.items()}


def level_of(share: ShareRange, answers: int) -> Level:
    """The level in words."""
    if not answers:
        return Level.NOT_STARTED
    if share.mean < DEVELOPING_FROM:
        return Level.WEAK
    strong = share.mean >= STRONG_FROM and share.low >= STRONG_LOW_FROM
    return Level.STRONG if strong else Level.DEVELOPING


def _counts(domain: Domain, evidence: Mapping[str, TaskEvidence]) -> DomainCounts:
    tasks = tuple(task.number for task in domain.tasks)
    right = tuple(evidence[task].weight_right for task in tasks)
    return DomainCounts(tasks, right, tuple(evidence[task].weight for task in tasks))


def _task(
    task: TaskStatement, domain: Domain, weight: float, evidence: TaskEvidence, belief: Belief
) -> TaskMastery:
    share = belief.task(domain.number, task.number)
    return TaskMastery(
        task=task.number,
        title=task.title,
        domain=domain.number,
        weight=weight,
        share=share,
        level=level_of(share, evidence.answers),
        answers=evidence.answers,
        right=evidence.right,
        effective_answers=evidence.weight,
        last_at=evidence.last_at,
    )


def _domain(
    domain: Domain, weight: float, tasks: list[TaskMastery], draws: Mapping[str, Floats]
) -> DomainMastery:
    together = np.mean([draws[task.task] for task in tasks], axis=0)
    low, high = (float(edge) for edge in np.quantile(together, (0.05, 0.95)))
    share = ShareRange(sum(task.share.mean for task in tasks) / len(tasks), low, high)
    answers = sum(task.answers for task in tasks)
    return DomainMastery(
        number=domain.number,
        title=domain.title,
        weight=weight,
        share=share,
        level=level_of(share, answers),
        answers=answers,
        right=sum(task.right for task in tasks),
    )
