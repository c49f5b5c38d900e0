"""`tutor progress`."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tutor.commands import Format, FormatOption, say, say_json, settings_of
from tutor.learner.standing.words import counted, percent

if TYPE_CHECKING:
    from tutor.learner.standing.belief import ShareRange
    from tutor.learner.standing.progress import Progress
    from tutor.learner.standing.record import LearnerRecord

__all__ = ["record_of", "register"]

_BAR_CHARS = 20

CourseOption = typer.Option("--course", metavar="ID", help="The course; the settings' own if left out.")


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(progress)


def progress(
    context: typer.Context,
    course: Annotated[str | None, CourseOption] = None,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Show the probability to pass, mastery by task, scores against targets, and what to do next."""
    from tutor.learner.standing.progress_json import progress_to_json
    from tutor.learner.standing.record import progress_of_record

    found = progress_of_record(record_of(context, course))
    if form is Format.JSON:
        say_json(progress_to_json(found))
    else:
        _say_progress(found)


def record_of(context: typer.Context, course: str | None) -> "LearnerRecord":
    """The learner's record of a course now; its days are those of this machine's time zone."""
    from ingest.errors import IndexUnavailableError
    from tutor.learner.learners import learner_database
    from tutor.learner.standing.record import learner_record
    from tutor.workspace import open_index, open_workspace

    settings = settings_of(context)
    workspace = open_workspace(settings, course)
    try:
        index = open_index(workspace, settings)
    except IndexUnavailableError:
        index = None  # progress needs no material; coverage says that there is none
    return learner_record(learner_database(settings), workspace, index, datetime.now(UTC).astimezone())


def _say_progress(found: "Progress") -> None:
    from tutor.learner.standing.advice import advice

    words = advice(found)
    say(f"{found.title}: {_time_left(found)}\n")
    _say_estimate(found)
    say(f"  -> {words.estimate}\n")
    say("Mastery (share right, 90 % interval, answers)")
    for domain in found.where.domains:
        weight = f"{100 * domain.weight:.0f} % of the exam"
        say(f"  {domain.number}. {domain.title}, {weight}: {domain.level.value}")
        for task in (one for one in found.where.tasks if one.domain == domain.number):
            span = _span(task.share)
            say(
                f"    {task.task:5} {_bar(task.share.mean)} {span:>16}  {task.answers:>4}  {task.level.value}"
            )
    say(f"  -> {words.mastery}\n")
    if found.scores:
        say("Week from     right        target")
    for week in found.scores:
        right = f"{week.right} of {week.answers}" if week.answers else "no answers"
        target = percent(week.target) if week.target is not None else "none"
        say(f"  {week.starts_on}  {right:>11}  {target:>6}")
    say(f"  -> {words.scores}\n")
    say("Confidence")
    for row in found.calibration.rows:
        share = f"{row.right} of {row.answers} right" if row.answers else "no answers"
        say(f"  {row.confidence.name.lower():7} {share}")
    say(f"  -> {words.calibration}\n")
    say(f"Coverage\n  -> {words.coverage}\n")
    say(f"Reviews\n  -> {words.reviews}")


def _say_estimate(found: "Progress") -> None:
    estimate = found.estimate
    if estimate.probability is None or estimate.low is None or estimate.high is None:
        say("Probability to pass: no estimate yet.")
        return
    say(
        f"Probability to pass today: {percent(estimate.probability)} "
        f"(90 % interval {100 * estimate.low:.0f} to {100 * estimate.high:.0f} %)"
    )
    for sentence in estimate.basis:
        say(f"  {sentence}")


def _time_left(found: "Progress") -> str:
    days = found.days_left
    if days is None or found.exam_on is None:
        return "no exam date is set (`tutor plan --date YYYY-MM-DD`)"
    if days < 0:
        return f"the exam date {found.exam_on} is past"
    if days == 0:
        return "the exam is today"
    return f"{counted(days, 'day')} to the exam on {found.exam_on}"


def _span(share: "ShareRange") -> str:
    return f"{percent(share.mean)} ({100 * share.low:.0f} to {100 * share.high:.0f})"


def _bar(share: float) -> str:
    full = round(share * _BAR_CHARS)
    return "█" * full + "·" * (_BAR_CHARS - full)
