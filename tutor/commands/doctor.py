"""`tutor doctor` and `tutor version`."""

from dataclasses import asdict
from importlib import metadata
from typing import Annotated

import typer

from tutor.commands import Format, FormatOption, say, say_json, settings_of

__all__ = ["register"]

MARKS = {"ok": "ok  ", "warn": "WARN", "fail": "FAIL"}
FormatChoice = Annotated[Format, FormatOption]


def register(app: typer.Typer) -> None:
    """Add both commands to `app`."""
    app.command()(doctor)
    app.command()(version)


def doctor(
    context: typer.Context,
    deep: Annotated[
        bool, typer.Option("--deep", help="Also start the language model and let it answer.")
    ] = False,
    form: FormatChoice = Format.TEXT,
) -> None:
    """Look at this machine, the settings and the models; exit code 1 when something must be mended."""
    from tutor.doctor import CHECKS, DEEP_CHECKS, Level, examine
    from tutor.index_check import check_index

    checks = (*CHECKS, check_index, *(DEEP_CHECKS if deep else ()))
    findings = examine(settings_of(context), checks)
    failed = any(finding.level is Level.FAIL for finding in findings)
    if form is Format.JSON:
        say_json({"healthy": not failed, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            advice = f"  -> {finding.advice}" if finding.advice else ""
            say(f"{MARKS[finding.level.value]}  {finding.name}: {finding.found}{advice}")
    if failed:
        raise typer.Exit(1)


def version(form: FormatChoice = Format.TEXT) -> None:
    """Print the tutor's version."""
    try:
        number = metadata.version("tutor")
    except metadata.PackageNotFoundError:  # run from a checkout that was never installed
        number = "0+checkout"
    if form is Format.JSON:
        say_json({"version": number})
    else:
        say(number)
