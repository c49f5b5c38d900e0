"""Which suites there are, on which cases they run when none are named, and how each is called."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from evals.bench import Bench, open_bench, with_notes
from evals.cases import read_claims, read_items, read_questions, sampled
from evals.rows import Progress, no_progress
from ingest.errors import TutorError

if TYPE_CHECKING:
    from evals.cases import QuestionCase
    from evals.result import SuiteResult
    from tutor.config import Settings

__all__ = ["DATA", "SAMPLES", "SUITES", "Request", "measure"]

DATA = Path(__file__).parent / "data"
SAMPLES = {"refusal": 72, "answers": 52, "conflicts": 15, "faithfulness": 52, "ragas": 8, "exam": 24}
"""Cases of each suite that asks a language model when all suites run, so that they take three quarters of an
hour on two cores. Named one by one, suites take all of their cases."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be measured; None takes what is bundled."""

    suites: tuple[str, ...]
    course: str | None = None
    index_dir: Path | None = None
    cases: Path | None = None
    claims: Path | None = None
    """Labelled claims that measure the judge, in the suites that use one."""
    notes: Path | None = None
    limit: int | None = None
    compare: bool = False
    turns: int = 2
    """Orders in which an exam item's options are shown; 0 for all."""

    @property
    def is_bundled(self) -> bool:
        """True when everything measured is ours, so that the recorded floors apply."""
        return self.cases is None and self.index_dir is None and self.course is None and self.limit is None

    def of(self, suite: str) -> "Request":
        """What is asked of one suite: a sample of the bundled cases where all suites run."""
        if "all" not in self.suites or self.limit is not None or self.cases is not None:
            return self
        return replace(self, limit=SAMPLES.get(suite))


def measure(settings: "Settings", request: Request, progress: Progress = no_progress) -> "list[SuiteResult]":
    """The results of the suites in order; TutorError for a suite that there is not.

    Raises CaseError, IndexUnavailableError, ModelError or EngineError, each with what to do.
    """
    names = _named(request.suites)
    bench = _bench(settings, request, request.notes)
    if set(names) - set(FAST):
        _ = bench.chain  # a model that is not stored is to be heard of before an hour of other suites
    return [SUITES[name](bench, request.of(name), progress) for name in names]


def _named(suites: tuple[str, ...]) -> tuple[str, ...]:
    names: list[str] = []
    for name in suites:
        names += SUITES if name == "all" else FAST if name == "fast" else [name]
    unknown = [name for name in names if name not in SUITES]
    if unknown:
        known = ", ".join(SUITES)
        raise TutorError(
            f"To measure, there is no suite {', '.join(unknown)}; there are {known}, fast and all."
        )
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
    from evals.faithfulness import faithfulness_suite

    labelled = read_claims(request.claims or DATA / "claims.jsonl")
    return faithfulness_suite(bench, _questions(request, "questions.jsonl"), labelled, progress)


def _ragas(bench: Bench, request: Request, progress: Progress) -> "SuiteResult":
    from evals.ragas_table import ragas_suite

    labelled = read_claims(request.claims or DATA / "claims.jsonl")
    return ragas_suite(bench, _questions(request, "questions.jsonl"), labelled, progress)


def _exam(bench: Bench, request: Request, progress: Progress) -> "SuiteResult":
    from evals.exam import exam_suite

    cases = sampled(read_items(request.cases or DATA / "exam.jsonl"), request.limit)
    return exam_suite(bench, cases, turns=request.turns, progress=progress)


def _items(bench: Bench, request: Request, progress: Progress) -> "SuiteResult":
    """The course's written bank, or the items of `--cases`; solved only with `--compare`."""
    from evals.items import items_of_bank, items_suite
    from tutor.practice.bank import load_bank
    from tutor.workspace import open_workspace

    course = open_workspace(bench.settings, request.course).course
    if request.cases is not None:
        cases = read_items(request.cases)
    elif course is not None:
        cases = items_of_bank(load_bank(sorted((course.directory / "questions").glob("*.jsonl"))))
    else:
        cases = ()
    held_out = [case.question for case in read_questions(DATA / "questions.jsonl")]
    held_out += [case.question for case in read_items(DATA / "exam.jsonl")]
    chosen = sampled(cases, request.limit)
    return items_suite(bench, chosen, held_out, solve=request.compare, progress=progress)


def _speed(bench: Bench, request: Request, progress: Progress) -> "SuiteResult":
    """`--limit` counts the answers; searches are cheap enough to time more of them."""
    from evals.speed import SpeedPlan, speed_suite

    plan = SpeedPlan() if request.limit is None else SpeedPlan(answers=request.limit)
    cases = read_questions(request.cases or DATA / "questions.jsonl")
    return speed_suite(bench, sampled(cases, plan.searches), plan, progress)


Suite = Callable[[Bench, Request, Progress], "SuiteResult"]
SUITES: dict[str, Suite] = {
    "retrieval": _retrieval,
    "refusal": _refusal,
    "answers": _answers,
    "conflicts": _conflicts,
    "faithfulness": _faithfulness,
    "ragas": _ragas,
    "judge": _judge,
    "items": _items,
    "exam": _exam,
    "speed": _speed,
}
FAST = ("retrieval", "judge", "items")
"""Under two minutes together on a laptop: no language model is asked."""
