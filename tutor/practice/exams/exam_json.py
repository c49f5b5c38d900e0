"""Forms and results of exams as trees of plain values, and back: one shape for the store and for programs."""

from collections.abc import Mapping
from typing import Any

from tutor.practice.exams.exam_form import ExamError, ExamForm
from tutor.practice.exams.scoring import DomainShare, ExamResult, Scale, SectionRow, Standing

__all__ = ["form_from_json", "form_to_json", "result_from_json", "result_to_json"]


def form_to_json(form: ExamForm) -> dict[str, Any]:
    """The form as a tree of plain values; `form_from_json` reads it back."""
    return {
        "length": form.length,
        "scored": form.scored,
        "unscored": form.unscored,
        "minutes": form.minutes,
        "full": form.is_full,
        "scale": _scale_to_json(form.scale),
        "domains": [{"number": d.number, "title": d.title, "weight": d.weight} for d in form.domains],
        "notes": list(form.notes),
    }


def form_from_json(tree: Mapping[str, Any]) -> ExamForm:
    """The form that `form_to_json` made this of. Raises ExamError when it is no such tree."""
    try:
        return ExamForm(
            length=int(tree["length"]),
            scored=int(tree["scored"]),
            unscored=int(tree["unscored"]),
            minutes=float(tree["minutes"]),
            scale=_scale_from_json(tree["scale"]),
            domains=tuple(
                DomainShare(int(d["number"]), str(d["title"]), float(d["weight"])) for d in tree["domains"]
            ),
            is_full=bool(tree["full"]),
            notes=tuple(str(note) for note in tree["notes"]),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise ExamError(
            f"The form of the exam cannot be read ({type(fault).__name__}: {fault}). "
            "Take it as `tutor exam draw --format json` wrote it."
        ) from fault


def result_to_json(result: ExamResult) -> dict[str, Any]:
    """The result as a tree of plain values; `result_from_json` reads it back."""
    return {
        "score": result.score,
        "passed": result.passed,
        "correct": result.correct,
        "scored": result.scored,
        "scale": _scale_to_json(result.scale),
        "sections": [
            {
                "domain": row.domain,
                "title": row.title,
                "weight": row.weight,
                "correct": row.correct,
                "scored": row.scored,
                "share": row.share,
                "standing": row.standing.value if row.standing else None,
            }
            for row in result.sections
        ],
        "notes": list(result.notes),
    }


def result_from_json(tree: Mapping[str, Any]) -> ExamResult:
    """The result that `result_to_json` made this of. Raises KeyError or ValueError for anything else."""
    return ExamResult(
        score=tree["score"],
        passed=tree["passed"],
        correct=tree["correct"],
        scored=tree["scored"],
        scale=_scale_from_json(tree["scale"]),
        sections=tuple(
            SectionRow(
                domain=row["domain"],
                title=row["title"],
                weight=row["weight"],
                correct=row["correct"],
                scored=row["scored"],
                standing=Standing(row["standing"]) if row["standing"] else None,
            )
            for row in tree["sections"]
        ),
        notes=tuple(tree["notes"]),
    )


def _scale_to_json(scale: Scale) -> dict[str, float]:
    return {
        "low": scale.low,
        "high": scale.high,
        "pass_mark": scale.pass_mark,
        "pass_share": scale.pass_share,
    }


def _scale_from_json(tree: Mapping[str, Any]) -> Scale:
    return Scale(tree["low"], tree["high"], tree["pass_mark"], tree["pass_share"])
