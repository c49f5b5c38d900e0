"""Progress as JSON values, for the command line and other programs."""

from dataclasses import asdict
from typing import Any

from tutor.learner.standing.advice import advice
from tutor.learner.standing.mastery import DomainMastery, TaskMastery
from tutor.learner.standing.progress import Progress

__all__ = ["progress_to_json"]

_PLACES = 4


def progress_to_json(progress: Progress) -> dict[str, Any]:
    """Shares and probabilities from 0 to 1, rounded to four places; days as ISO 8601."""
    estimate = progress.estimate
    return {
        "course": progress.course,
        "title": progress.title,
        "made_at": progress.made_at.isoformat(),
        "exam_on": progress.exam_on.isoformat() if progress.exam_on else None,
        "days_left": progress.days_left,
        "answers": progress.answers,
        "pass_estimate": {
            "probability": _rounded(estimate.probability),
            "low": _rounded(estimate.low),
            "high": _rounded(estimate.high),
            "expected_share": _rounded(estimate.score),
            "needed": estimate.rule.needed,
            "scored_items": estimate.rule.scored,
            "basis": list(estimate.basis),
        },
        "domains": [{"domain": one.number, **_mastery(one)} for one in progress.where.domains],
        "tasks": [
            {
                "task": one.task,
                **_mastery(one),
                "last_at": one.last_at.isoformat() if one.last_at else None,
            }
            for one in progress.where.tasks
        ],
        "weeks": [
            {
                "starts_on": week.starts_on.isoformat(),
                "answers": week.answers,
                "right": week.right,
                "share": _rounded(week.share),
                "target": _rounded(week.target),
            }
            for week in progress.scores
        ],
        "calibration": {
            "rows": [
                {**asdict(row), "confidence": row.confidence.name.lower()}
                for row in progress.calibration.rows
            ],
            "unsaid": progress.calibration.unsaid,
        },
        "coverage": [asdict(task) for task in progress.coverage.tasks],
        "reviews": {
            "overdue": progress.reviews.overdue,
            "cards": progress.reviews.cards,
            "new_a_day": progress.reviews.new_a_day,
            "days": [
                {"day": day.day.isoformat(), "cards": day.cards, "minutes": round(day.minutes, 1)}
                for day in progress.reviews.days
            ],
        },
        "advice": asdict(advice(progress)),
    }


def _mastery(one: TaskMastery | DomainMastery) -> dict[str, Any]:
    return {
        "title": one.title,
        "weight": _rounded(one.weight),
        "share": _rounded(one.share.mean),
        "low": _rounded(one.share.low),
        "high": _rounded(one.share.high),
        "level": one.level.value,
        "answers": one.answers,
        "right": one.right,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _PLACES)
