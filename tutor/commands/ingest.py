"""`tutor ingest`: files and folders into a course's index, or into an index anywhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tutor.commands import Format, FormatOption, say, say_json, settings_of

if TYPE_CHECKING:
    from ingest.build import BuildReport, Progress

__all__ = ["progress_bar", "register"]


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(ingest)


def ingest(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...", help="Files or folders to add; none brings the course up to date."
        ),
    ] = None,
    course: Annotated[
        str | None, typer.Option("--course", metavar="ID", help="The course; the settings' own if left out.")
    ] = None,
    index: Annotated[
        Path | None, typer.Option("--index", metavar="DIR", help="Index only these paths, into this folder.")
    ] = None,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Read, cut, embed and index files; unchanged ones keep what they have."""
    from tutor.workspace import embedder_of, open_workspace

    settings = settings_of(context)
    embedder = embedder_of(settings)
    given = [path for path in paths or []]
    started = time.perf_counter()
    with progress_bar(form) as progress:
        if index is not None:
            from ingest.build import build_index

            if not given:
                raise typer.BadParameter("--index needs at least one PATH to index.")
            report = build_index(given, index, embedder, progress=progress)
        else:
            workspace = open_workspace(settings, course)
            workspace.add_sources(given)
            report = workspace.build(embedder, progress)
    _say_report(report, time.perf_counter() - started, form)


@contextmanager
def progress_bar(form: Format) -> "Iterator[Progress | None]":
    """A bar on stderr that says what is done and how fast; none when the result is for programs."""
    if form is Format.JSON:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:<20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[detail]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        shown: dict[str, Any] = {}
        begun: dict[str, float] = {}

        def update(stage: str, done: int, total: int, detail: str) -> None:
            if stage not in shown:
                begun[stage] = time.perf_counter()
                shown[stage] = bar.add_task(stage, total=total, rate="", detail="")
            seconds = time.perf_counter() - begun[stage]
            rate = f"{done / seconds:.1f} a second" if done and seconds > 0 else ""
            bar.update(shown[stage], completed=done, total=total, rate=rate, detail=detail)

        yield update


def _say_report(report: "BuildReport", seconds: float, form: Format) -> None:
    counts: dict[str, int] = {}
    for _, status in report.statuses:
        counts[status.value] = counts.get(status.value, 0) + 1
    if form is Format.JSON:
        say_json(
            {
                "changed": report.changed,
                "documents": [{"name": name, "status": status.value} for name, status in report.statuses],
                "problems": [
                    {"path": str(p.path), "reason": p.reason, "advice": p.advice} for p in report.problems
                ],
                "chunks": report.chunks,
                "embedded_chunks": report.embedded_chunks,
                "seconds": round(seconds, 3),
            }
        )
        return
    for problem in report.problems:
        say(f"not read: {problem}")
    listed = ", ".join(f"{count} {status}" for status, count in counts.items())
    rate = f", {report.embedded_chunks / seconds:.0f} a second" if report.embedded_chunks else ""
    say(f"{listed}: {report.chunks} chunks, {report.embedded_chunks} of them new ({seconds:.1f} s{rate}).")
