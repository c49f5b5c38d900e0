"""`tutor explain` and `tutor report`."""

from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import TutorError
from tutor.commands import Format, FormatOption, say, say_json, settings_of

if TYPE_CHECKING:
    from tutor.answering.types import Citation
    from tutor.practice.explaining.explain_types import ExplainedSentence, Explanation
    from tutor.practice.types import PracticeItem

__all__ = ["register"]

_FOLLOW_UPS = 3
_QUOTE_CHARS = 200

CourseOption = typer.Option("--course", metavar="ID", help="The course; the settings' own if left out.")
ItemOption = typer.Option("--item", metavar="ID", help="The item that was answered.")
ChosenOption = typer.Option("--chosen", metavar="A,C", help="What was chosen, as letters or numbers from 1.")
EveryOption = typer.Option("--every-option", help="Explain the options that were not chosen too.")


def register(app: typer.Typer) -> None:
    """Add both commands to `app`."""
    app.command()(explain)
    app.command()(report)


def explain(
    context: typer.Context,
    item: Annotated[str, ItemOption],
    chosen: Annotated[str, ChosenOption] = "",
    course: Annotated[str | None, CourseOption] = None,
    every_option: Annotated[bool, EveryOption] = False,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Explain an answer: why the key is right, why the chosen option is not, each sentence cited."""
    from tutor.practice.choices import read_choice
    from tutor.practice.explaining.explain import explain as explained
    from tutor.practice.explaining.explain_json import explanation_to_json
    from tutor.practice.explaining.explain_sources import explainer_for
    from tutor.practice.find_item import find_item

    settings = settings_of(context)
    found = find_item(settings, item, course)
    places = read_choice(found, chosen)
    tools = explainer_for(settings, course)
    explanation = explained(found, places, tools, every_option=every_option)
    follow_ups = _follow_ups(context, explanation, course)
    if form is Format.JSON:
        say_json(explanation_to_json(explanation, follow_ups))
    else:
        _say_explanation(found, explanation, follow_ups)


def report(
    context: typer.Context,
    item: Annotated[str, typer.Argument(metavar="ID", help="The item.")],
    reason: Annotated[str, typer.Argument(metavar="REASON", help="What is wrong with it.")],
    course: Annotated[str | None, CourseOption] = None,
) -> None:
    """Report a bad item: it is not asked again, and kept for review."""
    from tutor.learner.items import ItemStore
    from tutor.learner.learners import learner_database
    from tutor.practice.find_item import find_item

    settings = settings_of(context)
    found = find_item(settings, item, course)
    said = " ".join(reason.split())
    if not said:
        raise TutorError(f"The report of {found.id} has no reason. Say in a few words what is wrong.")
    ItemStore(learner_database(settings)).report(found.id, said)
    say(f"{found.id} is withdrawn and kept for review: {said}")


def _follow_ups(
    context: typer.Context, explanation: "Explanation", course: str | None
) -> "tuple[PracticeItem, ...]":
    from tutor.practice.explaining.contrast import follow_up_rank
    from tutor.practice.find_item import known_items

    if explanation.follow_up is None:
        return ()
    items = known_items(settings_of(context), course)
    return follow_up_rank(items, explanation.follow_up)[:_FOLLOW_UPS]


def _say_explanation(
    item: "PracticeItem", explanation: "Explanation", follow_ups: "tuple[PracticeItem, ...]"
) -> None:
    say(item.stem)
    for option in (*explanation.right, *explanation.wrong):
        say("\n" + "\n".join(_marked(sentence) for sentence in option.sentences))
    if explanation.contrast:
        say("\n" + "\n".join(_marked(sentence) for sentence in explanation.contrast.sentences))
    if explanation.concept:
        say(f"\nTo remember: {_marked(explanation.concept)}")
    for citation in explanation.citations:
        say(_place(citation))
    if follow_ups:
        say(f"\nOn the same confusion: {', '.join(each.id for each in follow_ups)}")


def _marked(sentence: "ExplainedSentence") -> str:
    return sentence.text + "".join(f" [{n}]" for n in sentence.citations)


def _place(citation: "Citation") -> str:
    quote = " ".join(citation.quote.split())
    shown = quote if len(quote) <= _QUOTE_CHARS else quote[: _QUOTE_CHARS - 1] + "…"
    return f"\n[{citation.n}] {citation.document}, page {citation.page}, {citation.heading}\n    “{shown}”"
