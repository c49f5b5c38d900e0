"""Which task statements a week is for. Knows nothing of hours, sections or dates."""

from collections import Counter
from collections.abc import Sequence

from tutor.learner.standing.mastery import Level, TaskMastery

__all__ = ["FEWEST_FOCUS", "MOST_FOCUS", "cost", "focus_of_weeks"]

FEWEST_FOCUS, MOST_FOCUS = 2, 4
"""Mixing two or more subjects a week is remembered better than one in a block; above four it is none."""
_ONLY_WEEK_FOCUS = 3


def cost(task: TaskMastery) -> float:
    """The share of the exam's points that the task is expected to cost: its weight times its share wrong."""
    return task.weight * (1 - task.share.mean)


def focus_of_weeks(
    tasks: Sequence[TaskMastery], weeks: int, width: int, kept: Sequence[str] = ()
) -> tuple[tuple[str, ...], ...]:
    """The tasks of each week, the costliest first; `kept` are those of the first week where they are given.

    Every task that is not strong has its turn before any has a second one. Later places go to the task with
    the highest cost for each visit that it then would have (highest averages, as seats are given to parties),
    but to none in two weeks running where another is left. The last week takes the costliest.
    """
    ranked = sorted(tasks, key=lambda task: (-cost(task), _place(task)))
    visits: Counter[str] = Counter()
    found: list[tuple[str, ...]] = []
    for at in range(weeks - 1):
        if at == 0 and kept:
            chosen = [task.task for task in ranked if task.task in kept]
        else:
            chosen = _chosen(ranked, visits, width, found[-1] if found else ())
        visits.update(chosen)
        found.append(tuple(chosen))
    last = _ONLY_WEEK_FOCUS if weeks == 1 else FEWEST_FOCUS
    found.append(tuple(task.task for task in ranked[:last]))
    return tuple(found)


def _chosen(
    ranked: Sequence[TaskMastery], visits: Counter[str], width: int, before: Sequence[str]
) -> list[str]:
    """So many tasks as `width`, or all if there are fewer."""

    def turn(task: TaskMastery) -> tuple[bool, bool, float]:
        first = visits[task.task] == 0 and task.level is not Level.STRONG
        return not first, task.task in before, -cost(task) / (visits[task.task] + 1)

    chosen = {task.task for task in sorted(ranked, key=turn)[:width]}  # stable: ties stay in order of cost
    return [task.task for task in ranked if task.task in chosen]


def _place(task: TaskMastery) -> tuple[int, ...]:
    """`3.10` comes after `3.9`."""
    return tuple(int(part) for part in task.task.split(".") if part.isdecimal())
