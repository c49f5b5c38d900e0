"""`tutor eval ...`: hands its arguments to `python -m evals`, which is no part of the tutor."""

import runpy
import sys

import typer

__all__ = ["register"]

_ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("eval", context_settings=_ANYTHING)(evaluate)


def evaluate(context: typer.Context) -> None:
    """Measure retrieval, answers, refusals and items; the same arguments as `python -m evals`."""
    given = sys.argv
    sys.argv = ["tutor eval", *context.args]
    try:
        runpy.run_module("evals", run_name="__main__", alter_sys=False)
    finally:
        sys.argv = given
