"""Learners to test with: a small blueprint, and answers of somebody who knows a given share."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from ingest.types import Blueprint, Bullet, Domain, Fact, TaskStatement
from tutor.learner.types import Attempt

NOW = datetime(2026, 1, 30, 12, tzinfo=UTC)
COURSE = "hpa-01"


def task(number, bullets=()):
    return TaskStatement(number, f"Task {number}", tuple(Bullet(one, f"Bullet {one}") for one in bullets))


BLUEPRINT = Blueprint(
    "Harbour Pilot",
    (
        Domain(1, "Tides", 20.0, (task("1.1", ("1.1.a", "1.1.b")), task("1.2", ("1.2.a",)))),
        Domain(2, "Lights", 30.0, (task("2.1"), task("2.2"))),
        Domain(3, "Ropes", 50.0, (task("3.1"), task("3.2"), task("3.3"))),
    ),
    (Fact("scored_items", 50, "course.toml"), Fact("unscored_items", 15, "course.toml")),
)
TASKS = tuple(one.number for one in BLUEPRINT.tasks)


def attempt(item, task, correct, *, days_ago=0.0, **fields):
    at = NOW - timedelta(days=days_ago)
    return Attempt(item, COURSE, task, (0,), correct, at, **fields)


def learner(share: float | Mapping[str, float], count: int, seed: int = 0, tasks: Sequence[str] = TASKS):
    """`count` answers in turn over the tasks within the last ten days, right with a task's share."""
    rng = random.Random(seed)
    shares = share if isinstance(share, Mapping) else dict.fromkeys(tasks, share)
    turns = [tasks[at % len(tasks)] for at in range(count)]
    return tuple(
        attempt(f"i{seed}-{at}", one, rng.random() < shares[one], days_ago=10 * (count - at) / count)
        for at, one in enumerate(turns)
    )
