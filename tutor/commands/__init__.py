"""One module a group of commands; `tutor.cli` registers them.

A command module imports only light things at its top (`tutor --help` loads all of them), takes its
settings from `settings_of`, writes results with `say` or `say_json` and lets TutorError fly.
"""

import json
import os
from enum import StrEnum

import typer

from tutor.config import Settings, load_settings

__all__ = ["Format", "FormatOption", "say", "say_json", "settings_of"]


class Format(StrEnum):
    """How a command writes what it found."""

    TEXT = "text"
    JSON = "json"


FormatOption = typer.Option("--format", help="text for people, json for programs.")
"""For `Annotated[Format, FormatOption]`."""


def settings_of(context: typer.Context) -> Settings:
    """The settings handed in as the context's object, else those of this process's environment, read once."""
    root = context.find_root()
    if not isinstance(root.obj, Settings):
        root.obj = load_settings(os.environ)
    return root.obj


def say(text: str) -> None:
    """Write a line of the result to stdout."""
    typer.echo(text)


def say_json(value: object) -> None:
    """Write the result to stdout as JSON, readable and with its letters as they are."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
