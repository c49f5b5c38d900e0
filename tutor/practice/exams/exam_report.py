"""A finished sitting -> everything that its report shows. Pure; knows nothing of page or terminal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tutor.learner.exam_types import Sitting
from tutor.practice.choices import letters
from tutor.practice.exams.exam_form import ExamError
from tutor.practice.exams.exam_json import result_to_json
from tutor.practice.exams.scoring import ExamResult
from tutor.practice.json_form import item_to_json
from tutor.practice.types import PracticeItem

__all__ = ["ExamReport", "ReportItem", "exam_report", "report_to_json"]


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One item for the review: what was chosen, what was right, and whether it counted."""

    position: int
    item: PracticeItem
    scored: bool
    chosen: tuple[int, ...]
    correct: bool
    flagged: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class ExamReport:
    """The report of one exam."""

    sitting_id: str
    course: str
    started_at: datetime
    ended_at: datetime
    minutes: float
    """The time that there was."""
    minutes_used: float
    ran_out: bool
    """Whether the limit ended it."""
    result: ExamResult
    score_place: float
    """Of the score on its scale, 0 at the low end to 1 at the high one."""
    pass_place: float
    answered: int
    unscored: int
    items: tuple[ReportItem, ...]
    notes: tuple[str, ...]
    """How the exam was made, and what the score rests on."""


def exam_report(sitting: Sitting) -> ExamReport:
    """The report of a finished sitting.

    Raises:
        ExamError: It is still open; nothing of it is shown before its end.
    """
    if sitting.ended_at is None or sitting.result is None:
        raise ExamError("This exam is still open. Finish it with `tutor exam` to see its report.")
    result = sitting.result
    scale = result.scale
    return ExamReport(
        sitting_id=sitting.id,
        course=sitting.course,
        started_at=sitting.started_at,
        ended_at=sitting.ended_at,
        minutes=sitting.minutes,
        minutes_used=(sitting.ended_at - sitting.started_at).total_seconds() / 60,
        ran_out=sitting.ended_at >= sitting.ends_at,
        result=result,
        score_place=scale.place(result.score),
        pass_place=scale.place(scale.pass_mark),
        answered=sitting.answered,
        unscored=sum(not each.scored for each in sitting.items),
        items=tuple(
            ReportItem(e.position, e.item, e.scored, e.chosen, e.correct, e.flagged, e.seconds)
            for e in sitting.items
        ),
        notes=(*sitting.form.notes, *result.notes),
    )


def report_to_json(report: ExamReport) -> dict[str, Any]:
    """The report as a tree of plain values; times are ISO 8601 in UTC."""
    return {
        "id": report.sitting_id,
        "course": report.course,
        "started_at": report.started_at.isoformat(),
        "ended_at": report.ended_at.isoformat(),
        "minutes": report.minutes,
        "minutes_used": round(report.minutes_used, 1),
        "ran_out": report.ran_out,
        "answered": report.answered,
        "unscored": report.unscored,
        "result": result_to_json(report.result),
        "notes": list(report.notes),
        "items": [_item_tree(each) for each in report.items],
    }


def _item_tree(each: ReportItem) -> dict[str, Any]:
    return {
        "position": each.position,
        "scored": each.scored,
        "chosen": list(letters(each.chosen)),
        "right": list(letters(each.item.key)),
        "correct": each.correct,
        "flagged": each.flagged,
        "seconds": round(each.seconds, 1),
        "item": item_to_json(each.item),
    }
