"""One sentence under each chart of the progress page: what to do now. Pure; knows nothing of pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from tutor.learner.planning.plan_focus import cost
from tutor.learner.planning.targets import WeekScore
from tutor.learner.standing.coverage import Coverage
from tutor.learner.standing.forecast import ReviewForecast
from tutor.learner.standing.mastery import LearnerStanding, Level, TaskMastery
from tutor.learner.standing.pass_estimate import PassEstimate
from tutor.learner.standing.progress import Progress
from tutor.learner.standing.words import counted, listed, percent

__all__ = ["Advice", "advice"]

_WIDE = 0.40
"""An interval wider than this says little."""
_READY = 0.90
_FEWEST_A_WEEK = 10
"""Answers before a week's score is held against its target."""
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Advice:
    """A sentence for each chart."""

    estimate: str
    mastery: str
    scores: str
    calibration: str
    coverage: str
    reviews: str


def advice(progress: Progress) -> Advice:
    """What to do, from what the charts show."""
    return Advice(
        estimate=_on_estimate(progress.estimate, progress.where),
        mastery=_on_mastery(progress.where, progress.estimate.rule.scored),
        scores=_on_scores(progress.scores, progress),
        calibration=progress.calibration.advice,
        coverage=_on_coverage(progress.coverage),
        reviews=_on_reviews(progress.reviews),
    )


def _on_estimate(estimate: PassEstimate, where: LearnerStanding) -> str:
    if estimate.probability is None or estimate.low is None or estimate.high is None:
        return estimate.basis[0]
    without = [task.task for task in where.tasks if not task.answers]
    if estimate.high - estimate.low > _WIDE:
        thin = without or [task.task for task in sorted(where.tasks, key=lambda task: task.effective_answers)]
        return f"The interval is wide: answer items of {listed(thin[:_NAMED])} to narrow it."
    if estimate.probability >= _READY:
        return "Hold this level: do the reviews that are due and sit one full exam a week."
    return f"Practise {listed(_costliest(where))} first: the most points are to be gained there."


def _on_mastery(where: LearnerStanding, scored: int) -> str:
    if not where.tasks:
        return "Add the exam guide to the course, and its task statements appear here."
    if not where.answers:
        return "Start with the gap test: it places you by task statement in a short time."
    names = _costliest(where)
    lost = scored * sum(cost(task) for task in where.tasks if task.task in names)
    if all(task.level is Level.STRONG for task in where.tasks):
        return f"Every task statement is strong; keep {listed(names)} fresh with a few items a week."
    return f"Practise {listed(names)} next: they cost about {lost:.0f} of {scored} points as things stand."


def _on_scores(scores: Sequence[WeekScore], progress: Progress) -> str:
    today = progress.made_at.date()
    begun = [week for week in scores if week.starts_on <= today]
    if not any(week.answers for week in begun):
        return "Answer a set of ten items today to put the first point on this chart."
    enough = [week for week in begun if week.answers >= _FEWEST_A_WEEK]
    if not enough or enough[-1].share is None:
        return f"Answer at least {_FEWEST_A_WEEK} items a week, so that a week's score means something."
    last, share = enough[-1], enough[-1].share
    when = "This week" if today < last.starts_on + timedelta(days=7) else f"In the week from {last.starts_on}"
    if last.target is None:
        return f"{when} you had {percent(share)} right; set the exam's date to get weekly targets."
    if share >= last.target:
        return f"{when} you had {percent(share)} right, above the target of {percent(last.target)}: go on."
    return (
        f"{when} you had {percent(share)} right, below the target of {percent(last.target)}: "
        f"spend the next hours on {listed(_costliest(progress.where))}."
    )


def _on_coverage(coverage: Coverage) -> str:
    if not coverage.tasks:
        return "Add the exam guide to the course, and its bullets appear here."
    bare = [task.task for task in coverage.tasks if not task.passages]
    if len(bare) == len(coverage.tasks):
        return "Index the course with `tutor ingest`, and you see here what its material covers."
    if bare:
        return f"Add material for {listed(bare[:_NAMED])}: the sources hold no passage on {_it(bare)}."
    if not coverage.stated:
        quiet = [task.task for task in coverage.tasks if not task.answers]
        return _untouched(quiet, "task statement")
    unread = [bullet.id for bullet in coverage.bullets if not bullet.sections]
    if unread:
        return f"Add material for {listed(unread[:_NAMED])}: no section says that it answers {_it(unread)}."
    return _untouched([bullet.id for bullet in coverage.bullets if not bullet.answers], "bullet")


def _untouched(names: Sequence[str], noun: str) -> str:
    if not names:
        return f"You have answered items on all {noun}s; let the mastery chart choose what is next."
    has = f"{noun} has" if len(names) == 1 else f"{noun}s have"
    return f"Practise {listed(names[:_NAMED])} soon: {len(names)} {has} no answer yet."


def _on_reviews(reviews: ReviewForecast) -> str:
    if not reviews.cards and not reviews.new_a_day:
        return "Start a review: cards that you grade come back here before you forget them."
    today = reviews.days[0]
    peak = max(reviews.days[1:8], key=lambda day: day.cards, default=today)
    if today.cards:
        late = f", {reviews.overdue} of them overdue" if reviews.overdue else ""
        time = counted(max(1, round(today.minutes)), "minute")
        return f"Review {counted(today.cards, 'card')} today{late}, about {time}."
    if reviews.new_a_day:
        return f"Nothing is due today: begin {counted(reviews.new_a_day, 'new card')}."
    return f"Nothing is due today; the most in the coming week are {peak.cards} on {peak.day}."


def _costliest(where: LearnerStanding) -> list[str]:
    ranked: list[TaskMastery] = sorted(where.tasks, key=cost, reverse=True)
    return [task.task for task in ranked[:2]]


def _it(names: Sequence[str]) -> str:
    return "it" if len(names) == 1 else "them"
