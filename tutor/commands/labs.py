"""`tutor labs list`, `start`, `check`, `run`, `reset` and, for authors, `prove`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tutor.commands import Format, FormatOption, say, say_json, settings_of

if TYPE_CHECKING:
    from tutor.config import Settings
    from tutor.labs.copies import LabCopy
    from tutor.labs.progress import StepState
    from tutor.labs.types import CheckedLab, Lab

__all__ = ["app"]

CourseOption = typer.Option("--course", metavar="ID", help="The course; the settings' own if left out.")
LabArgument = typer.Argument(metavar="ID", help="The lab's id, as `tutor labs list` shows it.")

app = typer.Typer(
    no_args_is_help=True, help="Hands-on labs on this machine, without an account and without cost."
)


@app.callback()
def _group() -> None:
    """Hands-on labs on this machine, without an account and without cost."""


@app.command("list")
def list_labs(
    context: typer.Context,
    course: Annotated[str | None, CourseOption] = None,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """List the labs of a course, and how far you are in each."""
    from tutor.labs.load import load_labs

    settings, course_id, directory = _course(context, course)
    rows = [(lab, _states(settings, course_id, lab)) for lab in load_labs(directory)]
    if form is Format.JSON:
        say_json({"course": course_id, "labs": [_lab_tree(lab, states) for lab, states in rows]})
        return
    for lab, states in rows:
        done = sum(state.passed for state in states)
        say(f"{lab.id}: {lab.title} ({lab.minutes} minutes, {done} of {len(states)} steps done)")
        say(f"  {lab.summary}")
    if not rows:
        say(f"The course {course_id} has no labs.")


@app.command()
def start(
    context: typer.Context,
    lab_id: Annotated[str, LabArgument],
    course: Annotated[str | None, CourseOption] = None,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Make your copy of a lab, or go on with the one that you have, and show what to do next."""
    from tutor.labs.copies import start_copy
    from tutor.labs.load import find_lab

    settings, course_id, directory = _course(context, course)
    lab = find_lab(directory, lab_id)
    copy = start_copy(_root(settings, course_id), lab, datetime.now(UTC))
    states = _states(settings, course_id, lab)
    if form is Format.JSON:
        say_json({"file": str(copy.file)} | _lab_tree(lab, states))
        return
    say(f"{lab.title}\n\n{lab.intro}\n")
    following = next((state.step for state in states if not state.passed), "")
    if following:
        step = lab.step(following)
        say(f"Next: {step.title}\n\n{step.text}\n")
        say(f"Work in {copy.file}, then run `tutor labs check {lab.id} {step.id}`.")
    else:
        say(f"Every step is done. `tutor labs reset {lab.id}` puts your work aside and begins again.")


@app.command()
def check(
    context: typer.Context,
    lab_id: Annotated[str, LabArgument],
    step_id: Annotated[
        str | None, typer.Argument(metavar="[STEP]", help="One step; all if left out.")
    ] = None,
    course: Annotated[str | None, CourseOption] = None,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Check your copy, all steps or one; exit code 1 if something is not right yet."""
    from tutor.labs.judge import check_file
    from tutor.labs.progress import record_check
    from tutor.learner.attempts import AttemptStore
    from tutor.learner.learners import learner_database

    settings, course_id, directory = _course(context, course)
    lab, copy = _started(settings, course_id, directory, lab_id)
    checked = check_file(lab, copy.file, settings.home, (lab.step(step_id),) if step_id else ())
    store = AttemptStore(learner_database(settings))
    record_check(store, course_id, lab, copy, checked, datetime.now(UTC))
    if form is Format.JSON:
        say_json({"lab": lab.id, "passed": checked.passed} | _checked_tree(checked))
    else:
        _say_checked(lab, checked)
    if not checked.passed:
        raise typer.Exit(1)


@app.command()
def run(
    context: typer.Context,
    lab_id: Annotated[str, LabArgument],
    course: Annotated[str | None, CourseOption] = None,
) -> None:
    """Run your copy as a script and show what it prints; exit code 1 if it fails."""
    from tutor.labs.judge import run_file

    settings, course_id, directory = _course(context, course)
    lab, copy = _started(settings, course_id, directory, lab_id)
    ran = run_file(lab, copy.file, settings.home)
    if ran.output:
        say(ran.output.rstrip("\n"))
    if ran.message:
        say(ran.message)
        raise typer.Exit(1)


@app.command()
def reset(
    context: typer.Context,
    lab_id: Annotated[str, LabArgument],
    course: Annotated[str | None, CourseOption] = None,
) -> None:
    """Begin a lab again; what you have is put aside, not deleted."""
    from tutor.labs.copies import reset_copy
    from tutor.labs.load import find_lab

    settings, course_id, directory = _course(context, course)
    aside = reset_copy(_root(settings, course_id), find_lab(directory, lab_id), datetime.now(UTC))
    say(f"Your work lies in {aside}. `tutor labs start {lab_id}` begins again.")


@app.command()
def prove(
    context: typer.Context,
    lab_id: Annotated[str, LabArgument],
    course: Annotated[str | None, CourseOption] = None,
) -> None:
    """For authors: does the solution pass, the starter fail, each wrong attempt get its message?"""
    from tutor.labs.judge import author_faults
    from tutor.labs.load import find_lab

    settings, _, directory = _course(context, course)
    faults = author_faults(find_lab(directory, lab_id), settings.home)
    for fault in faults:
        say(fault)
    if faults:
        raise typer.Exit(1)
    say(f"{lab_id}: no faults")


def _course(context: typer.Context, course: str | None) -> "tuple[Settings, str, Path]":
    """The settings, the course's id and its folder. Raises LabError for a course without a folder."""
    from tutor.labs.types import LabError
    from tutor.workspace import open_workspace

    settings = settings_of(context)
    workspace = open_workspace(settings, course)
    if workspace.course is None:
        raise LabError(f"The course {workspace.id} is made of your own files only, so it has no labs.")
    return settings, workspace.id, workspace.course.directory


def _root(settings: "Settings", course_id: str) -> Path:
    from tutor.learner.learners import learner_home

    return learner_home(settings) / "labs" / course_id


def _states(settings: "Settings", course_id: str, lab: "Lab") -> "tuple[StepState, ...]":
    from tutor.labs.copies import find_copy
    from tutor.labs.progress import lab_states
    from tutor.learner.attempts import AttemptStore
    from tutor.learner.learners import learner_database

    copy = find_copy(_root(settings, course_id), lab)
    attempts = AttemptStore(learner_database(settings)).all(course_id) if copy else ()
    return lab_states(lab, copy, attempts)


def _started(settings: "Settings", course_id: str, directory: Path, lab_id: str) -> "tuple[Lab, LabCopy]":
    """The lab and the learner's copy. Raises LabError when it was not started."""
    from tutor.labs.copies import find_copy
    from tutor.labs.load import find_lab
    from tutor.labs.types import LabError

    lab = find_lab(directory, lab_id)
    copy = find_copy(_root(settings, course_id), lab)
    if copy is None:
        raise LabError(f"The lab {lab_id} was not started. Run `tutor labs start {lab_id}`.")
    return lab, copy


def _lab_tree(lab: "Lab", states: "tuple[StepState, ...]") -> dict[str, object]:
    steps = [
        {
            "id": step.id,
            "title": step.title,
            "text": step.text,
            "tasks": list(step.tasks),
            "hints": list(step.hints),
            "takeaways": list(step.takeaways),
            "sources": [{"document": one.document, "heading": one.heading} for one in step.sources],
            "passed": state.passed,
            "tries": state.tries,
        }
        for step, state in zip(lab.steps, states, strict=True)
    ]
    head = {"id": lab.id, "title": lab.title, "summary": lab.summary, "minutes": lab.minutes}
    return {**head, "intro": lab.intro, "items": list(lab.items), "steps": steps}


def _checked_tree(checked: "CheckedLab") -> dict[str, object]:
    steps = [
        {
            "id": step.step,
            "passed": step.passed,
            "begun": step.begun,
            "checks": [
                {"name": one.name, "title": one.title, "passed": one.passed, "message": one.message}
                for one in step.checks
            ],
        }
        for step in checked.steps
    ]
    return {"steps": steps, "output": checked.output, "stopped": checked.stopped, "seconds": checked.seconds}


def _say_checked(lab: "Lab", checked: "CheckedLab") -> None:
    for result in checked.steps:
        step = lab.step(result.step)
        say(f"{'done' if result.passed else 'open'}  {step.id}: {step.title}")
        for one in result.checks:
            say(f"  {'✓' if one.passed else '✗'} {one.title}")
        if not result.passed:
            say(f"    {result.message}")
    done = sum(result.passed for result in checked.steps)
    say(f"{done} of {len(checked.steps)} steps passed in {checked.seconds:.1f} s.")
    if checked.passed:
        say("\nFor the exam:")
        for result in checked.steps:
            for takeaway in lab.step(result.step).takeaways:
                say(f"  - {takeaway}")
        if len(checked.steps) == len(lab.steps):
            say(f"\nThree practice items on this: {', '.join(lab.items)}.")
