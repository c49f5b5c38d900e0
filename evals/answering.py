"""Answers of the tutor and of the systems it is compared with, as rows to be judged.

A row is what was shown, not what was written: withheld sentences are kept apart. Nothing is judged here.
"""

from collections.abc import Sequence
from typing import Any

from evals.baseline import StockRecipe, reply_of, says_unknown
from evals.bench import Bench, code_digest
from evals.cases import QuestionCase
from evals.prompts import closed_book_messages, stock_messages
from evals.retrieval import asked_of
from evals.rows import Progress, Row, System, no_progress, rows_of
from tutor.answering.chain import AnswerChain
from tutor.answering.json_form import answer_to_json
from tutor.answering.types import Question, Turn

__all__ = ["answer_rows", "chain_row", "shown_sentences", "shown_text"]

_CODE = (
    "evals/answering.py",
    "tutor/answering",
    "tutor/prompts.py",
    "tutor/llm",
    "ingest/words.py",
    "ingest/sentences.py",
)
_STOCK_CODE = ("evals/answering.py", "evals/baseline.py", "evals/prompts.py", "ingest/embedding.py")


def answer_rows(
    bench: Bench, cases: Sequence[QuestionCase], *, compare: bool, progress: Progress = no_progress
) -> dict[str, list[Row]]:
    """For `tutor`, and with `compare` for `stock` and `closed-book`, a row for each case in order.

    Raises ModelError or EngineError when the model is missing or fails; what was answered is kept.
    """
    asked = [_asked_only(case) for case in cases]
    systems = [_tutor(bench)]
    if compare and bench.chain.model is not None:
        systems += [_stock(bench), _closed_book(bench)]
    return {system.name: rows_of(system, asked, bench.folder, progress) for system in systems}


def chain_row(chain: AnswerChain, case: QuestionCase) -> Row:
    """The tutor's answer to a case; `text` is what is shown, without citation marks."""
    turns = tuple(Turn(question, answer) for question, answer in case.history)
    answer = answer_to_json(chain.invoke(Question(case.question, turns)))
    answer["text"] = shown_text(answer)
    return answer


def shown_sentences(answer: Row) -> list[dict[str, Any]]:
    """The sentences that a learner sees as true."""
    return [] if answer["refused"] else [one for one in answer.get("sentences", ()) if one["supported"]]


def shown_text(answer: Row) -> str:
    """The words of an answer as shown: its supported sentences and the values of its conflicts."""
    if answer["refused"]:
        return str(answer["text"])
    parts = [str(one["text"]) for one in shown_sentences(answer)]
    parts += [f"The sources disagree: {' / '.join(one['values'])}." for one in answer["conflicts"]]
    return " ".join(parts)


def _asked_only(case: QuestionCase) -> QuestionCase:
    """What the system sees of a case: a better pattern or gold asks for no new answer."""
    return QuestionCase(case.id, case.question, answerable=True, history=case.history)


def _tutor(bench: Bench) -> System[QuestionCase]:
    return System("tutor", _key(bench, _CODE), lambda case: chain_row(bench.chain, case))


def _stock(bench: Bench) -> System[QuestionCase]:
    recipe: list[StockRecipe] = []

    def compute(case: QuestionCase) -> Row:
        if not recipe:  # made for the first row that is not known yet
            recipe.append(StockRecipe(bench.index, bench.embedder, bench.folder))
        asked = asked_of(case)
        return _reply_row(bench, stock_messages(asked, [one.text for one in recipe[0].search(asked)]))

    return System("stock", _key(bench, _STOCK_CODE), compute)


def _closed_book(bench: Bench) -> System[QuestionCase]:
    return System(
        "closed-book",
        _key(bench, _STOCK_CODE),
        lambda case: _reply_row(bench, closed_book_messages(asked_of(case))),
    )


def _reply_row(bench: Bench, messages: Sequence[Any]) -> Row:
    if bench.chain.model is None:
        raise AssertionError("a reply needs a model")
    reply = reply_of(bench.chain.model, messages)
    timings = {
        "first_token_seconds": reply.first_token_seconds,
        "total_seconds": reply.total_seconds,
        "prompt_tokens": reply.prompt_tokens,
        "completion_tokens": reply.completion_tokens,
    }
    return {"text": reply.text, "refused": says_unknown(reply.text), "timings": timings}


def _key(bench: Bench, code: Sequence[str]) -> dict[str, Any]:
    settings = bench.settings
    return {
        "index": bench.fingerprint,
        "llm": settings.llm,
        "llm_model": settings.llm_model,
        "tokens": (settings.context_tokens, settings.answer_tokens),
        "sampling": (settings.temperature, settings.seed),
        "code": code_digest(*code),
    }
