"""`tutor ask` and `tutor search`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tutor.commands import Format, FormatOption, say, say_json, settings_of

if TYPE_CHECKING:
    from ingest.index import Selection
    from tutor.answering.retrieval import Passage, Retriever
    from tutor.answering.types import Answer, Citation
    from tutor.config import Settings

__all__ = ["EXIT_REFUSED", "register"]

EXIT_REFUSED = 3
_QUOTE_CHARS = 200

CourseOption = typer.Option("--course", metavar="ID", help="The course; the settings' own if left out.")
IndexOption = typer.Option("--index", metavar="DIR", help="Ask the index in this folder instead.")
TaskOption = typer.Option(
    "--task", metavar="N.N", help="Only passages of this task statement; may be repeated."
)
DocumentOption = typer.Option("--document", metavar="NAME", help="Only this document; may be repeated.")


def register(app: typer.Typer) -> None:
    """Add both commands to `app`."""
    app.command()(ask)
    app.command()(search)


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question.")],
    course: Annotated[str | None, CourseOption] = None,
    index: Annotated[Path | None, IndexOption] = None,
    task: Annotated[list[str] | None, TaskOption] = None,
    document: Annotated[list[str] | None, DocumentOption] = None,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Answer a question from the sources, each sentence cited; exit code 3 when they do not answer it."""
    from tutor.answering.json_form import answer_to_json
    from tutor.answering.types import Question
    from tutor.tutoring import answer_chain

    settings = settings_of(context)
    retriever, title = _retriever(settings, course, index)
    chain = answer_chain(settings, retriever, title)
    answer = chain.invoke(Question(question, selection=_selection(task, document)))
    if form is Format.JSON:
        say_json(answer_to_json(answer))
    else:
        _say_answer(answer, settings.show_withheld)
    if answer.refused:
        raise typer.Exit(EXIT_REFUSED)


def search(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="What to look for.")],
    course: Annotated[str | None, CourseOption] = None,
    index: Annotated[Path | None, IndexOption] = None,
    task: Annotated[list[str] | None, TaskOption] = None,
    document: Annotated[list[str] | None, DocumentOption] = None,
    count: Annotated[int, typer.Option("--count", min=1, max=100, help="How many passages at most.")] = 8,
    form: Annotated[Format, FormatOption] = Format.TEXT,
) -> None:
    """Find the passages that speak of a question, best first, without a language model."""
    from tutor.answering.json_form import passages_to_json

    retriever, _ = _retriever(settings_of(context), course, index)
    passages = retriever.search(question, count, _selection(task, document))
    if form is Format.JSON:
        say_json({"passages": passages_to_json(passages)})
        return
    for rank, passage in enumerate(passages, start=1):
        say(f"{rank}. {_place(passage)} ({passage.score:.2f})\n{passage.chunk.text}\n")
    if not passages:
        say("No passage shares a word or a meaning with this.")


def _retriever(settings: "Settings", course: str | None, index: Path | None) -> "tuple[Retriever, str]":
    """The retriever, and what its sources are called."""
    from tutor.tutoring import retriever_at, retriever_for
    from tutor.workspace import open_workspace

    if index is not None:
        return retriever_at(settings, index), index.name
    return retriever_for(settings, course), open_workspace(settings, course).title


def _selection(tasks: list[str] | None, documents: list[str] | None) -> "Selection":
    from ingest.index import Selection

    return replace(Selection(), tasks=frozenset(tasks or ()), documents=frozenset(documents or ()))


def _say_answer(answer: "Answer", show_withheld: bool) -> None:
    say(answer.text)
    if answer.choice is not None and not answer.refused:
        say(f"\n{answer.choice.note}")
    for conflict in answer.conflicts:
        sides = " / ".join(f"{v} [{n}]" for v, n in zip(conflict.values, conflict.citations, strict=True))
        say(f"\nThe sources disagree: {sides}")
    if answer.withheld and not answer.refused:
        say(f"\n{len(answer.withheld)} sentence(s) withheld: no source supports them.")
    for sentence in answer.withheld if show_withheld else ():
        say(f"  withheld ({sentence.reason}): {sentence.text}")
    for citation in answer.citations:
        say(f"\n[{citation.n}] {_quoted(citation)}")
    if answer.refusal is not None and answer.refusal.nearest is not None:
        say(f"\nWhat comes nearest: {_quoted(answer.refusal.nearest)}")
    if answer.refused and answer.passages:
        say("\nNearest passages:")
        for passage in answer.passages[:3]:
            say(f"  - {_place(passage)}")


def _quoted(citation: "Citation") -> str:
    quote = " ".join(citation.quote.split())
    shown = quote if len(quote) <= _QUOTE_CHARS else quote[: _QUOTE_CHARS - 1] + "…"
    return f"{citation.document}, page {citation.page}, {citation.heading}\n    “{shown}”"


def _place(passage: "Passage") -> str:
    chunk = passage.chunk
    return f"{chunk.document}, page {chunk.page}" + (f", {chunk.heading}" if chunk.headings else "")
