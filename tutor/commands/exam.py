"""`tutor exam`, `tutor exam draw`, `tutor exam score`, `tutor exam list` and `tutor exam report`."""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tutor.commands import Format, FormatOption, say, say_json, settings_of

if TYPE_CHECKING:
    from tutor.config import Settings
    from tutor.learner.exam_types import Sitting
    from tutor.practice.exams.exam import ExamDraw

__all__ = ["app"]

_SEEDS = 2**31
_USUAL_LENGTH = 20

CourseOption = typer.Option("--course", metavar="ID", help="The course; the settings' own if left out.")
ItemsOption = typer.Option("--items", metavar="N", min=1, help="How many items; 20 if left out.")
FullOption = typer.Option("--full", help="The full exam with the course's own figures.")
SeedOption = typer.Option(
    "--seed", min=0, help="The same seed draws the same exam; without one unseen items come first."
)

app = typer.Typer(help="Exams by the weights of the blueprint, with the clock and a scaled score.")


@app.callback(invoke_without_command=True)
def exam(
    context: typer.Context,
    items: Annotated[int | None, ItemsOption] = None,
    full: Annotated[bool, FullOption] = False,
    course: Annotated[str | None, CourseOption] = None,
    seed: Annotated[int | None, SeedOption] = None,
) -> None:
    """Sit an exam here, or go on with the open one; nothing is told before its end."""
    if context.invoked_subcommand is not None:
        return
    from tutor.commands.exam_terminal import ExamTerminal, report_lines
    from tutor.learner.exams import ExamStore
    from tutor.learner.learners import learner_database
    from tutor.practice.exams.exam_report import exam_report

    settings = settings_of(context)
    chosen = course or settings.course
    store = ExamStore(learner_database(settings))
    sitting = store.open_sitting(chosen)
    if sitting is None:
        sitting = store.begin(chosen, _draw(settings, chosen, items, full, seed))
    _say_start(sitting)
    terminal = ExamTerminal(store, _read, say, lambda: datetime.now(UTC))
    try:
        over = terminal.run(sitting)
    except typer.Abort as stop:
        say("\nYour answers are kept, and the clock runs on. Run `tutor exam` to come back.")
        raise typer.Exit(130) from stop
    say("\n" + "\n".join(report_lines(exam_report(over))))


@app.command()
def draw(
    context: typer.Context,
    items: Annotated[int | None, ItemsOption] = None,
    full: Annotated[bool, FullOption] = False,
    course: Annotated[str | None, CourseOption] = None,
    seed: Annotated[int | None, SeedOption] = None,
    with_key: Annotated[
        bool, typer.Option("--with-key", help="Also write keys, reasons, sources and which items count.")
    ] = False,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Write an exam out without sitting it; nothing is stored."""
    from tutor.practice.exams.exam_paper import paper_to_json

    settings = settings_of(context)
    chosen = course or settings.course
    drawn = _draw(settings, chosen, items, full, seed)
    paper = paper_to_json(chosen, drawn, with_key=with_key)
    if form is Format.JSON:
        say_json(paper)
    else:
        _say_paper(paper)


@app.command()
def score(
    context: typer.Context,
    answers: Annotated[
        Path,
        typer.Option(
            "--answers",
            metavar="FILE",
            help='JSON: {"form": the form of `exam draw`, "answers": {"ITEM": ["A"]}}.',
        ),
    ],
    course: Annotated[str | None, CourseOption] = None,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Score the answers to an exam that was written out; nothing is stored."""
    from tutor.learner.exam_pool import written_items
    from tutor.learner.items import ItemStore
    from tutor.learner.learners import learner_database
    from tutor.practice.exams.exam_paper import read_answers, score_paper
    from tutor.workspace import open_workspace

    settings = settings_of(context)
    sheet = read_answers(answers)
    named = sheet.form.get("course")
    chosen = course or (named if isinstance(named, str) else settings.course)
    store = ItemStore(learner_database(settings))
    withdrawn = [each.item for each in store.withdrawn(chosen)]
    known = [*written_items(open_workspace(settings, chosen)), *store.all(chosen), *withdrawn]
    result = score_paper(sheet, known)
    if form is Format.JSON:
        say_json(result)
    else:
        _say_result(result)


@app.command(name="list")
def list_exams(
    context: typer.Context,
    course: Annotated[str | None, CourseOption] = None,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """List the exams that you sat, the latest first."""
    from tutor.learner.exams import ExamStore
    from tutor.learner.learners import learner_database

    settings = settings_of(context)
    sittings = ExamStore(learner_database(settings)).sittings(course or settings.course)
    if form is Format.JSON:
        say_json({"sittings": [_sitting_tree(sitting) for sitting in sittings]})
        return
    for sitting in sittings:
        say(_sitting_line(sitting))
    if not sittings:
        say("You have sat no exam of this course yet. Run `tutor exam --items 20` to begin one.")


@app.command()
def report(
    context: typer.Context,
    sitting: Annotated[str, typer.Argument(metavar="EXAM", help="Its id, as `tutor exam list` shows it.")],
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Show the report of a finished exam, with every item, its key and the reasons."""
    from tutor.commands.exam_terminal import report_lines
    from tutor.learner.exams import ExamStore
    from tutor.learner.learners import learner_database
    from tutor.practice.exams.exam_report import exam_report, report_to_json

    found = exam_report(ExamStore(learner_database(settings_of(context))).sitting(sitting))
    if form is Format.JSON:
        say_json(report_to_json(found))
    else:
        say("\n".join(report_lines(found, with_items=True)))


def _length(items: int | None, full: bool, longest: int) -> int:
    """How many items are wanted."""
    if full and items is not None:
        raise typer.BadParameter("give --items or --full, not both")
    return longest if full else items or min(_USUAL_LENGTH, longest)


def _draw(settings: "Settings", course: str, items: int | None, full: bool, seed: int | None) -> "ExamDraw":
    from tutor.learner.exam_pool import blueprint_of, exam_pool, written_items
    from tutor.learner.learners import learner_database
    from tutor.practice.exams.exam import draw as draw_exam
    from tutor.practice.exams.exam_form import exam_figures, exam_form
    from tutor.workspace import open_workspace

    workspace = open_workspace(settings, course)
    blueprint = blueprint_of(workspace, settings)
    figures = exam_figures(blueprint)
    form = exam_form(figures, _length(items, full, figures.length))
    database = learner_database(settings)
    pool = exam_pool(course, written_items(workspace), database, with_history=seed is None)
    chosen = random.SystemRandom().randrange(_SEEDS) if seed is None else seed
    return draw_exam(pool, form, blueprint, chosen)


def _read(prompt: str) -> str:
    """The line that is typed after the prompt. Raises typer.Abort at the end of the input and at Ctrl-C."""
    return str(typer.prompt(prompt, default="", show_default=False, prompt_suffix=" > "))


def _say_start(sitting: "Sitting") -> None:
    from tutor.commands.exam_terminal import time_text

    left = time_text(sitting.seconds_left(datetime.now(UTC)))
    if sitting.answered or sitting.position > 1:
        say(f"You go on with the exam of {sitting.started_at:%Y-%m-%d %H:%M} UTC; {left} are left.")
        return
    form = sitting.form
    say(
        f"{form.length} items in {form.minutes:g} minutes. {form.unscored} of them do not count, and you are "
        f"not told which. No answer counts as wrong. The scale is {form.scale.low} to {form.scale.high}, and "
        f"{form.scale.pass_mark} passes. {left} are left."
    )
    for note in form.notes:
        say(note)


def _say_paper(paper: dict[str, Any]) -> None:
    form = paper["form"]
    say(f"{form['length']} items, {form['minutes']:g} minutes, seed {form['seed']}.")
    for note in form["notes"]:
        say(note)
    for item in paper["items"]:
        say(f"\n{item['position']}. {item['stem']}")
        for number, option in enumerate(item["options"]):
            right = "*" if number in item.get("key", ()) else " "
            say(f" {right}{chr(ord('A') + number)}. {option}")


def _say_result(result: dict[str, Any]) -> None:
    scale = result["scale"]
    verdict = "PASS" if result["passed"] else "FAIL"
    say(f"Score {result['score']} of {scale['high']}, {verdict} ({scale['pass_mark']} to pass).")
    say(f"{result['correct']} of {result['scored']} scored items right.")
    for row in result["sections"]:
        say(f"{row['domain']}  {row['title']}: {row['correct']} of {row['scored']}  {row['standing'] or ''}")
    for note in result["notes"]:
        say(note)


def _sitting_tree(sitting: "Sitting") -> dict[str, Any]:
    from tutor.practice.exams.exam_json import result_to_json

    return {
        "id": sitting.id,
        "course": sitting.course,
        "seed": sitting.seed,
        "started_at": sitting.started_at.isoformat(),
        "ended_at": sitting.ended_at.isoformat() if sitting.ended_at else None,
        "length": sitting.form.length,
        "full": sitting.form.is_full,
        "minutes": sitting.minutes,
        "answered": sitting.answered,
        "result": result_to_json(sitting.result) if sitting.result else None,
    }


def _sitting_line(sitting: "Sitting") -> str:
    head = f"{sitting.id}  {sitting.started_at:%Y-%m-%d %H:%M}  {sitting.form.length} items"
    if sitting.result is None:
        return f"{head}  open, {sitting.answered} answered"
    return f"{head}  {sitting.result.score} {'PASS' if sitting.result.passed else 'FAIL'}"
