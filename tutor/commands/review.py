"""`tutor review`, `tutor review show`, `tutor review grade` and `tutor review undo`."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tutor.commands import Format, FormatOption, say, say_json, settings_of

if TYPE_CHECKING:
    from datetime import date

    from tutor.config import Settings
    from tutor.learner.database import Database
    from tutor.learner.review_day import ReviewDay
    from tutor.learner.reviews import ReviewStore
    from tutor.learner.types import Card, ReviewLog

__all__ = ["app"]

_FRONT_CHARS = 90

CourseOption = typer.Option("--course", metavar="ID", help="The course; the settings' own if left out.")
CardArgument = typer.Argument(metavar="CARD", help="The card's id, as `tutor review` shows it.")

app = typer.Typer(help="Flashcards that come back when you are about to forget them.")


@app.callback(invoke_without_command=True)
def review(
    context: typer.Context,
    course: Annotated[str | None, CourseOption] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="How many cards to list at most.")] = 20,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """List the cards that are due today, and how many are left; or show, grade or take back one."""
    from tutor.learner.learners import learner_database
    from tutor.learner.review_day import review_day
    from tutor.learner.reviews import ReviewStore

    if context.invoked_subcommand is not None:
        return
    settings = settings_of(context)
    chosen = course or settings.course
    database = learner_database(settings)
    store = ReviewStore(database)
    _keep_up(settings, chosen, store)
    now = datetime.now(UTC).astimezone()  # the day is the learner's own
    day = review_day(store, chosen, now, _exam_date(database, chosen))
    if form is Format.JSON:
        say_json(_day_tree(settings, chosen, store, day, limit) | {"exam_date": _exam(database, chosen)})
    else:
        _say_day(day, limit)


@app.command()
def show(
    context: typer.Context,
    card: Annotated[str, CardArgument],
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Show both sides of a card, and where it comes from."""
    from tutor.learner.learners import learner_database
    from tutor.learner.reviews import ReviewStore

    found = _card(ReviewStore(learner_database(settings_of(context))), card)
    if form is Format.JSON:
        say_json(_card_tree(found))
        return
    say(f"{found.front}\n\n{found.back}")
    if found.document:
        say(f"\n{found.document}, page {found.page}" + (f", {found.heading}" if found.heading else ""))


@app.command()
def grade(
    context: typer.Context,
    card: Annotated[str, CardArgument],
    value: Annotated[
        int, typer.Argument(metavar="GRADE", min=1, max=4, help="1 again, 2 hard, 3 good, 4 easy.")
    ],
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Grade how well you knew a card; it comes back accordingly."""
    from tutor.learner.learners import learner_database
    from tutor.learner.reviews import ReviewStore
    from tutor.learner.schedule import grade_card
    from tutor.learner.types import Grade

    database = learner_database(settings_of(context))
    store = ReviewStore(database)
    found = _card(store, card)
    before = store.states(found.course).get(card)
    exam_date = _exam_date(database, found.course)
    given = grade_card(before, card, Grade(value), datetime.now(UTC), exam_date)
    store.log(given)
    if form is Format.JSON:
        say_json(_log_tree(given))
    else:
        say(f"{card} comes back {_moment(given.after.due_at)}.")


@app.command()
def undo(
    context: typer.Context,
    course: Annotated[str | None, CourseOption] = None,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Take back the last grade; the card is as it was before."""
    from tutor.learner.learners import learner_database
    from tutor.learner.reviews import ReviewStore

    settings = settings_of(context)
    taken = ReviewStore(learner_database(settings)).undo_last(course or settings.course)
    if form is Format.JSON:
        say_json({"undone": _log_tree(taken) if taken else None})
    elif taken is None:
        say("There is no grade to take back.")
    else:
        say(f"Took back the grade {int(taken.grade)} of {taken.card_id}, given {_moment(taken.reviewed_at)}.")


def _keep_up(settings: "Settings", course: str, store: "ReviewStore") -> None:
    """Cards for what the index holds now; without an index those that are stored have to do."""
    from ingest.errors import IndexUnavailableError
    from tutor.learner.review_day import keep_cards_of
    from tutor.workspace import open_index, open_workspace

    try:
        pages = open_index(open_workspace(settings, course), settings).contents.pages
    except IndexUnavailableError:
        if not store.cards(course):
            raise
    else:
        keep_cards_of(store, course, pages)


def _exam_date(database: "Database", course: str) -> "date | None":
    from tutor.learner.journal import GoalStore

    goal = GoalStore(database).latest(course)
    return goal.exam_date if goal else None


def _exam(database: "Database", course: str) -> str | None:
    exam_date = _exam_date(database, course)
    return exam_date.isoformat() if exam_date else None


def _card(store: "ReviewStore", card_id: str) -> "Card":
    from tutor.learner.database import StoreError

    card = store.card(card_id)
    if card is None:
        raise StoreError(f"There is no card {card_id!r}. Run `tutor review` to see the cards that are due.")
    return card


def _day_tree(
    settings: "Settings", course: str, store: "ReviewStore", day: "ReviewDay", limit: int
) -> dict[str, Any]:
    states = store.states(course)
    due = [_card_tree(card) | {"due_at": states[card.id].due_at.isoformat()} for card in day.due[:limit]]
    new = [_card_tree(card) | {"due_at": None} for card in day.new[: limit - len(due)]]
    counts = {
        "due": len(day.due),
        "later_today": day.later_today,
        "new_today": len(day.new),
        "new_left": day.new_left,
        "graded_today": day.graded_today,
        "active": day.active,
        "set_aside": day.set_aside,
    }
    return {"course": course, "learner": settings.learner, "counts": counts, "due": due, "new": new}


def _card_tree(card: "Card") -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(card)


def _log_tree(log: "ReviewLog") -> dict[str, Any]:
    return {
        "card_id": log.card_id,
        "grade": int(log.grade),
        "reviewed_at": log.reviewed_at.isoformat(),
        "due_at": log.after.due_at.isoformat(),
        "interval_days": round((log.after.due_at - log.reviewed_at).total_seconds() / 86_400, 4),
    }


def _say_day(day: "ReviewDay", limit: int) -> None:
    say(
        f"{len(day.due)} due now, {day.later_today} more later today, {len(day.new)} new for today "
        f"({day.new_left} new left of {day.active} cards). {day.graded_today} graded today."
    )
    for card in (*day.due, *day.new)[:limit]:
        front = " ".join(card.front.split())
        shown = front if len(front) <= _FRONT_CHARS else f"{front[: _FRONT_CHARS - 1]}…"
        say(f"  {card.id}  {shown}")
    if day.due or day.new:
        say("See a card with `tutor review show CARD`, then grade it with `tutor review grade CARD 1-4`.")


def _moment(at: datetime) -> str:
    return at.astimezone().strftime("on %Y-%m-%d at %H:%M")
