from dataclasses import replace

import numpy as np
import pytest
from attempts_of import BLUEPRINT, NOW, TASKS, attempt, learner

from ingest.types import Blueprint, Domain
from tutor.learner.standing.belief import DomainCounts, ShareRange, believe
from tutor.learner.standing.evidence import counted, evidence_by_task
from tutor.learner.standing.mastery import Level, domain_weights, level_of, standing
from tutor.learner.types import AttemptMode


def by_prior_draws(counts, count=400_000):
    """The same model by weighing draws of its prior: slow, and written another way."""
    rng = np.random.default_rng(7)
    overall = rng.beta(2, 2, count)
    log_weights = np.zeros(count)
    shares = {}
    for domain in counts.values():
        around = np.clip(rng.beta(12 * overall, 12 * (1 - overall)), 1e-6, 1 - 1e-6)
        for task, right, total in zip(domain.tasks, domain.right, domain.total, strict=True):
            share = np.clip(rng.beta(8 * around, 8 * (1 - around)), 1e-9, 1 - 1e-9)
            log_weights += right * np.log(share) + (total - right) * np.log1p(-share)
            shares[task] = share
    weights = np.exp(log_weights - log_weights.max())
    weights /= weights.sum()
    return {task: float(weights @ share) for task, share in shares.items()}


def test_the_grid_agrees_with_draws_of_the_prior():
    counts = {
        1: DomainCounts(("1.1", "1.2"), (3.0, 0.0), (4.0, 0.0)),
        2: DomainCounts(("2.1",), (1.5,), (5.0,)),
    }
    belief = believe(counts)
    expected = by_prior_draws(counts)
    for domain, task in ((1, "1.1"), (1, "1.2"), (2, "2.1")):
        assert belief.task(domain, task).mean == pytest.approx(expected[task], abs=0.01)


def test_golden_shares():
    belief = believe({1: DomainCounts(("1.1", "1.2"), (9.0, 0.0), (10.0, 0.0))})
    first, second = belief.task(1, "1.1"), belief.task(1, "1.2")
    # 2,000,000 draws of `by_prior_draws` give .8276 and .7367
    assert (first.mean, first.low, first.high) == pytest.approx((0.827856, 0.625981, 0.968527), abs=1e-6)
    assert (second.mean, second.low, second.high) == pytest.approx((0.737676, 0.353769, 0.990007), abs=1e-6)


def test_without_answers_a_share_is_one_half_and_wide():
    share = believe({1: DomainCounts(("1.1",), (0.0,), (0.0,))}).task(1, "1.1")
    assert share.mean == pytest.approx(0.5)
    assert share.low == pytest.approx(1 - share.high)
    assert share.high - share.low > 0.75


def test_the_interval_narrows_with_answers():
    widths = []
    for total in (0.0, 5.0, 20.0, 80.0, 320.0):
        share = believe({1: DomainCounts(("1.1",), (0.75 * total,), (total,))}).task(1, "1.1")
        widths.append(share.high - share.low)
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 0.09


def test_nine_in_ten_intervals_hold_the_true_share():
    rng = np.random.default_rng(11)
    held = []
    for _ in range(120):
        overall = rng.beta(2, 2)
        counts, truth = {}, {}
        for domain in (1, 2):
            around = np.clip(rng.beta(12 * overall, 12 * (1 - overall)), 0.01, 0.99)
            names = tuple(f"{domain}.{number}" for number in (1, 2, 3))
            shares = rng.beta(8 * around, 8 * (1 - around), 3)
            totals = np.array([0, 6, 25])
            counts[domain] = DomainCounts(
                names, tuple(rng.binomial(totals, shares) * 1.0), tuple(totals * 1.0)
            )
            truth |= {name: (domain, share) for name, share in zip(names, shares, strict=True)}
        belief = believe(counts)
        for name, (domain, share) in truth.items():
            span = belief.task(domain, name)
            held.append(span.low <= share <= span.high)
    # 720 intervals, standard error .011
    assert np.mean(held) == pytest.approx(0.90, abs=0.035)


def test_an_answer_counts_half_after_three_weeks():
    (one,) = counted([attempt("a", "1.1", True, days_ago=21)], NOW)
    (two,) = counted([attempt("a", "1.1", True, days_ago=42)], NOW)
    assert (one.weight, two.weight) == pytest.approx((0.5, 0.25))


def test_a_repeat_within_two_weeks_is_left_out_and_a_lab_counts_half():
    attempts = [
        attempt("a", "1.1", False, days_ago=20),
        attempt("a", "1.1", True, days_ago=19),
        attempt("a", "1.1", True, days_ago=6),  # 14 days after the one that counts
        attempt("lab/1", "1.1", True, mode=AttemptMode.LAB),
        attempt("later", "1.1", True, days_ago=-1),
    ]
    found = counted(attempts, NOW)
    assert [(one.attempt.item_id, one.attempt.correct) for one in found] == [
        ("a", False),
        ("a", True),
        ("lab/1", True),
    ]
    assert found[2].weight == 0.5
    evidence = evidence_by_task(BLUEPRINT, found)["1.1"]
    assert (evidence.answers, evidence.right) == (3, 2)
    assert evidence.weight == pytest.approx(0.5 ** (20 / 21) + 0.5 ** (6 / 21) + 0.5)
    assert evidence.last_at == NOW


def test_weights_and_their_fallback():
    assert domain_weights(BLUEPRINT) == pytest.approx({1: 0.2, 2: 0.3, 3: 0.5})
    bare = Blueprint("x", tuple(replace(domain, weight=None) for domain in BLUEPRINT.domains))
    assert domain_weights(bare) == pytest.approx({1: 2 / 7, 2: 2 / 7, 3: 3 / 7})


def test_levels():
    assert level_of(ShareRange(0.9, 0.8, 1.0), 0) is Level.NOT_STARTED
    assert level_of(ShareRange(0.59, 0.4, 0.7), 9) is Level.WEAK
    assert level_of(ShareRange(0.60, 0.4, 0.7), 9) is Level.DEVELOPING
    assert level_of(ShareRange(0.85, 0.64, 1.0), 9) is Level.DEVELOPING
    assert level_of(ShareRange(0.85, 0.65, 1.0), 9) is Level.STRONG


def test_standing_of_an_uneven_learner():
    shares = dict.fromkeys(TASKS, 0.9) | {"3.1": 0.3}
    where = standing(learner(shares, 210), BLUEPRINT, NOW)
    levels = {task.task: task.level for task in where.tasks}
    assert levels["3.1"] is Level.WEAK
    assert [task for task, level in levels.items() if level is Level.STRONG] == [
        t for t in TASKS if t != "3.1"
    ]
    assert [domain.number for domain in where.domains] == [1, 2, 3]
    ropes = where.domains[2]
    assert ropes.share.mean == pytest.approx(np.mean([t.share.mean for t in where.tasks if t.domain == 3]))
    assert ropes.share.low < ropes.share.mean < ropes.share.high
    assert where.answers == 210
    assert where.share == pytest.approx(sum(t.weight * t.share.mean for t in where.tasks))
    assert sum(task.weight for task in where.tasks) == pytest.approx(1.0)


def test_a_task_without_answers_takes_after_its_domain():
    where = standing(learner(0.95, 120, tasks=("1.1", "2.1", "3.1")), BLUEPRINT, NOW)
    by_task = {task.task: task for task in where.tasks}
    assert by_task["3.2"].level is Level.NOT_STARTED
    assert by_task["3.2"].share.mean == pytest.approx(by_task["3.3"].share.mean)
    assert 0.7 < by_task["3.2"].share.mean < by_task["3.1"].share.mean
    assert by_task["3.2"].share.high - by_task["3.2"].share.low > 0.3


def test_answers_to_other_tasks_are_counted_apart_and_nothing_is_random():
    attempts = (*learner(0.7, 30), attempt("odd", "9.9", True))
    where = standing(attempts, BLUEPRINT, NOW)
    assert (where.answers, where.elsewhere) == (30, 1)
    again = standing(tuple(reversed(attempts)), BLUEPRINT, NOW)
    assert again.tasks == where.tasks
    assert again.domains == where.domains


def test_a_blueprint_without_tasks_has_no_standing():
    where = standing(learner(0.7, 5), Blueprint("x", (Domain(1, "empty", None, ()),)), NOW)
    assert (where.tasks, where.domains, where.share) == ((), (), 0)


def test_a_domain_without_tasks_is_passed_over():
    domains = (*BLUEPRINT.domains, Domain(4, "Empty", 0.0, ()))
    where = standing((), replace(BLUEPRINT, domains=domains), NOW)
    assert {task.domain for task in where.tasks} == {1, 2, 3}
