"""Two plans -> what changed and why, a sentence each. Knows nothing of how plans are made."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from tutor.learner.planning.plan_types import PlanWeek, StudyPlan, TaskResult
from tutor.learner.standing.words import counted, listed

__all__ = ["plan_changes"]

_MOST_LINES = 10
_MOST_MOVES = 5


def plan_changes(old: StudyPlan, new: StudyPlan) -> tuple[str, ...]:
    """The changes, the most far-reaching first; none where a learner would see no difference.

    Weeks are compared by their first day. When the exam's date moved, all weeks are other ones, so only the
    first of them is named.
    """
    lines = _goal_changes(old, new)
    if old.exam_on != new.exam_on:
        first = new.weeks[0]
        lines.append(f"Week {first.number} now is for {listed([task.task for task in first.focus])}.")
        return tuple(lines)
    pairs = _pairs(old, new)
    weeks = [
        *_task_changes(pairs, new),
        *(line for before, after in pairs for line in _extras(before, after)),
    ]
    lines += weeks[:_MOST_LINES]
    if len(weeks) > _MOST_LINES:
        lines.append(f"{counted(len(weeks) - _MOST_LINES, 'more change')} in later weeks.")
    dropped = [task for task in new.left_out if task not in old.left_out]
    if dropped:
        lines.append(f"No week is left for {listed(dropped)}.")
    return tuple(lines)


def _goal_changes(old: StudyPlan, new: StudyPlan) -> list[str]:
    lines = []
    if old.exam_on != new.exam_on:
        later = "later" if new.exam_on > old.exam_on else "earlier"
        days = counted(abs((new.exam_on - old.exam_on).days), "day")
        lines.append(
            f"The exam moved from {old.exam_on} to {new.exam_on}, {days} {later}; "
            f"there {'is' if len(new.weeks) == 1 else 'are'} {counted(len(new.weeks), 'week')} to plan."
        )
    if old.hours_a_week != new.hours_a_week:
        lines.append(f"You have {new.hours_a_week:g} hours a week instead of {old.hours_a_week:g}.")
    return lines


def _pairs(old: StudyPlan, new: StudyPlan) -> list[tuple[PlanWeek, PlanWeek]]:
    """Each week of the new plan with the same one of the old plan."""
    before: dict[date, PlanWeek] = {week.starts_on: week for week in old.weeks}
    return [(before[week.starts_on], week) for week in new.weeks if week.starts_on in before]


def _task_changes(pairs: list[tuple[PlanWeek, PlanWeek]], new: StudyPlan) -> list[str]:
    """Tasks that got a week more or less, with the reason; then those that only moved to make room."""
    gained, lost = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
    for before, after in pairs:
        was, now = ({task.task for task in week.focus} for week in (before, after))
        for task in sorted(now - was):
            gained[task].append(after.number)
        for task in sorted(was - now):
            lost[task].append(after.number)
    results = {result.task: result for result in new.results}
    lines, moves = [], []
    # by week, and within it what is new before what is gone
    for task in sorted(
        {*gained, *lost}, key=lambda one: (min(gained[one] + lost[one]), not gained[one], one)
    ):
        both = min(len(gained[task]), len(lost[task]))
        moves += [
            f"{task} from week {a} to week {b}"
            for a, b in zip(lost[task][:both], gained[task][:both], strict=True)
        ]
        lines += [f"Week {at} now has {task}: {_why(task, results)}." for at in gained[task][both:]]
        lines += [f"Week {at} no longer has {task}: {_why_gone(task, results)}." for at in lost[task][both:]]
    if moves:
        more = f" and {len(moves) - _MOST_MOVES} more" if len(moves) > _MOST_MOVES else ""
        lines.append(f"The order changed: {', '.join(moves[:_MOST_MOVES])}{more}.")
    return lines


def _extras(old: PlanWeek, new: PlanWeek) -> list[str]:
    """Changes of lab and exam."""
    lines = []
    if old.lab != new.lab and new.lab is not None:
        lines.append(f"Week {new.number} now has the lab {new.lab.title}.")
    if (old.exam is None) != (new.exam is None):
        lines.append(f"Week {new.number} {'now has an' if new.exam else 'no longer has its'} exam.")
    return lines


def _why(task: str, results: Mapping[str, TaskResult]) -> str:
    return results[task].reason


def _why_gone(task: str, results: Mapping[str, TaskResult]) -> str:
    if task not in results:
        return "the blueprint has no such task any more"
    result = results[task]
    return f"{result.reason}, {result.level.value}" if result.answers else "other tasks cost more points"
