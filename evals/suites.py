"""Which suites there are, on which cases they run when none are named, and how each is called."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evals.bench import Bench, open_bench, with_notes
from evals.cases import read_claims, read_items, read_questions, sampled
from evals.rows import Progress, no_progress

if TYPE_CHECKING:
    from evals.cases import QuestionCase
    from evals.result import SuiteResult
    from tutor.config import Settings

__all__ = ["DATA", "SUITES", "Request", "measure"]

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be measured; None takes what is bundled."""

    suites: tuple[str, ...]
    course: str | None = None
    index_dir: Path | None = None
    cases: Path | None = None
    notes: Path | None = None
    limit: int | None = None
    compare: bool = False
    turns: int = 2
    """Orders in which an exam item's options are shown; 0 for all."""

    @property
    def is_bundled(self) -> bool:
        """True when everything measured is ours, so that the recorded floors apply."""
        return self.cases is None and self.index_dir is None and self.course is None and self.limit is None


def measure(settings: "Settings", request: Request, progress: Progress = no_progress) -> "list[SuiteResult]":
    """The results of the suites in order.

    Raises CaseError, IndexUnavailableError, ModelError or EngineError, each with what to do.
    """
    bench = _bench(settings, request, request.notes)
    return [SUITES[name](bench, request, progress) for name in _named(request.suites)]


def _named(suites: tuple[str, ...]) -> tuple[str, ...]:
    names: list[str] = []
    for name in suites:
        names += SUITES if name == "all" else FAST if name == "fast" else [name]
    return tuple(dict.fromkeys(names))


def _bench(settings: "Settings", request: Request, notes: Path | None) -> Bench:
    if notes is not None:
        return with_notes(settings, request.course, notes, settings.home / "evals")
    return open_bench(settings, request.course, request.index_dir)


def _questions(request: Request, *names: str) -> "tuple[QuestionCase, ...]":
    """The named file's cases, or those of the bundled files together."""
    paths = [request.cases] if request.cases else [DATA / name for name in names]
    return sampled([case for path in paths for case in read_questions(path)], request.limit)


def _retrieval(bench: Bench, request: Request, progress: Progress) -> "SuiteResult":
    from evals.retrieval import retrieval_suite

    cases = _questions(request, "questions.jsonl")
    return retrieval_suite(bench, cases, compare=request.compare, progress=progress)


def _refusal(bench: Bench, request: Request, progress: Progress) -> "SuiteResult":
    from evals.refusal import refusal_suite

    cases = _questions(request, "questions.jsonl", "unanswerable.jsonl")
    return refusal_suite(bench, cases, compare=request.compare, progress=progress)


def _answers(bench: Bench, request: Request, progress: Progress) -> "SuiteResult":
    from evals.answers import answers_suite

    cases = _questions(request, "questions.jsonl")
    return answers_suite(bench, cases, compare=request.compare, progress=progress)


def _conflicts(bench: Bench, request: Request, progress: Progress) -> "SuiteResult":
    """On the bundled cases the course is indexed together with the notes that contradict it."""
    from evals.answers import conflicts_suite

    cases = _questions(request, "conflicts.jsonl")
    if request.cases is None and request.notes is None and request.index_dir is None:
        bench = _bench(bench.settings, request, DATA / "conflict_notes")
    return conflicts_suite(bench, cases, progress=progress)


def _judge(bench: Bench, request: Request, progress: Progress) -> "SuiteResult":
    from evals.judge import judge_suite

    cases = sampled(read_claims(request.cases or DATA / "claims.jsonl"), request.limit)
    return judge_suite(bench, cases, compare=request.compare, progress=progress)


def _faithfulness(bench: Bench, request: Request, progress: Progress) -> "SuiteResult":
    """The judge is always measured on the bundled claims; `--cases` names the questions."""
    from evals.faithfulness import faithfulness_suite

    labelled = read_claims(DATA / "claims.jsonl")
    return faithfulness_suite(bench, _questions(request, "questions.jsonl"), labelled, progress)


def _exam(bench: Bench, request: Request, progress: Progress) -> "SuiteResult":
    from evals.exam import exam_suite

    cases = sampled(read_items(request.cases or DATA / "exam.jsonl"), request.limit)
    return exam_suite(bench, cases, turns=request.turns, progress=progress)


Suite = Callable[[Bench, Request, Progress], "SuiteResult"]
SUITES: dict[str, Suite] = {
    "retrieval": _retrieval,
    "refusal": _refusal,
    "answers": _answers,
    "conflicts": _conflicts,
    "faithfulness": _faithfulness,
    "judge": _judge,
    "exam": _exam,
}
FAST = ("retrieval", "judge")
"""Under two minutes together on a laptop: no language model is asked."""
