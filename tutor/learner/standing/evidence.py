"""Attempts -> how much each task statement was answered right: which answers count, and how much.

Three rules, each with its reason at its constant: old answers fade, a question that was just seen counts
once, a lab's step counts half. Knows nothing of exams or of what is inferred from the counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.types import Blueprint
from tutor.learner.types import Attempt, AttemptMode

__all__ = ["HALF_LIFE_DAYS", "REPEAT_DAYS", "CountedAttempt", "TaskEvidence", "counted", "evidence_by_task"]

HALF_LIFE_DAYS = 21.0
"""After so many days an answer counts half.

What is known changes both ways, by study and by forgetting, and a plan runs about two months: the answers
of its first weeks should not outvote the last ones. At 20 answers a day, 20 * 21 / ln 2 = 606 still count.
"""
REPEAT_DAYS = 14
"""An item answered again within so many days shows that it is remembered, not that its task is known."""
_LAB_WEIGHT = 0.5
"""A lab's step is worked out with the notes open, so it says less of an exam than an item does."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CountedAttempt:
    """An attempt that counts; `weight` is above 0 and at most 1."""

    attempt: Attempt
    weight: float


@dataclass(frozen=True, slots=True)
class TaskEvidence:
    """What the answers to one task statement come to."""

    task: str
    answers: int = 0
    """Answers that count, whole ones."""
    right: int = 0
    weight: float = 0.0
    """The same after fading; at most `answers`."""
    weight_right: float = 0.0
    last_at: datetime | None = None


def counted(attempts: Iterable[Attempt], now: datetime) -> tuple[CountedAttempt, ...]:
    """The attempts up to `now` that count, oldest first, each with its weight at `now`."""
    last_counted: dict[str, datetime] = {}
    found = []
    for attempt in sorted(attempts, key=lambda one: (one.answered_at, one.item_id)):
        if attempt.answered_at > now:
            continue
        before = last_counted.get(attempt.item_id)
        if before is not None and attempt.answered_at - before < REPEAT_DAYS * _DAY:
            continue
        last_counted[attempt.item_id] = attempt.answered_at
        age_days = (now - attempt.answered_at) / _DAY
        share = _LAB_WEIGHT if attempt.mode is AttemptMode.LAB else 1.0
        found.append(CountedAttempt(attempt, share * 0.5 ** (age_days / HALF_LIFE_DAYS)))
    return tuple(found)


def evidence_by_task(blueprint: Blueprint, chosen: Sequence[CountedAttempt]) -> dict[str, TaskEvidence]:
    """The evidence of every task statement of the blueprint, in its order; answers to others are left out."""
    return {
        task.number: _evidence(task.number, [one for one in chosen if one.attempt.task == task.number])
        for task in blueprint.tasks
    }


def _evidence(task: str, chosen: Sequence[CountedAttempt]) -> TaskEvidence:
    return TaskEvidence(
        task,
        answers=len(chosen),
        right=sum(one.attempt.correct for one in chosen),
        weight=sum(one.weight for one in chosen),
        weight_right=sum(one.weight for one in chosen if one.attempt.correct),
        last_at=max((one.attempt.answered_at for one in chosen), default=None),
    )
