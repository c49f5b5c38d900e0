"""Checked steps -> attempts, and attempts -> how far a learner's copy of a lab is."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tutor.labs.copies import LabCopy
from tutor.labs.types import CheckedLab, Lab
from tutor.learner.types import Attempt, AttemptMode

__all__ = ["Attempts", "StepState", "lab_item_id", "lab_states", "record_check"]


class Attempts(Protocol):
    """Where attempts are kept (`tutor.learner.attempts.AttemptStore`)."""

    def add(self, attempt: Attempt) -> None:
        """Keep one attempt."""

    def all(self, course: str, since: datetime | None = None) -> tuple[Attempt, ...]:
        """The attempts of a course, oldest first."""


@dataclass(frozen=True, slots=True)
class StepState:
    """How far one step is. `tries` counts the checks of different code up to the first pass."""

    step: str
    passed: bool
    tries: int


def lab_item_id(lab_id: str, step_id: str) -> str:
    """The item id of a step's attempts."""
    return f"lab:{lab_id}:{step_id}"


def lab_states(lab: Lab, copy: LabCopy | None, attempts: Iterable[Attempt]) -> tuple[StepState, ...]:
    """The state of every step of this copy; all untried without one."""
    own = [one for one in attempts if copy is not None and one.session == copy.session]
    states: list[StepState] = []
    for step in lab.steps:
        tried = [one for one in own if one.item_id == lab_item_id(lab.id, step.id)]
        times = {one.answered_at for one in tried}  # a step makes an attempt for each of its tasks
        states.append(StepState(step.id, any(one.correct for one in tried), len(times)))
    return tuple(states)


def record_check(
    store: Attempts, course: str, lab: Lab, copy: LabCopy, checked: CheckedLab, now: datetime
) -> int:
    """Keep an attempt for each task of each step that was judged; how many were added.

    An unwritten step is no attempt. Neither is a step that this copy passed before, nor a failure of the
    same code again: pressing the button twice says nothing new.
    """
    passed = {state.step for state in lab_states(lab, copy, store.all(course)) if state.passed}
    version = hashlib.sha256(copy.code.encode()).hexdigest()[:16]
    counted = copy.counted()
    added = 0
    seen: dict[str, str] = {}
    for result in checked.steps:
        if not result.begun or result.step in passed or counted.get(result.step) == version:
            continue
        for task in lab.step(result.step).tasks:
            attempt = Attempt(
                item_id=lab_item_id(lab.id, result.step),
                course=course,
                task=task,
                chosen=(),
                correct=result.passed,
                answered_at=now,
                mode=AttemptMode.LAB,
                session=copy.session,
            )
            store.add(attempt)
            added += 1
        seen[result.step] = version
    if seen:
        copy.count(seen)
    return added
