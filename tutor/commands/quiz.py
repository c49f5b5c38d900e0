"""`tutor quiz`: fresh practice items on the terminal or as JSON."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tutor.commands import Format, FormatOption, say, say_json, settings_of
from tutor.letters import LETTERS
from tutor.practice.types import Difficulty, ItemKind, Origin

if TYPE_CHECKING:
    from tutor.config import Settings
    from tutor.practice.generate import ItemMaker, QuizRequest, Rates
    from tutor.practice.types import PracticeItem

__all__ = ["register"]

_QUOTE_CHARS = 160

DomainOption = typer.Option(
    "--domain", metavar="N", min=0, help="Only this domain; all by their weights else."
)
TaskOption = typer.Option("--task", metavar="N.N", help="Only this task statement.")
KindOption = typer.Option("--kind", help="mc: one right answer; mr: two or three. Both if left out.")
CountOption = typer.Option("--count", min=1, max=1000, help="How many items.")
DifficultyOption = typer.Option("--difficulty", help="How near the wrong options are to the right one.")
OriginOption = typer.Option(
    "--origin",
    help="table, passage (with the language model) or bank; may be repeated. From tables if left out.",
)
CourseOption = typer.Option("--course", metavar="ID", help="The course; the settings' own if left out.")
SeedOption = typer.Option("--seed", min=0, help="The same items for the same number; fresh ones if left out.")
IndexOption = typer.Option("--index", metavar="DIR", help="Make them from the index in this folder instead.")


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(quiz)


def quiz(
    context: typer.Context,
    domain: Annotated[int | None, DomainOption] = None,
    task: Annotated[str | None, TaskOption] = None,
    kind: Annotated[ItemKind | None, KindOption] = None,
    count: Annotated[int, CountOption] = 10,
    difficulty: Annotated[Difficulty | None, DifficultyOption] = None,
    origin: Annotated[list[Origin] | None, OriginOption] = None,
    course: Annotated[str | None, CourseOption] = None,
    seed: Annotated[int | None, SeedOption] = None,
    index: Annotated[Path | None, IndexOption] = None,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Make practice items from the sources, each proved and cited, and keep them for `tutor explain`."""
    from tutor.practice.generate import QuizRequest
    from tutor.practice.json_form import items_to_json

    settings = settings_of(context)
    origins = tuple(dict.fromkeys(origin or [Origin.TABLE]))
    request = QuizRequest(course or settings.course, domain, task, kind, count, difficulty, seed, origins)
    maker = _maker(settings, course, index)
    made = []
    for item in _kept(settings, maker, request):
        made.append(item)
        if form is Format.TEXT:
            _say_item(len(made), item)
    if form is Format.JSON:
        say_json(items_to_json(made, maker.rates.as_json()))
    else:
        _say_end(made, request, maker.rates)


def _maker(settings: "Settings", course: str | None, index: Path | None) -> "ItemMaker":
    from tutor.practice.making import item_maker, item_maker_at

    return item_maker_at(settings, index) if index is not None else item_maker(settings, course)


def _kept(settings: "Settings", maker: "ItemMaker", request: "QuizRequest") -> Iterator["PracticeItem"]:
    """The items one by one, each stored before it is shown: `tutor explain` finds them by their id."""
    from tutor.learner.items import ItemStore
    from tutor.learner.learners import learner_database

    items = maker.items(request)
    store = ItemStore(learner_database(settings))
    for item in items:
        if item.origin is not Origin.BANK:
            store.add(request.course, [item])
        yield item


def _say_item(number: int, item: "PracticeItem") -> None:
    place = f"task {item.task}, " if item.task else ""
    say(f"{number}. [{item.id}] {place}{item.difficulty.value}\n{item.stem}\n")
    for letter, option in zip(LETTERS, item.options, strict=False):
        say(f"   {letter}. {option}")
    key = ", ".join(LETTERS[position] for position in item.key)
    say(f"\n   Answer: {key}")
    for letter, rationale in zip(LETTERS, item.rationales, strict=False):
        say(f"   {letter}. {rationale}")
    quote = " ".join(item.sources[0].quote.split())
    shown = quote if len(quote) <= _QUOTE_CHARS else quote[: _QUOTE_CHARS - 1] + "…"
    source = item.sources[0]
    say(f"   Source: {source.document}, page {source.page}, {source.heading}\n   “{shown}”\n")


def _say_end(made: list["PracticeItem"], request: "QuizRequest", rates: "Rates") -> None:
    if len(made) < request.count:
        say(f"Only {len(made)} of {request.count} items could be made; widen the choice, or add material.")
    if rates.proposed:
        passed = f"{rates.accepted} of {rates.proposed} proposals passed every check"
        say(f"{passed} ({rates.repaired} after a repair), {rates.seconds_per_item:.1f} s an item.")
    if made:
        say(f"`tutor explain --item {made[0].id} --chosen A` explains an answer.")
