"""Are the words that settle a question found, how high, and do they reach the model in time?

The tutor's search beside words alone, vectors alone and the stock recipe, on the same questions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.baseline import STUFFED, StockRecipe, by_vectors, by_words
from evals.bench import Bench, code_digest
from evals.cases import QuestionCase
from evals.matching import Found, need_met, ranks, tokens_until
from evals.metrics import mean_figure, reciprocal, within
from evals.result import SuiteResult, compared, figures_of
from evals.rows import Progress, Row, System, no_progress, rows_of
from tutor.answering.chain import AnswerSettings
from tutor.answering.context import packed
from tutor.answering.follow_up import is_follow_up, standalone
from tutor.answering.types import Turn

__all__ = ["asked_of", "found_of", "retrieval_suite", "retrieval_systems"]

DEPTH = 20
SENT_TOKENS = 600
CUTS = (1, 3, 5, 10, 20)
_CODE = (
    "evals/retrieval.py",
    "evals/matching.py",
    "evals/baseline.py",
    "ingest/words.py",
    "ingest/index.py",
    "ingest/embedding.py",
)
_SHOWN = 5
_SHOWN_CHARS = 600

Search = Callable[[str], "Retrieved"]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What a system found, best first, and what of it is sent to the model."""

    found: Sequence[Found]
    sent: Sequence[Found]


def retrieval_suite(
    bench: Bench, cases: Sequence[QuestionCase], *, compare: bool, progress: Progress = no_progress
) -> SuiteResult:
    """Figures over the answerable cases that have gold words; others are passed over."""
    used = [case for case in cases if case.answerable and case.gold]
    systems = retrieval_systems(bench, compare=compare)
    rows = {system.name: rows_of(system, used, bench.folder, progress) for system in systems}
    per_case = {name: _per_case(each) for name, each in rows.items()}
    ours = per_case["tutor"]
    return SuiteResult(
        suite="retrieval",
        settings={
            "index": bench.fingerprint,
            "passages": len(bench.index.chunks),
            "embedder": bench.index.embedder_name,
            "cases": len(used),
            "gold_not_in_the_sources": _unreachable(bench, used),
        },
        metrics=figures_of(ours, mean_figure),
        compare={name: compared(ours, each) for name, each in per_case.items() if name != "tutor"},
        cases=[_case_row(case, i, rows) for i, case in enumerate(used)],
        curves={"recall_at_k": {name: _curve(each) for name, each in rows.items()}},
    )


def retrieval_systems(bench: Bench, *, compare: bool) -> list[System[QuestionCase]]:
    """The tutor's search first, then those that it is compared with."""
    index, embedder = bench.index, bench.embedder
    searches: dict[str, Search] = {"tutor": lambda question: _by_tutor(bench, question)}
    if compare:
        stock = StockRecipe(index, embedder, bench.folder)
        searches |= {
            "words": lambda question: _first_four(by_words(index, question, DEPTH)),
            "dense": lambda question: _first_four(by_vectors(index, embedder, question, DEPTH)),
            "stock": lambda question: _first_four(stock.search(question, DEPTH)),
        }
    own = code_digest(*_CODE, "tutor/answering")
    others = code_digest(*_CODE)
    return [
        System(
            name,
            {
                "suite": "retrieval",
                "index": bench.fingerprint,
                "context": bench.settings.context_tokens,
                "code": own if name == "tutor" else others,
            },
            lambda case, search=search: _row(bench, case, search),  # type: ignore[misc]  # one for each
        )
        for name, search in searches.items()
    ]


def asked_of(case: QuestionCase) -> str:
    """The question as it is searched for: a follow-up with what it points back to, no model asked."""
    turns = tuple(Turn(question, answer) for question, answer in case.history)
    return standalone(case.question, turns, None) if is_follow_up(case.question, turns) else case.question


def found_of(passages: Sequence[object]) -> list[Found]:
    """The tutor's passages as values to compare."""
    chunks = [passage.chunk for passage in passages]  # type: ignore[attr-defined]
    return [Found(chunk.document, chunk.text, chunk.context, chunk.heading) for chunk in chunks]


def _by_tutor(bench: Bench, question: str) -> Retrieved:
    passages = bench.retriever.search(question, DEPTH)
    offered = passages[: AnswerSettings().passages]
    sent = packed(
        offered, bench.settings.context_tokens, lambda name, page: bench.index.page(name, page).text
    )
    return Retrieved(found_of(passages), found_of(sent))


def _first_four(found: Sequence[Found]) -> Retrieved:
    return Retrieved(found, found[:STUFFED])


def _row(bench: Bench, case: QuestionCase, search: Search) -> Row:
    retrieved = search(asked_of(case))
    places = ranks(case.gold, retrieved.found)
    read = tokens_until(case.gold, retrieved.sent, bench.embedder.count_tokens)
    return {
        "rank": need_met(case, places),
        "first": min((place for place in places if place is not None), default=None),
        "tokens_read": need_met(case, read),
        "found": [
            {"document": one.document, "heading": one.heading, "text": one.text[:_SHOWN_CHARS]}
            for one in retrieved.found[:_SHOWN]
        ],
    }


def _per_case(rows: Sequence[Row]) -> dict[str, list[float]]:
    """One number for each case: for recall the case's whole need counts, for MRR the first gold."""
    table = {f"recall_at_{k}": [within(row["rank"], k) for row in rows] for k in CUTS}
    table["recall_600_tokens"] = [within(row["tokens_read"], SENT_TOKENS) for row in rows]
    table["mrr"] = [reciprocal(row["first"], 10) for row in rows]
    table["failure_at_20"] = [1 - within(row["rank"], DEPTH) for row in rows]
    return table


def _curve(rows: Sequence[Row]) -> list[list[float]]:
    return [
        [k, round(sum(within(row["rank"], k) for row in rows) / max(len(rows), 1), 4)]
        for k in range(1, DEPTH + 1)
    ]


def _case_row(case: QuestionCase, place: int, rows: dict[str, list[Row]]) -> Row:
    own = rows["tutor"][place]
    return {
        "id": case.id,
        "question": case.question,
        "type": case.type,
        "task": case.task,
        "passed": within(own["rank"], 5) > 0,
        "gold": [{"document": gold.document, "quote": gold.quote} for gold in case.gold],
        **own,
        "others": {
            name: {key: each[place][key] for key in ("rank", "first", "tokens_read")}
            for name, each in rows.items()
            if name != "tutor"
        },
    }


def _unreachable(bench: Bench, cases: Sequence[QuestionCase]) -> list[str]:
    """Cases none of whose gold words stand on any page: a fault of the case or of the reader."""
    pages = [Found(name, page.text) for (name, _), page in bench.index.contents.pages.items()]
    golds = [(case.id, gold) for case in cases for gold in case.gold]
    stand = ranks([gold for _, gold in golds], pages)
    reachable = {id for (id, _), place in zip(golds, stand, strict=True) if place is not None}
    return [case.id for case in cases if case.id not in reachable]
