import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from math import exp
from pathlib import Path

import pytest

from ingest.course import load_course
from ingest.types import Blueprint
from tutor.learner.types import Attempt
from tutor.practice.bank import load_bank
from tutor.practice.exams.ability import Response, information, likeliest
from tutor.practice.exams.gap import (
    answered,
    begin_gap,
    domain_placement,
    is_done,
    next_item,
    placement,
    resumed,
)
from tutor.practice.types import Difficulty, ItemKind

MLS = Path(__file__).parents[3] / "corpus" / "mls-c01"
LOGITS = {Difficulty.EASY: -1.0, Difficulty.MEDIUM: 0.0, Difficulty.HARD: 1.0}


@pytest.fixture(scope="module")
def blueprint():
    return load_course(MLS).blueprint


@pytest.fixture(scope="module")
def pool():
    return load_bank(sorted((MLS / "questions").glob("*.jsonl")))


def share(ability):
    return 1 / (1 + exp(-ability))


def simulated(blueprint, pool, abilities, seed):
    """The state after a learner with these abilities of the domains (logits) has sat the assessment."""
    rng = random.Random(seed)
    state = begin_gap(blueprint)
    while (item := next_item(state, pool, rng)) is not None:
        guess = 0.25 if item.kind is ItemKind.MULTIPLE_CHOICE else 0.1
        chance = guess + (1 - guess) * share(abilities[item.domain] - LOGITS[item.difficulty])
        state = answered(state, item, rng.random() < chance)
    return state


def levels(state):
    return {place.domain: place.level for place in domain_placement(state)}


def test_before_the_first_answer_all_is_open(blueprint):
    state = begin_gap(blueprint)
    assert sum(task.weight for task in state.tasks) == pytest.approx(1)
    places = placement(state)
    assert [place.task for place in places] == [task.number for task in blueprint.tasks]
    assert {(place.level, place.n) for place in places} == {(0.5, 0)}
    assert all(place.low < 0.15 and place.high > 0.85 for place in places)


def test_a_strong_and_a_weak_domain_are_told_apart(blueprint, pool):
    told = 0
    for seed in range(30):
        strong, weak = random.Random(seed).sample([1, 2, 3, 4], 2)
        abilities = dict.fromkeys((1, 2, 3, 4), 0.0) | {strong: 2.0, weak: -2.0}
        found = levels(simulated(blueprint, pool, abilities, seed))
        told += found[strong] > found[weak]
    assert told >= 28


def test_the_intervals_hold_what_they_promise(blueprint, pool):
    """Learners drawn as the model assumes: nine of ten true levels lie inside, within the noise of 160."""
    held = []
    for seed in range(40):
        rng = random.Random(seed)
        shared = rng.gauss(0, 0.8)
        abilities = {domain: shared + rng.gauss(0, 0.8) for domain in (1, 2, 3, 4)}
        for place in domain_placement(simulated(blueprint, pool, abilities, seed)):
            held.append(place.low <= share(abilities[place.domain]) <= place.high)
    assert 0.82 <= sum(held) / len(held) <= 0.97


@pytest.mark.parametrize("ability", [-3.0, 0.0, 3.0])
def test_it_stops_covers_every_domain_and_the_heavy_tasks_and_repeats_nothing(blueprint, pool, ability):
    for seed in range(5):
        state = simulated(blueprint, pool, dict.fromkeys((1, 2, 3, 4), ability), seed)
        assert 15 <= len(state.answers) <= 20
        assert len({answer.item_id for answer in state.answers}) == len(state.answers)
        assert min(place.n for place in domain_placement(state)) >= 2
        heavy = sorted(state.tasks, key=lambda task: -task.weight)[:8]
        asked = Counter(answer.task for answer in state.answers)
        assert all(asked[task.number] for task in heavy)
        assert sum(place.n for place in placement(state)) == len(state.answers)


def test_who_is_clearly_strong_is_done_sooner(blueprint, pool):
    state, rng = begin_gap(blueprint), random.Random(1)
    while (item := next_item(state, pool, rng)) is not None:
        state = answered(state, item, correct=True)
    assert len(state.answers) < 20
    assert is_done(state)
    assert min(levels(state).values()) > 0.7


def test_the_first_four_items_are_of_four_domains_the_heaviest_first(blueprint, pool):
    state, rng, domains = begin_gap(blueprint), random.Random(3), []
    for _ in range(4):
        item = next_item(state, pool, rng)
        domains.append(item.domain)
        state = answered(state, item, correct=False)
    assert domains == [3, 2, 1, 4]


def test_difficulty_follows_the_learner(blueprint, pool):
    strong = simulated(blueprint, pool, dict.fromkeys((1, 2, 3, 4), 3.0), 2)
    weak = simulated(blueprint, pool, dict.fromkeys((1, 2, 3, 4), -3.0), 2)
    hard = [sum(LOGITS[a.difficulty] for a in state.answers) / len(state.answers) for state in (strong, weak)]
    assert hard[0] > hard[1] + 0.5


def test_the_same_seed_asks_the_same(blueprint, pool):
    abilities = dict.fromkeys((1, 2, 3, 4), 0.5)
    first = simulated(blueprint, pool, abilities, 9)
    assert simulated(blueprint, pool, abilities, 9) == first


def test_an_answer_speaks_for_its_task_most_its_domain_less_and_the_others_least(blueprint, pool):
    item = next(item for item in pool if item.task == "3.2")
    state = answered(begin_gap(blueprint), item, correct=False)
    by_task = {place.task: place.level for place in placement(state)}
    assert by_task["3.2"] < by_task["3.1"] < by_task["1.1"] < 0.5


def test_a_pool_that_ends_ends_the_assessment(blueprint, pool):
    state, rng = begin_gap(blueprint), random.Random(1)
    few = pool[:3]
    for _ in few:
        state = answered(state, next_item(state, few, rng), correct=True)
    assert next_item(state, few, rng) is None
    assert not is_done(state)


def test_items_of_no_task_of_the_blueprint_are_left_out(blueprint, pool):
    state = begin_gap(blueprint)
    stray = replace(pool[0], task="9.1")
    assert next_item(state, [stray], random.Random(1)) is None
    assert answered(state, stray, correct=True) == state


def test_an_assessment_goes_on_from_its_stored_answers(blueprint, pool):
    state, rng, attempts = begin_gap(blueprint), random.Random(4), []
    for number in range(6):
        item = next_item(state, pool, rng)
        attempts.append(
            Attempt(item.id, "c", item.task, (0,), number % 2 == 0, datetime(2026, 1, 1, tzinfo=UTC))
        )
        state = answered(state, item, correct=number % 2 == 0)
    gone = replace(attempts[0], item_id="gone")
    assert resumed(begin_gap(blueprint), [gone, *attempts], pool) == state


def test_without_a_blueprint_there_is_nothing_to_ask(pool):
    state = begin_gap(Blueprint("Own files", ()))
    assert is_done(state)
    assert next_item(state, pool, random.Random(1)) is None
    assert (placement(state), domain_placement(state)) == ((), ())


def test_domains_without_weights_count_alike(blueprint):
    domains = tuple(replace(domain, weight=None) for domain in blueprint.domains)
    state = begin_gap(replace(blueprint, domains=domains))
    assert sum(task.weight for task in state.tasks if task.domain == 4) == pytest.approx(0.25)


def test_guessing_takes_information_away():
    assert information(0.0, 0.0, 0.0) == pytest.approx(0.25)
    assert information(0.0, 0.0, 0.25) == pytest.approx(0.15)
    assert information(0.0, 1.0, 0.0) == pytest.approx(0.1966, abs=1e-4)


def test_the_likeliest_ability_is_where_the_slope_is_flat():
    """One task alone: prior variance 0.64 + 0.64 + 0.25, one right answer without guessing."""
    found = likeliest([1], [Response(0, 0.0, 0.0, True)])
    mean = float(found.mean[0])
    assert mean / 1.53 == pytest.approx(1 - share(mean), abs=1e-6)
    assert float(found.covariance[0, 0]) == pytest.approx(1 / (1 / 1.53 + share(mean) * (1 - share(mean))))
