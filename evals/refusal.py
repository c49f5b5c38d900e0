"""Does the tutor refuse what its sources do not answer, and only that?"""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.answering import answer_rows
from evals.bench import Bench
from evals.cases import QuestionCase
from evals.checks import accepted_refusal, pattern_faults
from evals.metrics import (
    Figure,
    auroc,
    balanced_accuracy,
    calibration_error,
    mean_figure,
    ratio_figure,
    reliability,
)
from evals.result import SuiteResult, compared
from evals.rows import Progress, Row, no_progress

__all__ = ["refusal_figures", "refusal_suite"]

_THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(1, 20))


def refusal_suite(
    bench: Bench, cases: Sequence[QuestionCase], *, compare: bool, progress: Progress = no_progress
) -> SuiteResult:
    """Figures over answerable and unanswerable questions together; both kinds are needed."""
    rows = answer_rows(bench, cases, compare=compare, progress=progress)
    ours = rows.pop("tutor")
    scores = [row["answerable"] for row in ours]
    labels = [case.answerable for case in cases]
    bins = reliability(scores, labels)
    metrics = refusal_figures(cases, ours)
    metrics["auroc"] = auroc(scores, labels)
    own = _per_case(cases, ours)
    return SuiteResult(
        suite="refusal",
        settings={
            "index": bench.fingerprint,
            "llm": bench.settings.llm,
            "answerable": sum(labels),
            "unanswerable": len(labels) - sum(labels),
            "calibration_error": round(calibration_error(bins), 4),
        },
        metrics=metrics,
        compare={name: _compared(cases, each, own) for name, each in rows.items()},
        cases=[_case_row(case, row) for case, row in zip(cases, ours, strict=True)],
        curves={
            "reliability": [[one.score, one.share, one.n] for one in bins],
            "thresholds": _thresholds(scores, labels),
        },
    )


def refusal_figures(cases: Sequence[QuestionCase], rows: Sequence[Row]) -> dict[str, Figure]:
    """Recall, precision and wrong refusals of one system, and its false premises."""
    refused = [bool(row["refused"]) for row in rows]
    right = [not case.answerable for case in cases]
    figures = {name: mean_figure(values) for name, values in _per_case(cases, rows).items()}
    both = [a and b for a, b in zip(refused, right, strict=True)]
    figures["refusal_precision"] = ratio_figure(both, refused)
    figures["balanced_accuracy"] = balanced_accuracy(refused, right)
    return figures


def _per_case(cases: Sequence[QuestionCase], rows: Sequence[Row]) -> dict[str, list[float]]:
    pairs = list(zip(cases, rows, strict=True))
    premises = [pair for pair in pairs if pair[0].accept == "refusal_or_correction"]
    return {
        "refusal_recall": [float(accepted_refusal(c, row)) for c, row in pairs if not c.answerable],
        "wrong_refusals": [float(row["refused"]) for c, row in pairs if c.answerable],
        "false_premise": [float(accepted_refusal(c, row)) for c, row in premises],
    }


def _compared(
    cases: Sequence[QuestionCase], rows: Sequence[Row], ours: Mapping[str, Sequence[float]]
) -> dict[str, dict[str, Any]]:
    table = compared(ours, _per_case(cases, rows))
    for name, figure in refusal_figures(cases, rows).items():
        table.setdefault(name, dict(figure.json()))
    return table


def _thresholds(scores: Sequence[float], labels: Sequence[bool]) -> list[list[float]]:
    """[threshold, unanswerable ones below it, answerable ones below it], by `answerable` alone."""
    result = []
    for threshold in _THRESHOLDS:
        below = [score < threshold for score in scores]
        right = [b for b, label in zip(below, labels, strict=True) if not label]
        wrong = [b for b, label in zip(below, labels, strict=True) if label]
        result.append([threshold, _share(right), _share(wrong)])
    return result


def _share(values: Sequence[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def _case_row(case: QuestionCase, row: Row) -> Row:
    passed = not row["refused"] if case.answerable else accepted_refusal(case, row)
    faults = [] if passed else ["refused" if case.answerable else "answered"]
    if not passed and case.accept == "refusal_or_correction":
        faults += pattern_faults(case, row["text"])
    return {
        "id": case.id,
        "question": case.question,
        "type": case.type,
        "task": case.task,
        "label": case.answerable,
        "passed": passed,
        "faults": faults,
        **{name: row[name] for name in ("refused", "answerable", "text", "sentences", "passages")},
    }
