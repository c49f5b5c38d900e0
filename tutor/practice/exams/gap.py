"""The gap assessment: a short adaptive test that places a learner by task statement. A pure state machine.

The next item is the one whose answer makes the abilities (see `tutor.practice.exams.ability`), weighted as
the exam weights its tasks, most certain. Knows nothing of storage or of the page.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import comb

from ingest.types import Blueprint
from tutor.learner.types import Attempt
from tutor.practice.exams.ability import Abilities, Response, likeliest
from tutor.practice.types import Difficulty, ItemKind, PracticeItem

__all__ = [
    "DomainPlacement",
    "GapAnswer",
    "GapState",
    "GapTask",
    "TaskPlacement",
    "answered",
    "begin_gap",
    "domain_placement",
    "is_done",
    "next_item",
    "placement",
    "resumed",
]

SHORTEST, LONGEST = 15, 20
_NARROW = 0.40
"""Mean width of the domains' intervals, weighted as the exam weights them, at which enough is known.

A learner who is clearly strong or clearly weak gets there: 0.72 to 0.96 is 0.24 wide, 0.40 to 0.90 is 0.50.
"""
_DIFFICULTY = {Difficulty.EASY: -1.0, Difficulty.MEDIUM: 0.0, Difficulty.HARD: 1.0}
_NEAR_BEST = 0.98


@dataclass(frozen=True, slots=True)
class GapTask:
    """A task statement as the assessment sees it; `weight` is its part of the exam, all add up to 1."""

    number: str
    domain: int
    weight: float


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """One answer, with what of its item matters."""

    item_id: str
    task: str
    difficulty: Difficulty
    guess: float
    """The chance to be right without knowing anything."""
    correct: bool


@dataclass(frozen=True, slots=True)
class GapState:
    """Where an assessment stands; `answered` makes the next one."""

    tasks: tuple[GapTask, ...]
    answers: tuple[GapAnswer, ...] = ()
    shortest: int = SHORTEST
    longest: int = LONGEST


@dataclass(frozen=True, slots=True)
class TaskPlacement:
    """How well a task is known: the share of its medium items that would be known without guessing.

    `level`, `low` and `high` are 0 to 1; the interval holds 90 %. With n = 0 it rests on other tasks only.
    """

    task: str
    level: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class DomainPlacement:
    """As `TaskPlacement`, for the mean ability over a domain's tasks."""

    domain: int
    level: float
    low: float
    high: float
    n: int


def begin_gap(blueprint: Blueprint, shortest: int = SHORTEST, longest: int = LONGEST) -> GapState:
    """An assessment without answers; a domain's weight is shared alike by its tasks.

    It ends after `longest` items, or after `shortest` if every domain is known narrowly by then.
    """
    domains = [domain for domain in blueprint.domains if domain.tasks]
    weights = [domain.weight or 0.0 for domain in domains]
    if any(domain.weight is None for domain in domains) or not sum(weights):
        weights = [1.0] * len(domains)
    tasks = tuple(
        GapTask(task.number, domain.number, weight / sum(weights) / len(domain.tasks))
        for domain, weight in zip(domains, weights, strict=True)
        for task in domain.tasks
    )
    return GapState(tasks, shortest=shortest, longest=longest)


def answered(state: GapState, item: PracticeItem, correct: bool) -> GapState:
    """The state after one more answer; an item of a task that is not in the blueprint changes nothing."""
    if item.task not in {task.number for task in state.tasks}:
        return state
    answer = GapAnswer(item.id, item.task, item.difficulty, _guess(item), correct)
    return replace(state, answers=(*state.answers, answer))


def resumed(state: GapState, attempts: Iterable[Attempt], items: Iterable[PracticeItem]) -> GapState:
    """The state after stored answers, oldest first, so that an assessment survives a reload.

    An attempt at an item that is not among `items` is left out.
    """
    known = {item.id: item for item in items}
    for attempt in attempts:
        if attempt.item_id in known:
            state = answered(state, known[attempt.item_id], attempt.correct)
    return state


def is_done(state: GapState) -> bool:
    """Whether enough was asked."""
    count = len(state.answers)
    if count >= state.longest or not state.tasks:
        return True
    if count < state.shortest:
        return False
    weights = _domain_weights(state)
    widths = [weights[place.domain] * (place.high - place.low) for place in domain_placement(state)]
    return sum(widths) <= _NARROW


def next_item(state: GapState, pool: Sequence[PracticeItem], rng: random.Random) -> PracticeItem | None:
    """The item that tells most now; None when the assessment is done or the pool holds nothing new.

    First each domain is asked once, the heaviest first, then the heaviest half of the tasks; after that
    only the information counts. Among items that tell almost the same, `rng` decides.
    """
    if is_done(state):
        return None
    asked = {answer.item_id for answer in state.answers}
    numbers = {task.number: place for place, task in enumerate(state.tasks)}
    left = [item for item in pool if item.id not in asked and item.task in numbers]
    if not left:
        return None
    candidates = _due(state, left)
    abilities = _abilities(state)
    weights = [task.weight for task in state.tasks]
    values = [
        abilities.gain(numbers[item.task], _DIFFICULTY[item.difficulty], _guess(item), weights)
        for item in candidates
    ]
    best = max(values)
    near = [item for item, value in zip(candidates, values, strict=True) if value >= _NEAR_BEST * best]
    return rng.choice(near)


def placement(state: GapState) -> tuple[TaskPlacement, ...]:
    """What is known of each task, in the order of the blueprint."""
    abilities = _abilities(state)
    return tuple(
        TaskPlacement(
            task.number,
            *abilities.interval([place]),
            sum(answer.task == task.number for answer in state.answers),
        )
        for place, task in enumerate(state.tasks)
    )


def domain_placement(state: GapState) -> tuple[DomainPlacement, ...]:
    """What is known of each domain, in the order of the blueprint."""
    abilities = _abilities(state)
    places: dict[int, list[int]] = {}
    for place, task in enumerate(state.tasks):
        places.setdefault(task.domain, []).append(place)
    answers = [state.tasks[response.place].domain for response in _responses(state)]
    return tuple(
        DomainPlacement(domain, *abilities.interval(own), answers.count(domain))
        for domain, own in places.items()
    )


def _domain_weights(state: GapState) -> dict[int, float]:
    """Each domain's part of the exam; all add up to 1."""
    weights: dict[int, float] = {}
    for task in state.tasks:
        weights[task.domain] = weights.get(task.domain, 0.0) + task.weight
    return weights


def _abilities(state: GapState) -> Abilities:
    return likeliest(tuple(task.domain for task in state.tasks), _responses(state))


def _responses(state: GapState) -> tuple[Response, ...]:
    places = {task.number: place for place, task in enumerate(state.tasks)}
    return tuple(
        Response(places[answer.task], _DIFFICULTY[answer.difficulty], answer.guess, answer.correct)
        for answer in state.answers
    )


def _due(state: GapState, left: Sequence[PracticeItem]) -> list[PracticeItem]:
    """The items that coverage asks for now: an unasked domain, then an unasked heavy task, then any."""
    domain_of = {task.number: task.domain for task in state.tasks}
    seen_tasks = {answer.task for answer in state.answers}
    seen_domains = {domain_of[task] for task in seen_tasks}
    weight = _domain_weights(state)
    for domain in sorted(weight, key=lambda number: -weight[number]):
        own = [item for item in left if domain_of[item.task] == domain]
        if domain not in seen_domains and own:
            return own
    heavy = sorted(state.tasks, key=lambda task: -task.weight)[: (len(state.tasks) + 1) // 2]
    wanted = {task.number for task in heavy}.difference(seen_tasks)
    return [item for item in left if item.task in wanted] or list(left)


def _guess(item: PracticeItem) -> float:
    """Blind chance: 1 of 4 options; all of a multiple response, e.g. 2 of 5: 1 of 10 pairs."""
    count = len(item.options)
    return 1 / (count if item.kind is ItemKind.MULTIPLE_CHOICE else comb(count, len(item.key)))
