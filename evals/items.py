"""Are practice items well made? Flaws by rule, giveaways of the whole set, and whether they can be solved.

The solver reads the words that the item itself names as its source, when it names any, and nothing else.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from evals.bench import Bench, code_digest
from evals.cases import ItemCase
from evals.item_flaws import RULES, flaws_of
from evals.matching import same_words
from evals.metrics import Figure, mean_figure
from evals.result import SuiteResult
from evals.rows import Progress, Row, System, no_progress, rows_of
from tutor.answering.choosing import chosen_options, probabilities_in, rotations
from tutor.checks.items import chi_square_p, stem_similarity

if TYPE_CHECKING:
    from ingest.types import Chunk
    from tutor.practice.types import PracticeItem

__all__ = ["items_of_bank", "items_suite"]

_DUPLICATE = 0.6
"""Share of three-word runs in common from which two stems are one question."""
_LEAK_WORDS = 8
_ALLOWED_FLAWS = 1


def items_of_bank(items: Sequence["PracticeItem"]) -> tuple[ItemCase, ...]:
    """Practice items as cases; their sources' quotes are kept for the solver."""
    return tuple(
        ItemCase(
            item.id,
            item.stem,
            item.options,
            item.key,
            item.kind.value,
            item.task,
            {"quotes": [source.quote for source in item.sources]},
        )
        for item in items
    )


def items_suite(
    bench: Bench,
    cases: Sequence[ItemCase],
    held_out: Sequence[str],
    *,
    solve: bool,
    progress: Progress = no_progress,
) -> SuiteResult:
    """Figures over all items; with `solve` and a model also who answers them with and without their source.

    `held_out` are texts that no item may share eight words in a row with.
    """
    flaws = [flaws_of(case) for case in cases]
    twins = _twins(cases)
    leaks = _leaks(cases, held_out)
    metrics = {
        "at_most_one_flaw": mean_figure([float(len(each) <= _ALLOWED_FLAWS) for each in flaws]),
        "flawless": mean_figure([float(not each) for each in flaws]),
        "duplicates": mean_figure([float(bool(twin)) for twin in twins]),
        "leaked": mean_figure([float(leak) for leak in leaks]),
        **_giveaways(cases),
    }
    solved: list[Row] = []
    if solve and bench.chain.model is not None:
        solved = rows_of(_solver(bench), cases, bench.folder, progress)
        for name in ("with_source", "without_source"):
            metrics[f"solved_{name}"] = mean_figure([row[name] for row in solved])
    return SuiteResult(
        suite="items",
        settings={"items": len(cases), "rules": len(RULES), "llm": bench.settings.llm if solved else "none"},
        metrics=metrics,
        cases=[
            _case_row(case, [*flaws[i], *twins[i], *(["leaked"] if leaks[i] else [])], solved[i : i + 1])
            for i, case in enumerate(cases)
        ],
    )


def _giveaways(cases: Sequence[ItemCase]) -> dict[str, Figure]:
    """What a guesser could use, over items with one right option of four."""
    single = [case for case in cases if len(case.key) == 1 and len(case.options) == 4]
    if not single:
        return {}
    counts = [sum(case.key[0] == place for case in single) for place in range(4)]
    p = chi_square_p(counts)
    return {
        "longest_is_key": mean_figure([float(_longest_is_key(case)) for case in single]),
        "key_position_p": Figure(p, p, p, len(single)),
    }


def _longest_is_key(case: ItemCase) -> bool:
    lengths = [len(option) for option in case.options]
    return lengths.count(max(lengths)) == 1 and lengths.index(max(lengths)) in case.key


def _twins(cases: Sequence[ItemCase]) -> list[list[str]]:
    """For each item the earlier ones whose stem is nearly the same."""
    result: list[list[str]] = []
    for place, case in enumerate(cases):
        alike = [
            other.id
            for other in cases[:place]
            if stem_similarity(case.question, other.question) >= _DUPLICATE
        ]
        result.append([f"same as {name}" for name in alike])
    return result


def _leaks(cases: Sequence[ItemCase], held_out: Sequence[str]) -> list[bool]:
    known = {run for text in held_out for run in _runs(text)}
    return [bool(known & _runs(case.question)) for case in cases]


def _runs(text: str) -> set[tuple[str, ...]]:
    words = same_words(text).split()
    return {tuple(words[i : i + _LEAK_WORDS]) for i in range(len(words) - _LEAK_WORDS + 1)}


def _solver(bench: Bench) -> System[ItemCase]:
    def compute(case: ItemCase) -> Row:
        return {
            "with_source": float(_solved(bench, case, _sources(bench, case))),
            "without_source": float(_solved(bench, case, ())),
        }

    key = {
        "llm": (bench.settings.llm, bench.settings.llm_model),
        "index": bench.fingerprint,
        "code": code_digest(
            "evals/items.py", "tutor/answering/choosing.py", "tutor/llm/first_word.py", "tutor/prompts.py"
        ),
    }
    return System("items-solver", key, compute)


def _solved(bench: Bench, case: ItemCase, chunks: Sequence["Chunk"]) -> bool:
    model = bench.chain.model
    if model is None:
        raise AssertionError("items are only solved with a model")
    orders = rotations(len(case.options), 2)
    each = [probabilities_in(model, case.question, case.options, order, chunks) for order in orders]
    sums = [sum(values) for values in zip(*each, strict=True)]
    return chosen_options(sums, len(case.key)) == list(case.key)


def _sources(bench: Bench, case: ItemCase) -> list["Chunk"]:
    """The passages that hold the quotes which the item names."""
    quotes: Any = case.extra.get("quotes", [])
    return [
        chunk
        for chunk in bench.index.chunks
        if any(same_words(quote) in same_words(chunk.text) for quote in quotes)
    ][:3]


def _case_row(case: ItemCase, faults: Sequence[str], solved: Sequence[Row]) -> Row:
    rows = dict(solved[0]) if solved else {}
    unsolved = rows.get("with_source", math.nan) == 0.0
    return {
        "id": case.id,
        "question": case.question,
        "type": case.type,
        "task": case.task,
        "options": list(case.options),
        "key": list(case.key),
        "passed": len(faults) <= _ALLOWED_FLAWS and not unsolved,
        "faults": [*faults, *(["the solver chose otherwise, with the source"] if unsolved else [])],
        **rows,
    }
