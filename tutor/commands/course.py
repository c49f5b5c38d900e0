"""`tutor course check DIR`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import CourseError
from tutor.commands import Format, FormatOption, say, say_json

if TYPE_CHECKING:
    from tutor.checks import CourseReport

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="The files of a course.")


@app.callback()
def _group() -> None:
    """The files of a course."""


@app.command()
def check(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The course's folder.")],
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", metavar="FOLDER", help="Also look for eight-word runs shared with its files."
        ),
    ] = None,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Print every fault of a course with its file and line; exit code 1 if there is one."""
    from tutor.checks import check_course

    for folder in (directory, against):
        if folder is not None and not folder.is_dir():
            raise CourseError((f"{folder}: there is no such folder; give an existing one.",))
    report = check_course(directory, against)
    if form is Format.JSON:
        say_json(_tree(report))
    else:
        _say_report(report)
    if report.faults:
        raise typer.Exit(1)


def _tree(report: "CourseReport") -> dict[str, object]:
    groups = [{"name": g.name, "faults": list(g.faults), "remarks": list(g.remarks)} for g in report.groups]
    return {
        "course": report.course,
        "faults": len(report.faults),
        "groups": groups,
        "counts": dict(report.counts),
    }


def _say_report(report: "CourseReport") -> None:
    for group in report.groups:
        state = f"{len(group.faults)} faults" if len(group.faults) != 1 else "1 fault"
        say(f"{group.name}: {state if group.faults else 'no faults'}")
        for line in (*group.faults, *group.remarks):
            say(f"  {line}")
    say("; ".join(f"{name}: {number}" for name, number in report.counts))
