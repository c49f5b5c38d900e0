"""How long a learner waits, beside what the same work costs without the tutor, in the same run.

retrieve   a search, beside one embedded question and a plain FAISS search
answer     question to checked answer, beside the bare model with the same prompt and as many tokens,
and beside the stock recipe
ingest     files to an index, beside `SentenceTransformer.encode` on the same passages; and again unchanged
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from evals.baseline import STUFFED, StockRecipe, reply_of
from evals.bench import Bench, code_digest
from evals.cases import QuestionCase
from evals.metrics import Figure, bootstrap, median_of
from evals.prompts import stock_messages
from evals.result import SuiteResult
from evals.retrieval import asked_of
from evals.rows import Progress, Row, System, no_progress, rows_of
from evals.synthetic import synthetic_index
from tutor.answering.chain import AnswerSettings
from tutor.answering.context import packed
from tutor.answering.retrieval import Retriever
from tutor.answering.types import Question
from tutor.prompts import answer_messages, cached_beginnings

__all__ = ["SpeedPlan", "speed_suite"]

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class SpeedPlan:
    """How much is timed; a figure over few runs has a wide interval."""

    searches: int = 30
    answers: int = 5
    ingested_chunks: int = 300
    sizes: tuple[int, ...] = (1_000, 100_000)


def speed_suite(
    bench: Bench,
    cases: Sequence[QuestionCase],
    plan: SpeedPlan | None = None,
    progress: Progress = no_progress,
) -> SuiteResult:
    """Medians in seconds and ratios. Rows are kept like all others: delete them to time again."""
    chosen = plan or SpeedPlan()
    used = [case for case in cases if case.answerable]
    tables = {
        "retrieve": rows_of(_searching(bench), used[: chosen.searches], bench.folder, progress),
        "ingest": rows_of(_ingesting(bench, chosen), _sized(chosen.ingested_chunks), bench.folder, progress),
        "synthetic": rows_of(_synthetic(bench, used), _sized(*chosen.sizes), bench.folder, progress),
        "answer": [],
    }
    if bench.chain.model is not None:
        tables["answer"] = rows_of(_answering(bench), used[: chosen.answers], bench.folder, progress)
    return SuiteResult(
        suite="speed",
        settings={"passages": len(bench.index.chunks), "llm": bench.settings.llm},
        metrics=_figures(tables, chosen),
        cases=[
            {"id": f"{name}-{place}", "question": name, "type": name, "passed": True, **row}
            for name, rows in tables.items()
            for place, row in enumerate(rows)
        ],
    )


def _figures(tables: dict[str, list[Row]], plan: SpeedPlan) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for rows in (tables["retrieve"], tables["answer"], tables["ingest"]):
        # the bare model is not timed for an answer that the tutor gave without its model
        for name in dict.fromkeys(name for row in rows for name in row):
            figures[name] = bootstrap([row[name] for row in rows if name in row], median_of)
    for size, row in zip(plan.sizes, tables["synthetic"], strict=True):
        for name in ("retrieve_seconds", "plain_faiss_seconds"):
            figures[f"{name}_{size}"] = bootstrap(row[name], median_of)
    return figures


def _sized(*sizes: int) -> list[QuestionCase]:
    """Sizes as cases, so that their rows are kept too."""
    return [QuestionCase(str(size), "", answerable=True) for size in sizes]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _searching(bench: Bench) -> System[QuestionCase]:
    plain = _PlainSearch(bench.retriever)

    def compute(case: QuestionCase) -> Row:
        asked = asked_of(case)
        _twice(bench.retriever, plain, asked)  # warm: files are mapped, caches filled
        return _twice(bench.retriever, plain, asked)

    return System("speed-retrieve", _key(bench), compute)


def _twice(retriever: Retriever, plain: "_PlainSearch", asked: str) -> Row:
    return {
        "retrieve_seconds": _seconds(lambda: retriever.search(asked)),
        "plain_faiss_seconds": _seconds(lambda: plain.search(asked)),
    }


class _PlainSearch:
    """One embedded question and an exact FAISS search over the same vectors."""

    def __init__(self, retriever: Retriever) -> None:
        import faiss
        import numpy as np

        vectors = retriever.index.vectors(range(len(retriever.index.chunks)))
        self._flat = faiss.IndexFlatIP(vectors.shape[1])
        self._flat.add(np.ascontiguousarray(vectors))
        self._embedder = retriever.embedder

    def search(self, asked: str) -> Any:  # noqa: ANN401 - faiss has no types
        """Scores and positions of the nearest."""
        return self._flat.search(self._embedder.embed_query(asked).vector[None], STUFFED)


def _synthetic(bench: Bench, cases: Sequence[QuestionCase]) -> System[QuestionCase]:
    def compute(case: QuestionCase) -> Row:
        words = [word for chunk in bench.index.chunks for word in chunk.text.split()]
        embedder = bench.retriever.embedder
        with tempfile.TemporaryDirectory() as folder:
            index = synthetic_index(words, int(case.id), embedder.dim, embedder.name, Path(folder))
            retriever = Retriever(index, embedder, bench.retriever.glossary, bench.retriever.settings)
            plain = _PlainSearch(retriever)
            asked = [asked_of(one) for one in cases[:20]]
            for question in asked[:3]:
                _twice(retriever, plain, question)
            rows = [_twice(retriever, plain, question) for question in asked]
        return {name: [row[name] for row in rows] for name in rows[0]}

    return System("speed-synthetic", {**_key(bench), "cases": [case.id for case in cases[:20]]}, compute)


def _answering(bench: Bench) -> System[QuestionCase]:
    recipe: list[StockRecipe] = []

    def compute(case: QuestionCase) -> Row:
        if not recipe:
            recipe.append(StockRecipe(bench.index, bench.retriever.embedder, bench.folder))
        asked = asked_of(case)
        _read_beginnings(bench)
        timings = bench.chain.invoke(Question(asked)).timings
        row: Row = {
            "first_token_seconds": timings.first_token_seconds,
            "total_seconds": timings.total_seconds,
            "prompt_tokens": timings.prompt_tokens,
        }
        bare = _bare_seconds(bench, case, asked, timings.completion_tokens)
        if bare:
            row["total_over_bare"] = timings.total_seconds / bare
        started = time.perf_counter()
        texts = [one.text for one in recipe[0].search(asked)]
        reply = reply_of(_model(bench), stock_messages(asked, texts))
        row["stock_total_seconds"] = time.perf_counter() - started
        row["stock_prompt_tokens"] = reply.prompt_tokens
        return row

    return System("speed-answer", {**_key(bench), "llm": bench.settings.llm}, compute)


def _read_beginnings(bench: Bench) -> None:
    """Bring the server's cache to where it is between two questions of a learner.

    The recipe's reply for the case before may have pushed the beginnings of the tutor's prompts out of it,
    and the bare model, which is timed after the tutor, would be spared what the tutor has to read again.
    """
    for messages in cached_beginnings():
        list(_model(bench).bind(max_tokens=1).stream(messages))


def _bare_seconds(bench: Bench, case: QuestionCase, asked: str, completion_tokens: int) -> float:
    """The model alone on the same prompt and as many tokens; 0.0 when the tutor did not call it.

    A mark before the notes keeps the server from reading them out of its cache; the constant system text
    stays cached, as it was for the tutor.
    """
    if not completion_tokens:
        return 0.0
    found = bench.retriever.search(asked, AnswerSettings().passages)
    sent = packed(found, bench.settings.context_tokens, bench.page_text)
    system, human = answer_messages(asked, [passage.chunk for passage in sent])
    marked = human.model_copy(update={"content": f"({case.id})\n{human.text}"})
    model = _model(bench)
    bound = model.bind(max_tokens=completion_tokens)
    return _seconds(lambda: list(bound.stream([system, marked])))


def _model(bench: Bench) -> Any:  # noqa: ANN401 - bound models are another type
    if bench.chain.model is None:
        raise AssertionError("answers are only timed with a model")
    return bench.chain.model


def _ingesting(bench: Bench, plan: SpeedPlan) -> System[QuestionCase]:
    def compute(case: QuestionCase) -> Row:
        from ingest.build import build_index
        from ingest.index_files import load_index

        embedder = bench.retriever.embedder
        # warm with passages of all lengths: the first batch of a new shape costs more than the second
        embedder.embed_passages([chunk.full_text for chunk in bench.index.chunks[:64]])
        with tempfile.TemporaryDirectory() as folder:
            sources, index_dir = Path(folder) / "files", Path(folder) / "index"
            _write_pages(bench, sources, plan.ingested_chunks)
            first = _seconds(lambda: build_index([sources], index_dir, embedder))
            again = _seconds(lambda: build_index([sources], index_dir, embedder))
            texts = [chunk.full_text for chunk in load_index(index_dir).chunks]
            encode = _encoder(bench)
            rounds = []
            for turn in range(_ROUNDS):  # side by side, so that a busy moment meets both
                bare = _seconds(lambda: encode(texts))
                anew = Path(folder) / f"index-{turn}"
                rounds.append((bare, _seconds(partial(build_index, [sources], anew, embedder))))
        return {
            "ingested_chunks_per_second": len(texts) / statistics.median(built for _, built in rounds),
            "ingestion_over_encode": statistics.median(bare / built for bare, built in rounds),
            "first_over_unchanged": first / again,
        }

    return System("speed-ingest", _key(bench), compute)


def _encoder(bench: Bench) -> Callable[[Sequence[str]], object]:
    """The library alone, warm. An embedder that is none of the library's is timed itself."""
    from ingest.embedding import SentenceEmbedder

    if not isinstance(bench.retriever.embedder, SentenceEmbedder):
        return bench.retriever.embedder.embed_passages
    from sentence_transformers import SentenceTransformer

    from tutor.models import embedder_location

    model = SentenceTransformer(embedder_location(bench.settings), device="cpu")
    model.encode([chunk.full_text for chunk in bench.index.chunks[:64]], show_progress_bar=False)
    return lambda texts: model.encode(list(texts), show_progress_bar=False)


def _write_pages(bench: Bench, folder: Path, chunks: int) -> None:
    """Pages of the index as text files, until they hold about so many passages."""
    folder.mkdir()
    written = 0
    for place, ((name, number), page) in enumerate(bench.index.contents.pages.items()):
        if written >= chunks:
            break
        (folder / f"{place}.md").write_text(page.text, encoding="utf-8")
        written += sum((chunk.document, chunk.page) == (name, number) for chunk in bench.index.chunks)


def _key(bench: Bench) -> dict[str, Any]:
    code = code_digest(
        "evals/speed.py", "evals/synthetic.py", "tutor/answering", "tutor/prompts.py", "ingest"
    )
    return {"index": bench.fingerprint, "code": code}
