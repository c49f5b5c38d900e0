"""Exam items answered with the sources on the table and without: what grounding adds.

The model is asked for a letter, and the letters' probabilities are read. Each item is asked with its
options in several orders, so that a liking for "A" cancels out, and then of each option by itself whether
it is right. With the sources it reads the sentence or row that speaks most of each option, and its pick is
weighed with how much the passages speak of each, as for an item that a learner pastes into the chat. Items
with several right answers count as right when the likeliest options are exactly the key.
"""

from collections.abc import Sequence

from evals.bench import Bench, code_digest
from evals.cases import ItemCase
from evals.metrics import mean_figure, paired_difference
from evals.result import SuiteResult, compared
from evals.rows import Progress, Row, System, no_progress, rows_of
from ingest.errors import TutorError
from tutor.answering.choosing import approvals, chosen_options, probabilities_in, rotations, weighed
from tutor.answering.option_evidence import option_chunks, option_evidence
from tutor.answering.retrieval import Passage
from tutor.letters import LETTERS

__all__ = ["exam_suite"]

_PASSAGES = 14
_CODE = ("evals/exam.py", "tutor/answering/choosing.py", "tutor/llm/first_word.py", "tutor/prompts.py")


def exam_suite(
    bench: Bench, cases: Sequence[ItemCase], *, turns: int = 0, progress: Progress = no_progress
) -> SuiteResult:
    """Shares right with and without sources; `turns` rotations of the options, 0 for all.

    Raises TutorError when the settings name no language model.
    """
    if bench.chain.model is None:
        raise TutorError("The exam suite asks a language model; name one with --llm, as in TUTOR_LLM.")
    systems = [_system(bench, name, turns) for name in ("open-book", "closed-book")]
    rows = {system.name: rows_of(system, cases, bench.folder, progress) for system in systems}
    right = {
        name: [float(row["chosen"] == list(case.key)) for case, row in zip(cases, each, strict=True)]
        for name, each in rows.items()
    }
    opened, closed = right["open-book"], right["closed-book"]
    single = [len(case.key) == 1 for case in cases]
    return SuiteResult(
        suite="exam",
        settings={"index": bench.fingerprint, "llm": bench.settings.llm, "rotations": turns or "all"},
        metrics={
            "open_book": mean_figure(opened),
            "closed_book": mean_figure(closed),
            "gain": paired_difference(opened, closed),
            "open_book_one_right": mean_figure([x for x, one in zip(opened, single, strict=True) if one]),
            "closed_book_one_right": mean_figure([x for x, one in zip(closed, single, strict=True) if one]),
            "open_book_at_every_rotation": mean_figure([row["steady"] for row in rows["open-book"]]),
        },
        compare={"closed-book": compared({"open_book": opened}, {"open_book": closed})},
        cases=[
            _case_row(case, *both)
            for case, *both in zip(cases, rows["open-book"], rows["closed-book"], strict=True)
        ],
    )


def _system(bench: Bench, name: str, turns: int) -> System[ItemCase]:
    key = {
        "llm": (bench.settings.llm, bench.settings.llm_model),
        "index": bench.fingerprint if name == "open-book" else "",
        "turns": turns,
        "code": code_digest(*_CODE, "tutor/answering") if name == "open-book" else code_digest(*_CODE),
    }
    return System(name, key, lambda case: _row(bench, case, turns, is_open=name == "open-book"))


def _row(bench: Bench, case: ItemCase, turns: int, *, is_open: bool) -> Row:
    model = bench.chain.model
    if model is None:
        raise AssertionError("the suite refuses to start without a model")
    found = bench.retriever.search_item(case.question, case.options, _PASSAGES) if is_open else ()
    chunks = option_chunks(case.question, case.options, found, bench.retriever.embedder)
    evidence = _evidence(bench, case, found)
    approved = approvals(model, case.question, case.options, chunks)
    sums = [0.0] * len(case.options)
    steady = True
    orders = rotations(len(case.options), turns)
    for order in orders:
        probabilities = probabilities_in(model, case.question, case.options, order, chunks)
        for option, value in enumerate(probabilities):
            sums[option] += value / len(orders)
        chosen = chosen_options(weighed(probabilities, evidence, approved), len(case.key))
        steady = steady and chosen == list(case.key)
    means = weighed(sums, evidence, approved)
    return {
        "probabilities": [round(value, 4) for value in means],
        "chosen": chosen_options(means, len(case.key)),
        "steady": float(steady),
        "passages": [
            {"document": chunk.document, "heading": chunk.heading, "text": chunk.text} for chunk in chunks
        ],
    }


def _evidence(bench: Bench, case: ItemCase, found: Sequence[Passage]) -> list[float]:
    """What the passages say of each option; nothing without passages."""
    if not found:
        return []
    return option_evidence(case.question, case.options, found, bench.index, bench.retriever.embedder)


def _case_row(case: ItemCase, opened: Row, closed: Row) -> Row:
    right = opened["chosen"] == list(case.key)
    said = ", ".join(f"{LETTERS[i]} {value:.2f}" for i, value in enumerate(opened["probabilities"]))
    return {
        "id": case.id,
        "question": case.question,
        "type": case.type,
        "task": case.task,
        "options": list(case.options),
        "key": list(case.key),
        "passed": right,
        "faults": [] if right else [f"chose {[LETTERS[i] for i in opened['chosen']]} ({said})"],
        "closed_book_right": closed["chosen"] == list(case.key),
        "text": " / ".join(case.options[i] for i in opened["chosen"]),
        "passages": opened["passages"],
    }
