"""`tutor export FILE` and `tutor import FILE`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tutor.commands import Format, FormatOption, say, say_json, settings_of
from tutor.exchange.formats import Exported, FileFormat, format_of, read_file, save_bytes, written
from tutor.exchange.types import ExchangeError, fault_lines
from tutor.practice.types import Origin

if TYPE_CHECKING:
    from tutor.config import Settings
    from tutor.exchange.adopting import Adopted
    from tutor.exchange.course_side import CourseSide
    from tutor.exchange.types import FileContent

__all__ = ["register"]


class What(StrEnum):
    """What is written to a file."""

    ITEMS = "items"
    CARDS = "cards"
    ATTEMPTS = "attempts"
    MYDATA = "mydata"


class Target(StrEnum):
    """Where imported questions go."""

    ITEMS = "items"
    BANK = "bank"


FileArgument = typer.Argument(metavar="FILE", help="Its ending names the format.")
AsOption = typer.Option("--as", help="The format, whatever the file's ending says.")
CourseOption = typer.Option("--course", metavar="ID", help="The course; the settings' own if left out.")
WhatOption = typer.Option(
    "--what", help="Questions, flashcards, your answers, or (as .json) everything you did in all courses."
)
OriginOption = typer.Option("--origin", help="Only questions of this origin; may be repeated.")
ToOption = typer.Option(
    "--to", help="items: practise them. bank: add them to the course's own folder, for those who write one."
)


def register(app: typer.Typer) -> None:
    """Add both commands to `app`."""
    app.command("export")(export)
    app.command("import")(import_)


def export(
    context: typer.Context,
    file: Annotated[Path, FileArgument],
    what: Annotated[What, WhatOption] = What.ITEMS,
    course: Annotated[str | None, CourseOption] = None,
    origin: Annotated[list[Origin] | None, OriginOption] = None,
    form: Annotated[FileFormat | None, AsOption] = None,
) -> None:
    """Write questions, flashcards or answers for Anki, Moodle (GIFT, XML), spreadsheets (CSV) or as JSON."""
    settings = settings_of(context)
    if what is What.MYDATA:
        _export_my_data(settings, file)
        return
    chosen = format_of(file, form)
    side = _side(settings, course)
    exported = _exported(settings, side, what, origin or ())
    count = len(exported.items) + len(exported.cards) + len(exported.attempts)
    if not count:
        raise ExchangeError(f"There are no {what} to export in {side.workspace.id}. {side.remark}".strip())
    save_bytes(file, written(chosen, exported))
    noun = {What.ITEMS: "question", What.CARDS: "card", What.ATTEMPTS: "answer"}[what]
    say(f"{_counted(count, noun)} of {side.workspace.id} written to {file} ({chosen}).")


def import_(
    context: typer.Context,
    file: Annotated[Path, FileArgument],
    course: Annotated[str | None, CourseOption] = None,
    to: Annotated[Target, ToOption] = Target.ITEMS,
    source_form: Annotated[FileFormat | None, AsOption] = None,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Take in questions and cards of a file; exit code 1 if nothing in it can be used."""
    from tutor.exchange.adopting import adopt
    from tutor.exchange.bank_file import add_to_bank

    settings = settings_of(context)
    content = read_file(file, format_of(file, source_form))
    side = _side(settings, course)
    if to is Target.BANK:
        added = add_to_bank(side.workspace, side.bank(), content, file.stem)
        _say_faults((*content.faults, *added.faults))
        count = _counted(len(added.items), "question")
        say(f"{count} added to {added.path}. Run `tutor course check` on the folder.")
        return
    adopted = adopt(content, side.for_import(), file.name)
    side.keep(adopted)
    if form is Format.JSON:
        say_json(_tree(side, content, adopted))
    else:
        _say_import(side, content, adopted)
    if not content.items and not content.cards:
        raise typer.Exit(1)


def _side(settings: "Settings", course: str | None) -> "CourseSide":
    from tutor.exchange.course_side import CourseSide
    from tutor.learner.learners import learner_database
    from tutor.tutoring import retriever_over
    from tutor.workspace import embedder_of, open_workspace

    return CourseSide(
        settings,
        open_workspace(settings, course),
        learner_database(settings),
        lambda index: retriever_over(index, embedder_of(settings)),
    )


def _exported(settings: "Settings", side: "CourseSide", what: What, origins: Sequence[Origin]) -> Exported:
    from tutor.learner.attempts import AttemptStore
    from tutor.learner.learners import learner_database

    course, title, now = side.workspace.id, side.workspace.title, datetime.now(UTC)
    if what is What.ITEMS:
        return Exported(course, title, now, items=side.items(origins))
    if what is What.CARDS:
        return Exported(course, title, now, cards=side.cards())
    return Exported(course, title, now, attempts=AttemptStore(learner_database(settings)).all(course))


def _export_my_data(settings: "Settings", file: Path) -> None:
    from tutor.learner.my_data import export_my_data

    save_bytes(file, export_my_data(settings, datetime.now(UTC)).encode())
    say(f"Everything of the learner {settings.learner} written to {file}.")


def _say_import(side: "CourseSide", content: "FileContent", adopted: "Adopted") -> None:
    _say_faults(content.faults)
    for remark in content.remarks:
        say(remark)
    cards = f" and {_counted(len(adopted.cards), 'card')}" if content.cards else ""
    say(f"{_counted(len(adopted.items), 'question')}{cards} added to {side.workspace.id}.")
    for sentence, count in {
        "There already": adopted.known,
        "Filed under the task statement that their words are nearest to": adopted.placed,
        "Filed under no task statement": adopted.unplaced,
        "Sources taken off, since their quotes do not stand in the course's documents": adopted.unsourced,
    }.items():
        if count:
            say(f"{sentence}: {count:,}.")
    if side.remark:
        say(f"Nothing could be looked up in the course's documents. {side.remark}")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _say_faults(faults: Sequence[str]) -> None:
    for line in fault_lines(faults):
        typer.echo(line, err=True)


def _tree(side: "CourseSide", content: "FileContent", adopted: "Adopted") -> dict[str, object]:
    return {
        "course": side.workspace.id,
        "items": [item.id for item in adopted.items],
        "cards": [card.id for card in adopted.cards],
        "known": adopted.known,
        "placed": adopted.placed,
        "unplaced": adopted.unplaced,
        "unsourced": adopted.unsourced,
        "faults": list(content.faults),
        "remarks": [*content.remarks, *([side.remark] if side.remark else [])],
    }
