"""`tutor plan`."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tutor.commands import Format, FormatOption, say, say_json, settings_of
from tutor.commands.progress import CourseOption, record_of
from tutor.learner.standing.words import counted

if TYPE_CHECKING:
    from tutor.learner.planning.plan_types import FocusTask, PlanWeek
    from tutor.learner.standing.record import LearnerRecord, NewPlan

__all__ = ["register"]

_SECTIONS = 3
_DAYS = 7
DateOption = typer.Option(
    "--date", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="The day of the exam; kept from now on."
)
HoursOption = typer.Option("--hours", help="Hours a week for study; kept from now on.")


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(plan)


def plan(
    context: typer.Context,
    exam: Annotated[datetime | None, DateOption] = None,
    hours: Annotated[float | None, HoursOption] = None,
    course: Annotated[str | None, CourseOption] = None,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Show the study plan up to the exam, made anew from your results, and what changed in it."""
    from tutor.learner.learners import learner_database
    from tutor.learner.planning.plan_json import plan_to_json
    from tutor.learner.standing.record import made_plan, store_plan, with_goal

    record = record_of(context, course)
    database = learner_database(settings_of(context))
    record = with_goal(record, exam.date() if exam else None, hours)
    new = store_plan(database, made_plan(record), record)  # a goal that cannot be planned for is not kept
    if form is Format.JSON:
        say_json({"plan": plan_to_json(new.plan), "changes": list(new.changes), "stored": new.stored})
    else:
        _say_plan(new, record)


def _say_plan(new: "NewPlan", record: "LearnerRecord") -> None:
    from tutor.learner.planning.plan_record import week_records

    made = new.plan
    days = counted((made.exam_on - record.now.date()).days, "day")
    say(f"{record.blueprint.title}: exam on {made.exam_on}, in {days}")
    say(f"{made.hours_a_week:g} hours a week; expected score today {100 * made.present_share:.0f} %\n")
    for line in new.changes:
        say(f"  changed: {line}")
    for note in made.notes:
        say(f"  note: {note}")
    done = {
        one.week.starts_on: one for one in week_records((*record.plans, made), record.attempts, record.now)
    }
    for week in made.weeks:
        _say_week(week)
        if week.starts_on in done:
            one = done[week.starts_on]
            say(f"  done so far: {counted(one.answered, 'answer')}, {one.right} right")


def _say_week(week: "PlanWeek") -> None:
    left = f", {counted(week.days, 'day')} left" if week.days < _DAYS else ""
    say(f"\nWeek {week.number}, {week.starts_on} to {week.ends_on}{left}: target {100 * week.target:.0f} %")
    for task in week.focus:
        _say_task(task)
    if week.lab:
        say(f"  lab: {week.lab.title} ({week.lab.minutes} minutes, `tutor labs start {week.lab.id}`)")
    if week.exam:
        kind = "full exam" if week.exam.full else "short exam"
        say(f"  {kind}: {week.exam.items} items, {week.exam.minutes:.0f} minutes")
    say(f"  {week.hours.words}")
    if week.note:
        say(f"  {week.note}")


def _say_task(task: "FocusTask") -> None:
    say(f"  {task.task} {task.title}: {counted(task.practice_items, 'item')} ({task.reason})")
    for section in task.sections[:_SECTIONS]:
        say(f"      {section.document}, {section.heading}")
    if len(task.sections) > _SECTIONS:
        say(f"      and {counted(len(task.sections) - _SECTIONS, 'more section')}")
