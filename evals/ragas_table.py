"""Our judge inside ragas, beside ragas' own Faithfulness and its context recall and precision by ids.

The only user of ragas (extra `evals`), which is imported in functions: its import takes seconds. One row
for a case comes out of one `evaluate` call; ragas' own Faithfulness, which `evaluate` does not take, is
asked of the same model through the protocol that every server speaks.
"""

import asyncio
import math
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.answering import answer_rows, shown_sentences
from evals.bench import Bench, code_digest
from evals.cases import ClaimCase, QuestionCase
from evals.checks import shown_citations
from evals.judge import independent_judge, trust_in
from evals.matching import Found, ranks
from evals.metrics import mean_figure
from evals.result import SuiteResult
from evals.rows import Progress, Row, System, no_progress, rows_of
from ingest.errors import TutorError

if TYPE_CHECKING:
    from tutor.llm.server_chat import ServerChatModel

__all__ = ["gold_ids", "judged_metric", "ragas_row", "ragas_suite"]

JUDGED, OWN, RECALL, PRECISION = (
    "our_judge",
    "ragas_faithfulness",
    "id_based_context_recall",
    "id_based_context_precision",
)
_TOKENS = 1024
_TIMEOUT_SECONDS = 600

ShareSupported = Callable[[str, Sequence[str]], float]
"""A response and its contexts to the share of the response's sentences that the contexts support."""


def ragas_suite(
    bench: Bench,
    cases: Sequence[QuestionCase],
    labelled: Sequence[ClaimCase],
    progress: Progress = no_progress,
) -> SuiteResult:
    """All four figures over answered cases, with what `labelled` claims say of our judge above them.

    Raises TutorError when ragas is not installed.
    """
    _require_ragas()
    used = [case for case in cases if case.answerable]
    answers = answer_rows(bench, used, compare=False, progress=progress)["tutor"]
    answered = [(case, row) for case, row in zip(used, answers, strict=True) if not row["refused"]]
    name, judge = independent_judge(bench)
    trust = trust_in(labelled, rows_of(judge, labelled, bench.folder, progress))
    found = {case.id: row for case, row in answered}

    def compute(case: QuestionCase) -> Row:
        row = ragas_row(case, found[case.id], lambda said, read: _share(judge, trust.threshold, said, read))
        own = _own_faithfulness(bench, case, found[case.id])
        return {**row, OWN: own}

    key = {
        "answers": code_digest("tutor/answering", "tutor/prompts.py"),
        "code": code_digest("evals/ragas_table.py", "evals/judge.py", "evals/prompts.py"),
        "index": bench.fingerprint,
        "llm": (bench.settings.llm, bench.settings.llm_model),
        "threshold": trust.threshold,
    }
    rows = rows_of(System("ragas", key, compute), [case for case, _ in answered], bench.folder, progress)
    return SuiteResult(
        suite="ragas",
        settings={
            "judge": name,
            "validity": "valid" if trust.is_valid and name != "support check" else "not validated",
            "judge_auroc": round(trust.metrics["auroc"].value, 3),
            "judge_balanced_accuracy": round(trust.metrics["balanced_accuracy"].value, 3),
            "llm": bench.settings.llm,
        },
        metrics={
            metric: mean_figure([row[metric] for row in rows if row[metric] is not None])
            for metric in (JUDGED, OWN, RECALL, PRECISION)
        },
        cases=[_case_row(*both) for both in zip(answered, rows, strict=True)],
    )


def ragas_row(case: QuestionCase, answer: Row, share: ShareSupported) -> Row:
    """One case through ragas' `evaluate`: our judge as its metric, and its metrics by ids; None for NaN."""
    _silence_ragas()
    from ragas import EvaluationDataset, RunConfig, SingleTurnSample, evaluate
    from ragas.metrics import IDBasedContextPrecision, IDBasedContextRecall

    retrieved, reference = gold_ids(case, answer["passages"])
    sample = SingleTurnSample(
        user_input=case.question,
        response=" ".join(one["text"] for one in shown_sentences(answer)),
        retrieved_contexts=_contexts(answer),
        retrieved_context_ids=retrieved,
        reference_context_ids=reference,
    )
    metrics = [judged_metric(share)]
    if reference:
        metrics += [IDBasedContextRecall(), IDBasedContextPrecision()]
    result = evaluate(
        EvaluationDataset([sample]),
        metrics,
        run_config=RunConfig(max_workers=1, timeout=_TIMEOUT_SECONDS),
        raise_exceptions=True,
        show_progress=False,
    )
    scores = result.scores[0]
    return {name: _defined(scores.get(name)) for name in (JUDGED, RECALL, PRECISION)}


def judged_metric(share: ShareSupported) -> Any:  # noqa: ANN401 - a ragas metric, which has no types
    """A ragas `SingleTurnMetric` that scores a response by `share`."""
    _silence_ragas()
    from ragas.metrics.base import MetricType, SingleTurnMetric

    class JudgedFaithfulness(SingleTurnMetric):  # type: ignore[misc]  # ragas has no types
        def init(self, run_config: object) -> None:
            """Nothing to prepare; ragas asks for the method."""

        async def _single_turn_ascore(self, sample: Any, callbacks: object) -> float:  # noqa: ANN401
            return share(sample.response, sample.retrieved_contexts)

    metric = JudgedFaithfulness(name=JUDGED)
    metric.required_columns = {MetricType.SINGLE_TURN: {"response", "retrieved_contexts"}}
    return metric


def gold_ids(case: QuestionCase, passages: Sequence[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Ids of what was found and of what was wanted: a passage that holds a gold goes by the gold's name.

    Golds of which any will do are one gold.
    """
    names = ["gold" if case.gold_need == "any" else f"gold-{i}" for i in range(len(case.gold))]
    retrieved: list[str] = []
    for place, passage in enumerate(passages):
        found = [Found(passage["document"], passage["text"])]
        held = [n for n, rank in zip(names, ranks(case.gold, found), strict=True) if rank is not None]
        retrieved += held or [f"passage-{place}"]
    return retrieved, list(dict.fromkeys(names))


def _share(judge: System[ClaimCase], threshold: float, response: str, contexts: Sequence[str]) -> float:
    """Each sentence is judged against each context alone and all together; its best score counts."""
    from ingest.sentences import sentence_spans

    sentences = [response[span.start : span.end] for span in sentence_spans(response)]
    pieces = list(dict.fromkeys([*contexts, " ".join(contexts)]))
    supported = [
        any(judge.compute(ClaimCase("", s, piece, supported=True))["score"] >= threshold for piece in pieces)
        for s in sentences
    ]
    return sum(supported) / len(supported) if supported else math.nan


def _own_faithfulness(bench: Bench, case: QuestionCase, answer: Row) -> float | None:
    """Ragas' Faithfulness by the settings' model; None without a served model or when it gave up."""
    from tutor.llm.server_chat import ServerChatModel

    model = bench.chain.model
    if not isinstance(model, ServerChatModel):
        return None
    model.ready()
    return asyncio.run(_asked_of_ragas(model, case, answer, bench.folder / "ragas"))


async def _asked_of_ragas(
    model: "ServerChatModel", case: QuestionCase, answer: Row, cache: Path
) -> float | None:
    from instructor.core.exceptions import InstructorRetryException
    from openai import AsyncOpenAI
    from pydantic import SecretStr
    from ragas.cache import DiskCacheBackend
    from ragas.llms import llm_factory
    from ragas.metrics.collections import Faithfulness

    secret = model.openai_api_key
    key = secret.get_secret_value() if isinstance(secret, SecretStr) else "none"
    client = AsyncOpenAI(base_url=model.openai_api_base, api_key=key, timeout=_TIMEOUT_SECONDS, max_retries=0)
    llm = llm_factory(
        model.model_name,
        client=client,
        temperature=0.0,
        max_tokens=_TOKENS,
        cache=DiskCacheBackend(cache_dir=str(cache)),
    )
    text = " ".join(one["text"] for one in shown_sentences(answer))
    try:
        result = await Faithfulness(llm=llm).ascore(
            user_input=case.question, response=text, retrieved_contexts=_contexts(answer)
        )
    except InstructorRetryException:  # a small model that did not keep to ragas' form
        return None
    return _defined(result.value)


def _contexts(answer: Row) -> list[str]:
    """What the shown sentences cite; ragas wants at least one text."""
    return [one["quote"] for one in shown_citations(answer)] or [""]


def _defined(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def _silence_ragas() -> None:
    """Switch off ragas' reports of its use; to be called before it is imported."""
    os.environ["RAGAS_DO_NOT_TRACK"] = "true"


def _require_ragas() -> None:
    from importlib.util import find_spec

    if find_spec("ragas") is None:
        raise TutorError("The suite ragas needs the extra `evals`; run `pip install -e '.[evals]'`.")


def _case_row(pair: tuple[QuestionCase, Row], row: Row) -> Row:
    case, answer = pair
    return {
        "id": case.id,
        "question": case.question,
        "type": case.type,
        "task": case.task,
        "passed": row[JUDGED] in (1.0, None),
        "faults": [f"{name}: {value}" for name, value in row.items() if value not in (1.0, None)],
        "text": answer["text"],
        **row,
    }
