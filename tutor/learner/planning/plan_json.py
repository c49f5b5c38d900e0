"""A study plan as JSON values and back, for the store, the command line and other programs."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from tutor.learner.planning.plan_types import (
    ExamStep,
    FocusTask,
    LabLink,
    PlanWeek,
    StudyPlan,
    TaskResult,
    WeekHours,
)
from tutor.learner.standing.coverage import Section
from tutor.learner.standing.mastery import Level

__all__ = ["plan_from_json", "plan_to_json"]


def plan_to_json(plan: StudyPlan) -> dict[str, Any]:
    """The plan's fields under their names; dates and times as ISO 8601, what follows from others as well."""
    weeks = [
        {
            **asdict(week),
            "starts_on": week.starts_on.isoformat(),
            "ends_on": week.ends_on.isoformat(),
            "practice_items": week.practice_items,
            "hours": {**asdict(week.hours), "total": round(week.hours.total, 2)},
        }
        for week in plan.weeks
    ]
    return {
        **asdict(plan),
        "made_at": plan.made_at.isoformat(),
        "started_on": plan.started_on.isoformat(),
        "exam_on": plan.exam_on.isoformat(),
        "weeks": weeks,
        "results": [{**asdict(one), "level": one.level.value, "reason": one.reason} for one in plan.results],
    }


def plan_from_json(tree: Mapping[str, Any]) -> StudyPlan:
    """The plan that `plan_to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    return StudyPlan(
        course=tree["course"],
        made_at=datetime.fromisoformat(tree["made_at"]),
        started_on=date.fromisoformat(tree["started_on"]),
        exam_on=date.fromisoformat(tree["exam_on"]),
        hours_a_week=tree["hours_a_week"],
        present_share=tree["present_share"],
        weeks=tuple(_week(week) for week in tree["weeks"]),
        results=tuple(_result(result) for result in tree["results"]),
        left_out=tuple(tree["left_out"]),
        notes=tuple(tree["notes"]),
    )


def _week(tree: Mapping[str, Any]) -> PlanWeek:
    hours, lab, exam = tree["hours"], tree["lab"], tree["exam"]
    return PlanWeek(
        number=tree["number"],
        starts_on=date.fromisoformat(tree["starts_on"]),
        days=tree["days"],
        target=tree["target"],
        hours=WeekHours(hours["reading"], hours["practice"], hours["review"], hours["lab"], hours["exam"]),
        focus=tuple(_focus(task) for task in tree["focus"]),
        lab=LabLink(lab["id"], lab["title"], lab["minutes"], tuple(lab["tasks"])) if lab else None,
        exam=ExamStep(exam["items"], exam["minutes"], exam["full"]) if exam else None,
        note=tree["note"],
    )


def _focus(tree: Mapping[str, Any]) -> FocusTask:
    return FocusTask(
        task=tree["task"],
        title=tree["title"],
        hours=tree["hours"],
        practice_items=tree["practice_items"],
        sections=tuple(Section(one["document"], one["page"], one["heading"]) for one in tree["sections"]),
        more_sections=tree["more_sections"],
        reason=tree["reason"],
    )


def _result(tree: Mapping[str, Any]) -> TaskResult:
    return TaskResult(
        task=tree["task"],
        level=Level(tree["level"]),
        share=tree["share"],
        answers=tree["answers"],
        right=tree["right"],
        week_answers=tree["week_answers"],
        week_right=tree["week_right"],
    )
