"""Are the answers right, are their citations sound, and does what is shown stand in the sources?"""

from collections.abc import Sequence
from typing import Any

from evals.answering import answer_rows, shown_sentences
from evals.bench import Bench
from evals.cases import QuestionCase
from evals.checks import both_sides_shown, citation_faults, pattern_faults
from evals.metrics import Figure, bootstrap, mean_figure, median_of, ratio_figure
from evals.result import SuiteResult, compared
from evals.rows import Progress, Row, no_progress

__all__ = ["answers_suite", "conflicts_suite"]

_AGREEMENT = "agreement"
"""The type of a case on which the sources agree."""
_TIMINGS = ("retrieve_seconds", "first_token_seconds", "total_seconds", "prompt_tokens", "completion_tokens")


def answers_suite(
    bench: Bench, cases: Sequence[QuestionCase], *, compare: bool, progress: Progress = no_progress
) -> SuiteResult:
    """Figures over the answerable cases; correctness over those of them that carry patterns."""
    used = [case for case in cases if case.answerable]
    rows = answer_rows(bench, used, compare=compare, progress=progress)
    ours = rows.pop("tutor")
    faults = [citation_faults(bench, row) for row in ours]
    own = _per_case(used, ours)
    return SuiteResult(
        suite="answers",
        settings={"index": bench.fingerprint, "llm": bench.settings.llm, "cases": len(used)},
        metrics={
            **{name: mean_figure(values) for name, values in own.items()},
            **_sentence_figures(ours, faults),
            **_timing_figures(ours),
        },
        compare={name: _compared(used, each, own) for name, each in rows.items()},
        cases=[_case_row(case, row, fault) for case, row, fault in zip(used, ours, faults, strict=True)],
    )


def conflicts_suite(
    bench: Bench, cases: Sequence[QuestionCase], *, progress: Progress = no_progress
) -> SuiteResult:
    """Figures over questions on which sources disagree: golds of two documents, each stating its side.

    Cases of the type "agreement" are those on which they agree: there a conflict is a false alarm.
    """
    rows = answer_rows(bench, cases, compare=False, progress=progress)["tutor"]
    shown = [both_sides_shown(case, row) for case, row in zip(cases, rows, strict=True)]
    texts = [
        not row["refused"] and not pattern_faults(case, row["text"])
        for case, row in zip(cases, rows, strict=True)
    ]
    result = []
    for case, row, is_shown in zip(cases, rows, shown, strict=True):
        made = _case_row(case, row, citation_faults(bench, row))
        passed = not row["conflicts"] if case.type == _AGREEMENT else is_shown
        result.append({**made, "passed": passed, "conflicts": row["conflicts"]})
    differ = [case.type != _AGREEMENT for case in cases]
    return SuiteResult(
        suite="conflicts",
        settings={"index": bench.fingerprint, "llm": bench.settings.llm, "cases": len(cases)},
        metrics={
            "both_sides_shown": mean_figure(_where(differ, shown)),
            "both_values_in_text": mean_figure(_where(differ, texts)),
            "disagreement_named": mean_figure(_where(differ, [bool(row["conflicts"]) for row in rows])),
            **_false_alarms(differ, rows),
            "refused": mean_figure([float(row["refused"]) for row in rows]),
        },
        cases=result,
    )


def _where(chosen: Sequence[bool], values: Sequence[bool]) -> list[float]:
    return [float(value) for value, is_chosen in zip(values, chosen, strict=True) if is_chosen]


def _false_alarms(differ: Sequence[bool], rows: Sequence[Row]) -> dict[str, Figure]:
    """Share of the questions on which the sources agree that get a conflict; nothing without any."""
    agree = _where([not one for one in differ], [bool(row["conflicts"]) for row in rows])
    return {"false_alarms_of_conflict": mean_figure(agree)} if agree else {}


def _per_case(cases: Sequence[QuestionCase], rows: Sequence[Row]) -> dict[str, list[float]]:
    pairs = list(zip(cases, rows, strict=True))
    return {
        "correct": [float(_is_correct(case, row)) for case, row in pairs if case.must or case.must_not],
        "answered": [float(not row["refused"]) for row in rows],
        "wrong_words": [
            float(not row["refused"] and _has_wrong(case, row)) for case, row in pairs if case.must_not
        ],
    }


def _is_correct(case: QuestionCase, row: Row) -> bool:
    return not row["refused"] and not pattern_faults(case, row["text"])


def _has_wrong(case: QuestionCase, row: Row) -> bool:
    return any(fault.startswith("has ") for fault in pattern_faults(case, row["text"]))


def _sentence_figures(rows: Sequence[Row], faults: Sequence[Sequence[Sequence[str]]]) -> dict[str, Figure]:
    """Shares of sentences, resampled by answer: those of one answer stand and fall together."""
    written = [len(row["sentences"]) if not row["refused"] else 0 for row in rows]
    shown = [len(shown_sentences(row)) for row in rows]
    sound = [sum(not one for one in each) for each in faults]
    return {
        "citation_validity": ratio_figure(sound, shown),
        "sentences_shown": ratio_figure(shown, written),
        "false_alarms_of_conflict": mean_figure([float(bool(row["conflicts"])) for row in rows]),
    }


def _timing_figures(rows: Sequence[Row]) -> dict[str, Figure]:
    called = [row["timings"] for row in rows if row["timings"]["completion_tokens"]]
    return {f"median_{name}": bootstrap([t[name] for t in called], median_of) for name in _TIMINGS if called}


def _compared(
    cases: Sequence[QuestionCase], rows: Sequence[Row], ours: dict[str, list[float]]
) -> dict[str, dict[str, Any]]:
    table = compared(ours, _per_case(cases, rows))
    for name in _TIMINGS[1:]:
        values = [row["timings"][name] for row in rows]
        table[f"median_{name}"] = dict(bootstrap(values, median_of).json())
    return table


def _case_row(case: QuestionCase, row: Row, faults: Sequence[Sequence[str]]) -> Row:
    patterns = ["refused"] if row["refused"] else pattern_faults(case, row["text"])
    return {
        "id": case.id,
        "question": case.question,
        "type": case.type,
        "task": case.task,
        "reference": case.answer,
        "passed": not patterns and not any(faults),
        "faults": [*patterns, *(fault for each in faults for fault in each)],
        "gold": [{"document": gold.document, "quote": gold.quote} for gold in case.gold],
        **{
            name: row[name]
            for name in ("refused", "answerable", "text", "sentences", "citations", "passages", "timings")
        },
    }
