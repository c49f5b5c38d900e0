"""Does what is shown stand in what it cites? Judged sentence by sentence, the judge's own error taken out.

The judge is the language model where there is one: the support check chose what is shown, so its own
verdict on it proves nothing. Citation recall and precision are those of ALCE (Gao et al., EMNLP 2023).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evals.answering import answer_rows, shown_sentences
from evals.bench import Bench
from evals.cases import ClaimCase, QuestionCase
from evals.judge import Trust, independent_judge, trust_in, verdicts
from evals.metrics import Figure, corrected_share, ratio_figure
from evals.result import SuiteResult
from evals.rows import Progress, Row, no_progress, rows_of

__all__ = ["faithfulness_suite", "sentence_claims"]


@dataclass(frozen=True, slots=True)
class SentenceClaims:
    """A shown sentence as claims to judge: against all that it cites, each citation alone, and without it."""

    whole: ClaimCase
    alone: tuple[ClaimCase, ...]
    without: tuple[ClaimCase, ...]

    @property
    def all(self) -> tuple[ClaimCase, ...]:
        """All of them, the whole first."""
        return (self.whole, *self.alone, *self.without)


def faithfulness_suite(
    bench: Bench,
    cases: Sequence[QuestionCase],
    labelled: Sequence[ClaimCase],
    progress: Progress = no_progress,
) -> SuiteResult:
    """Figures over the sentences shown for the answerable cases; `labelled` claims measure the judge."""
    used = [case for case in cases if case.answerable]
    rows = answer_rows(bench, used, compare=False, progress=progress)["tutor"]
    name, judge = independent_judge(bench)
    trust = trust_in(labelled, rows_of(judge, labelled, bench.folder, progress))
    sentences = [sentence_claims(case, row) for case, row in zip(used, rows, strict=True)]
    claims = [claim for each in sentences for one in each for claim in one.all]
    said = dict(
        zip((c.id for c in claims), verdicts(judge, trust, claims, bench.folder, progress), strict=True)
    )
    return SuiteResult(
        suite="faithfulness",
        settings={
            "index": bench.fingerprint,
            "llm": bench.settings.llm,
            "judge": name,
            "validity": "valid" if trust.is_valid and name != "support check" else "not validated",
            "judge_auroc": _short(trust.metrics["auroc"]),
            "judge_balanced_accuracy": _short(trust.metrics["balanced_accuracy"]),
        },
        metrics=_figures(sentences, said, trust),
        cases=[
            _case_row(case, row, each, said) for case, row, each in zip(used, rows, sentences, strict=True)
        ],
    )


def sentence_claims(case: QuestionCase, row: Row) -> tuple[SentenceClaims, ...]:
    """The claims of each shown sentence of an answer, in order."""
    citations = {one["n"]: one for one in row["citations"]}
    result = []
    for place, sentence in enumerate(shown_sentences(row)):
        cited = [citations[n] for n in sentence["citations"]]
        name = f"{case.id}/{place}"
        text = sentence["text"]
        several = len(cited) > 1
        alone = [_claim(f"{name}/only-{c['n']}", text, [c]) for c in cited] if several else []
        without = [
            _claim(f"{name}/not-{c['n']}", text, [other for other in cited if other is not c])
            for c in (cited if several else [])
        ]
        result.append(SentenceClaims(_claim(name, text, cited), tuple(alone), tuple(without)))
    return tuple(result)


def _claim(name: str, text: str, cited: Sequence[dict[str, Any]]) -> ClaimCase:
    headings = "\n".join(dict.fromkeys(c["heading"].split(" › ")[-1] for c in cited))
    quotes = " ".join(c["quote"] for c in cited)
    return ClaimCase(name, text, quotes, supported=True, context=headings)


def _figures(
    sentences: Sequence[Sequence[SentenceClaims]], said: dict[str, bool], trust: Trust
) -> dict[str, Figure]:
    """Shares of sentences and of citations, resampled by answer."""
    counted = [len(each) for each in sentences]
    supported = [sum(said[one.whole.id] for one in each) for each in sentences]
    precise = [sum(_precise(one, said) for one in each) for each in sentences]
    cited = [sum(max(len(one.alone), 1) for one in each) for each in sentences]
    return {
        "faithfulness": corrected_share(supported, counted, trust.on_true, trust.on_false),
        "citation_recall": ratio_figure(supported, counted),
        "citation_precision": ratio_figure(precise, cited),
        **{f"judge_{name}": figure for name, figure in trust.metrics.items()},
    }


def _precise(one: SentenceClaims, said: dict[str, bool]) -> int:
    """How many citations are needed: those that support alone, or without which the rest does not."""
    if not said[one.whole.id]:
        return 0
    if not one.alone:
        return 1
    pairs = zip(one.alone, one.without, strict=True)
    return sum(said[alone.id] or not said[without.id] for alone, without in pairs)


def _short(figure: Figure) -> float:
    return round(figure.value, 3)


def _case_row(
    case: QuestionCase, row: Row, sentences: Sequence[SentenceClaims], said: dict[str, bool]
) -> Row:
    doubted = [one.whole for one in sentences if not said[one.whole.id]]
    return {
        "id": case.id,
        "question": case.question,
        "type": case.type,
        "task": case.task,
        "passed": not doubted,
        "faults": [f"not in what it cites: {claim.claim} <- {claim.evidence}" for claim in doubted],
        "text": row["text"],
        "refused": row["refused"],
        "verdicts": [
            {"text": one.whole.claim, "evidence": one.whole.evidence, "supported": said[one.whole.id]}
            for one in sentences
        ],
    }
