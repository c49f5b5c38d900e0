"""Who judges whether a source supports a claim, and how far that judge can be trusted.

Four judges: the tutor's own support check, a language model that reads six examples, the two together, and
the share of words in common, which is what any judge has to beat. Each is measured on labelled claims that
it was not fitted on (half `report`); its threshold is chosen on the other half.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.bench import Bench, code_digest
from evals.cases import ClaimCase
from evals.metrics import (
    Figure,
    auroc,
    balanced_accuracy,
    best_threshold,
    calibration_error,
    mean_figure,
    reliability,
)
from evals.prompts import judge_messages
from evals.result import SuiteResult
from evals.rows import Progress, Row, System, no_progress, rows_of
from ingest.words import search_words
from tutor.answering.verifier import Evidence

__all__ = ["Trust", "independent_judge", "judge_suite", "judges", "trust_in", "verdicts"]

_VALID_AUROC, _VALID_BALANCED = 0.85, 0.80
_SUREST = 0.01
"""Nearest to 0 or 1 that a judge's score is taken to be."""


@dataclass(frozen=True, slots=True)
class Trust:
    """How a judge did on labelled claims: from which score it says yes, and its verdicts by truth."""

    threshold: float
    on_true: tuple[float, ...]
    on_false: tuple[float, ...]
    metrics: dict[str, Figure]

    @property
    def is_valid(self) -> bool:
        """True when AUROC and balanced accuracy reach what is asked of a judge."""
        enough = self.metrics["auroc"].value >= _VALID_AUROC
        return enough and self.metrics["balanced_accuracy"].value >= _VALID_BALANCED


def judges(bench: Bench) -> dict[str, System[ClaimCase]]:
    """The judges that there are with these settings, by name; the support check first."""
    check = bench.silent_chain.check
    code = code_digest("tutor/answering", "ingest/words.py", "ingest/embedding.py")

    def by_check(case: ClaimCase) -> Row:
        (support,) = check.check([(case.claim, Evidence(case.evidence, case.context))])
        return {"score": support.score, "reason": support.objection}

    found = {
        # the index counts too: it knows what things are called otherwise
        "support check": System("judge-support", {"code": code, "index": bench.fingerprint}, by_check),
        "words in common": System("judge-words", {"code": code_digest("evals/judge.py")}, _by_words),
    }
    if bench.settings.llm != "none":
        found["language model"] = _by_model(bench)
        found["both"] = _by_both(bench, found["support check"], found["language model"])
    return found


def independent_judge(bench: Bench) -> tuple[str, System[ClaimCase]]:
    """The language model where there is one: the support check has chosen what is shown."""
    found = judges(bench)
    name = "language model" if "language model" in found else "support check"
    return name, found[name]


def judge_suite(
    bench: Bench, cases: Sequence[ClaimCase], *, compare: bool, progress: Progress = no_progress
) -> SuiteResult:
    """The support check on labelled claims; with `compare` the other judges beside it."""
    chosen = judges(bench) if compare else {"support check": judges(bench)["support check"]}
    rows = {name: rows_of(judge, cases, bench.folder, progress) for name, judge in chosen.items()}
    ours = rows.pop("support check")
    trust = trust_in(cases, ours, fixed_threshold=0.5)
    reported = [(c, r) for c, r in zip(cases, ours, strict=True) if c.half == "report"]
    bins = reliability([r["score"] for _, r in reported], [c.supported for c, _ in reported])
    return SuiteResult(
        suite="judge",
        settings={
            "judge": "support check, threshold 0.5",
            "validity": "valid" if trust.is_valid else "not validated",
            "calibrate": len(cases) - len(reported),
            "report": len(reported),
            "calibration_error": round(calibration_error(bins), 4),
        },
        metrics={**trust.metrics, **_by_kind(reported)},
        compare={
            name: {metric: figure.json() for metric, figure in trust_in(cases, each).metrics.items()}
            for name, each in rows.items()
        },
        cases=[_case_row(case, row) for case, row in reported],
        curves={"reliability": [[one.score, one.share, one.n] for one in bins]},
    )


def trust_in(
    cases: Sequence[ClaimCase], rows: Sequence[Row], *, fixed_threshold: float | None = None
) -> Trust:
    """Threshold from the half `calibrate` (unless one is fixed), figures from the half `report`."""
    scored = [(case.half, row["score"], case.supported) for case, row in zip(cases, rows, strict=True)]
    fitted = [(score, label) for half, score, label in scored if half == "calibrate"]
    threshold = fixed_threshold
    if threshold is None:
        threshold = best_threshold([s for s, _ in fitted], [label for _, label in fitted]) if fitted else 0.5
    scores = [score for half, score, _ in scored if half == "report"]
    labels = [label for half, _, label in scored if half == "report"]
    said = [score >= threshold for score in scores]
    on_true = tuple(float(s) for s, label in zip(said, labels, strict=True) if label)
    on_false = tuple(float(s) for s, label in zip(said, labels, strict=True) if not label)
    metrics = {
        "auroc": auroc(scores, labels),
        "balanced_accuracy": balanced_accuracy(said, labels),
        "true_positive_rate": mean_figure(on_true),
        "true_negative_rate": mean_figure([1 - one for one in on_false]),
    }
    return Trust(threshold, on_true, on_false, metrics)


def verdicts(
    judge: System[ClaimCase],
    trust: Trust,
    claims: Sequence[ClaimCase],
    folder: Path,
    progress: Progress = no_progress,
) -> list[bool]:
    """Whether the judge finds each claim supported, from its own threshold on."""
    return [row["score"] >= trust.threshold for row in rows_of(judge, claims, folder, progress)]


def _by_words(case: ClaimCase) -> Row:
    """The share of the claim's words that stand in the evidence."""
    words = set(search_words(case.claim))
    present = set(search_words(f"{case.context}\n{case.evidence}"))
    return {"score": len(words & present) / len(words) if words else 0.0}


def _by_model(bench: Bench) -> System[ClaimCase]:
    from tutor.llm import yes_probability

    def compute(case: ClaimCase) -> Row:
        model = bench.chain.model
        if model is None:
            raise AssertionError("this judge is only offered with a model")
        messages = judge_messages(case.claim, Evidence(case.evidence, case.context))
        return {"score": yes_probability(model, messages)}

    key = {"llm": (bench.settings.llm, bench.settings.llm_model), "code": code_digest("evals/prompts.py")}
    return System("judge-model", key, compute)


def _by_both(bench: Bench, check: System[ClaimCase], model: System[ClaimCase]) -> System[ClaimCase]:
    """The mean of both log odds: no weight is fitted, so there is none to overfit."""

    def compute(case: ClaimCase) -> Row:
        rows = [rows_of(each, [case], bench.folder)[0] for each in (check, model)]
        mean = sum(_log_odds(row["score"]) for row in rows) / len(rows)
        return {"score": 1 / (1 + math.exp(-mean)), "reason": rows[0]["reason"]}

    return System("judge-both", {"check": check.key, "model": model.key}, compute)


def _log_odds(score: float) -> float:
    """Bounded: a check that says 0 or 1 is very sure, not infinitely."""
    inner = min(max(score, _SUREST), 1 - _SUREST)
    return math.log(inner / (1 - inner))


def _by_kind(reported: Sequence[tuple[ClaimCase, Row]]) -> dict[str, Figure]:
    """The share judged right for each kind of claim."""
    kinds = sorted({case.kind for case, _ in reported if case.kind})
    return {
        f"right: {kind}": mean_figure(
            [float((row["score"] >= 0.5) == case.supported) for case, row in reported if case.kind == kind]
        )
        for kind in kinds
    }


def _case_row(case: ClaimCase, row: Row) -> Row:
    said = row["score"] >= 0.5
    verdict = f"judged {'supported' if said else 'unsupported'} at {row['score']:.2f}"
    faults = [] if said == case.supported else [verdict, *filter(None, [row.get("reason")])]
    return {
        "id": case.id,
        "question": case.claim,
        "type": case.kind,
        "task": "",
        "label": case.supported,
        "score": row["score"],
        "passed": said == case.supported,
        "faults": faults,
        "text": case.evidence,
    }
