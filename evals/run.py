"""The command: suites over a course or a folder, on the bundled cases or one's own.

Knows the suites and nothing of how they measure.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.floors import fallen
from evals.history import last_figures, remember
from evals.report import markdown
from evals.result import SuiteResult
from evals.suites import SUITES, Request, measure
from ingest.errors import TutorError
from tutor.config import Settings, load_settings

__all__ = ["FORMATS", "Output", "evaluate", "main"]

FORMATS = ("markdown", "json", "html")
EXIT_FALLEN = 1


@dataclass(frozen=True, slots=True)
class Output:
    """How results are written; without a folder they go to stdout."""

    form: str = "markdown"
    folder: Path | None = None
    command: str = "python -m evals"


def main(arguments: Sequence[str], settings: Settings | None = None) -> int:
    """Run one command line; returns 0, or 1 when a figure fell or something could not be done."""
    given = _parser().parse_args(arguments)
    try:
        chosen = settings or load_settings(os.environ)
        if given.llm:
            chosen = replace(chosen, llm=given.llm)
        request = Request(
            suites=tuple(given.suites),
            course=given.course,
            index_dir=given.index,
            cases=given.cases,
            claims=given.claims,
            notes=given.notes,
            limit=given.limit,
            turns=given.turns,
            compare=given.compare is not None,
        )
        output = Output(given.format, given.out, "python -m evals " + " ".join(arguments))
        return evaluate(chosen, request, output)
    except TutorError as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_FALLEN
    finally:
        _stop_engines()


def evaluate(settings: Settings, request: Request, output: Output) -> int:
    """Measure and write; 1 when a figure of the bundled cases fell below its floor, else 0."""
    results = measure(settings, request, _say_progress)
    folder = settings.home / "evals"
    _write(results, output, last_figures(folder, results))
    remember(folder, results, datetime.now(UTC))
    faults = [
        sentence for one in results if request.is_bundled for sentence in fallen(one.suite, one.metrics)
    ]
    for sentence in faults:
        sys.stderr.write(f"{sentence}\n")
    return EXIT_FALLEN if faults else 0


def _write(results: Sequence[SuiteResult], output: Output, previous: Mapping[str, Mapping[str, Any]]) -> None:
    if output.form == "json":
        trees = [result.json() for result in results]
        text = json.dumps(trees[0] if len(trees) == 1 else trees, ensure_ascii=False, indent=1) + "\n"
        name = "report.json"
    elif output.form == "html":
        from evals.report_html import html_page

        trees = [result.json() for result in results]
        text, name = html_page(trees, output.command, previous), "report.html"
    else:
        text, name = markdown(results, output.command), "report.md"
    if output.folder is None:
        sys.stdout.write(text)
        return
    output.folder.mkdir(parents=True, exist_ok=True)
    (output.folder / name).write_text(text, encoding="utf-8")
    for result in results:
        path = output.folder / f"{result.suite}.json"
        path.write_text(json.dumps(result.json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stderr.write(f"written: {output.folder / name}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals", description="Measure how well the tutor finds, answers, refuses and cites."
    )
    parser.add_argument("suites", nargs="+", choices=[*SUITES, "all", "fast"], metavar="SUITE")
    parser.add_argument("--course", metavar="ID", help="the course; the settings' own if left out")
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index in this folder instead")
    parser.add_argument("--cases", type=Path, metavar="FILE", help="your cases instead of the bundled ones")
    parser.add_argument("--claims", type=Path, metavar="FILE", help="labelled claims that measure the judge")
    parser.add_argument("--notes", type=Path, metavar="DIR", help="further notes to index beside the course")
    parser.add_argument("--llm", help="the language model, as in TUTOR_LLM")
    parser.add_argument("--limit", type=int, metavar="N", help="at most so many cases of each suite")
    parser.add_argument(
        "--turns", type=int, default=2, metavar="N", help="exam: orders of the options to ask in, 0 for all"
    )
    parser.add_argument("--compare", choices=["baseline"], help="measure the usual recipes on the same cases")
    parser.add_argument("--format", choices=FORMATS, default="markdown")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write there instead of to the terminal")
    return parser


def _say_progress(label: str, done: int, total: int, seconds_left: float) -> None:
    minutes, seconds = divmod(round(seconds_left), 60)
    sys.stderr.write(f"\r{label}: {done} of {total}, {minutes}:{seconds:02d} left\x1b[K")
    if done == total:
        sys.stderr.write("\n")


def _stop_engines() -> None:
    from tutor.llm import stop_engines

    stop_engines()
