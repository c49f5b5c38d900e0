from dataclasses import replace

import numpy as np
import pytest
from attempts_of import BLUEPRINT, NOW, TASKS, attempt, learner

from ingest.types import Blueprint, Fact
from tutor.learner.standing.belief import DomainCounts, ShareRange, believe
from tutor.learner.standing.mastery import DomainMastery, LearnerStanding, Level, TaskMastery, standing
from tutor.learner.standing.pass_estimate import (
    FEWEST_ANSWERS,
    PassRule,
    pass_chances,
    pass_estimate,
    pass_rule,
)


def estimate_of(attempts):
    return pass_estimate(standing(attempts, BLUEPRINT, NOW), attempts, PassRule())


@pytest.mark.parametrize("seed", range(3))
def test_who_knows_nine_in_ten_passes_and_who_guesses_does_not(seed):
    assert estimate_of(learner(0.9, 140, seed)).probability > 0.9
    assert estimate_of(learner(0.5, 140, seed)).probability < 0.1


def test_the_interval_narrows_with_answers_and_widens_without_some_tasks():
    def width(attempts):
        found = estimate_of(attempts)
        return found.high - found.low

    widths = [width(learner(0.78, count, 4)) for count in (21, 84, 700)]
    assert widths == sorted(widths, reverse=True)
    every, some = (estimate_of(learner(0.85, 140, 1, tasks)) for tasks in (TASKS, ("1.1", "2.1", "3.1")))
    assert some.high - some.low > every.high - every.low
    assert any("No answers yet for 1.2, 2.2, 3.2 and 3.3:" in line for line in some.basis)


def test_the_interval_holds_the_true_chance_in_nine_cases_of_ten():
    """Learners drawn from the model: the chance that their true shares give lies within its interval."""
    rng = np.random.default_rng(5)
    held = []
    for _ in range(100):
        overall, counts, truth = rng.beta(2, 2), {}, {}
        for domain in BLUEPRINT.domains:
            around = np.clip(rng.beta(12 * overall, 12 * (1 - overall)), 0.01, 0.99)
            shares = rng.beta(8 * around, 8 * (1 - around), len(domain.tasks))
            totals = rng.integers(0, 16, len(domain.tasks))
            names = tuple(task.number for task in domain.tasks)
            right = rng.binomial(totals, shares)
            counts[domain.number] = DomainCounts(names, tuple(right * 1.0), tuple(totals * 1.0))
            truth[domain.number] = shares
        chances = pass_chances(_standing_of(believe(counts)), PassRule())
        low, high = np.quantile(chances, (0.05, 0.95))
        held.append(low - 1e-9 <= _true_chance(truth) <= high + 1e-9)
    # 100 intervals, standard error .03
    assert np.mean(held) == pytest.approx(0.90, abs=0.08)


def _standing_of(belief):
    share = ShareRange(0.5, 0.0, 1.0)
    weights = {1: 0.2, 2: 0.3, 3: 0.5}
    tasks = tuple(
        TaskMastery(
            t.number, t.title, d.number, weights[d.number] / len(d.tasks), share, Level.WEAK, 9, 5, 9.0, NOW
        )
        for d in BLUEPRINT.domains
        for t in d.tasks
    )
    domains = tuple(
        DomainMastery(d.number, d.title, weights[d.number], share, Level.WEAK, 9, 5)
        for d in BLUEPRINT.domains
    )
    return LearnerStanding(NOW, tasks, domains, belief)


def _true_chance(truth, count=4000):
    rng = np.random.default_rng(1)
    right = sum(
        rng.binomial(items, truth[domain].mean(), count) for domain, items in ((1, 10), (2, 15), (3, 25))
    )
    return float(np.mean(right >= 36))


def test_chances_agree_with_exams_that_are_played():
    attempts = learner(0.75, 200, 2)
    where = standing(attempts, BLUEPRINT, NOW)
    draws = where.belief.draws(4000, 1)
    rng = np.random.default_rng(3)
    right = np.zeros(4000)
    for numbers, items in ((("1.1", "1.2"), 10), (("2.1", "2.2"), 15), (("3.1", "3.2", "3.3"), 25)):
        right += rng.binomial(items, np.mean([draws[number] for number in numbers], axis=0))
    played = float(np.mean(right >= 36))
    assert pass_chances(where, PassRule()).mean() == pytest.approx(played, abs=0.02)


def test_golden_estimate_and_its_basis():
    attempts = (*learner(0.72, 140, 5), attempt("old", "1.1", True, days_ago=40))
    found = estimate_of(attempts)
    assert (found.probability, found.low, found.high) == pytest.approx(GOLDEN, abs=2e-3)
    assert found.answers == 141
    assert found.basis == (
        "It rests on 140 answers in the last 30 days; 141 in all count once repeats are left out, each half "
        "as much after 21 days.",
        "A pass is taken as 36 of 50 scored items right (72 %). This is an estimate: how the exam scales its "
        "scores is not published.",
        "Domains weigh as in the blueprint, and the tasks of a domain count alike. Practice items may be "
        "easier or harder than the exam's.",
    )
    assert estimate_of(attempts) == found


GOLDEN = (0.1955, 0.0203, 0.5162)


def test_too_few_answers_are_refused_with_what_to_do():
    found = estimate_of(learner(0.9, FEWEST_ANSWERS - 1))
    assert (found.probability, found.low, found.high) == (None, None, None)
    assert found.basis == (
        "19 answers so far are too few for an estimate. Answer 1 more item, best from all domains.",
    )
    assert estimate_of(learner(0.9, FEWEST_ANSWERS)).probability is not None


def test_repeats_do_not_lift_it_over_the_least():
    same = tuple(attempt("a", "1.1", True, days_ago=day) for day in range(12)) * 3
    assert estimate_of(same).answers == 1


def test_without_a_blueprint_it_says_what_to_add():
    blueprint = Blueprint("x", ())
    found = pass_estimate(standing((), blueprint, NOW), (), PassRule())
    assert found.basis[0].startswith("No source states what the exam covers. Add the exam guide")


def test_many_tasks_without_answers_are_counted_not_listed():
    domains = tuple(
        replace(d, tasks=tuple(replace(t, number=f"{d.number}.{n}") for n, t in enumerate(d.tasks * 2, 1)))
        for d in BLUEPRINT.domains
    )
    blueprint = replace(BLUEPRINT, domains=domains)
    attempts = learner(0.8, 30, tasks=("1.1",))
    found = pass_estimate(standing(attempts, blueprint, NOW), attempts, PassRule())
    assert "No answers yet for 13 of 14 task statements, first 1.2:" in found.basis[1]


def test_the_rule_comes_from_the_blueprint():
    rule = pass_rule(BLUEPRINT)
    assert (rule.scored, rule.share, rule.needed) == (50, 0.72, 36)
    facts = (
        Fact("scored_items", 25, "x"),
        Fact("scale_low", 0, "x"),
        Fact("scale_high", 100, "x"),
        Fact("pass_mark", 60, "x"),
    )
    other = pass_rule(replace(BLUEPRINT, facts=facts))
    assert (other.scored, other.share, other.needed) == (25, 0.6, 15)
    assert pass_rule(BLUEPRINT, 0.7).needed == 35
    assert PassRule(50, 0.28).needed == 14  # 0.28 * 50 is 14.000000000000002
