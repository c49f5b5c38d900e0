"""The command line: `tutor COMMAND`. Puts the groups of `tutor.commands` together and knows none of them.

Results go to stdout, errors to stderr in one sentence. Exit codes:

    0    done
    1    an error, or something that was checked is not right (`doctor`, `models verify`)
    2    the command was called wrongly
    3    `ask` was refused: the sources do not answer the question
    130  interrupted from the keyboard
"""

import sys
from collections.abc import Sequence

import typer

from ingest.errors import TutorError
from tutor.commands import (
    ask,
    course,
    doctor,
    eval,
    exam,
    exchange,
    explain,
    ingest,
    labs,
    models,
    plan,
    progress,
    quiz,
    review,
)

__all__ = ["EXIT_ERROR", "EXIT_OK", "EXIT_REFUSED", "app", "main", "run"]

EXIT_OK = 0
EXIT_ERROR = 1
EXIT_REFUSED = 3

app = typer.Typer(
    name="tutor",
    help="A local exam tutor: cited answers, practice and exams from your own study notes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(models.app, name="models")
app.add_typer(course.app, name="course")
doctor.register(app)
ingest.register(app)
ask.register(app)
quiz.register(app)
explain.register(app)
app.add_typer(exam.app, name="exam")
app.add_typer(review.app, name="review")
progress.register(app)
plan.register(app)
app.add_typer(labs.app, name="labs")
exchange.register(app)
eval.register(app)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; a TutorError is said on stderr."""
    try:
        app(list(arguments), standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else EXIT_OK if end.code is None else EXIT_ERROR
    except TutorError as fault:
        typer.echo(str(fault), err=True)
        return EXIT_ERROR
    return EXIT_OK


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))
