"""`tutor eval`: the same as `python -m evals`, with this command line's settings."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from tutor.commands import settings_of

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("eval")(evaluate)


def evaluate(
    context: typer.Context,
    suites: Annotated[list[str], typer.Argument(help="Suites, or `fast`, or `all`.")],
    course: Annotated[
        str | None, typer.Option("--course", metavar="ID", help="The course; the settings' own if left out.")
    ] = None,
    index: Annotated[
        Path | None, typer.Option("--index", metavar="DIR", help="Measure the index in this folder instead.")
    ] = None,
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="FILE", help="Your cases instead of the bundled ones.")
    ] = None,
    llm: Annotated[str | None, typer.Option("--llm", help="The language model, as in TUTOR_LLM.")] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="At most so many cases of each suite.")
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Measure the usual recipes on the same cases.")
    ] = False,
    form: Annotated[Literal["markdown", "json", "html"], typer.Option("--format")] = "markdown",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write there instead of to the terminal.")
    ] = None,
) -> None:
    """Measure how well the tutor finds, answers, refuses and cites; exit code 1 when a figure fell."""
    from evals.run import Output
    from evals.run import evaluate as measured
    from evals.suites import Request

    settings = settings_of(context)
    if llm:
        settings = replace(settings, llm=llm)
    request = Request(
        tuple(suites), course=course, index_dir=index, cases=cases, limit=limit, compare=compare
    )
    command = f"tutor eval {' '.join(suites)}"
    code = measured(settings, request, Output(form, out, command))
    if code:
        raise typer.Exit(code)
