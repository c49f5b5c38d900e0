"""`tutor models list | fetch | verify | path`."""

from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Self

import typer

from tutor.commands import Format, FormatOption, say, say_json, settings_of
from tutor.config import Settings

if TYPE_CHECKING:
    from rich.progress import TaskID

    from tutor.models import Model

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="The weights the tutor uses: fetched once, checked by SHA-256.")

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help="Names from `tutor models list`.")
]
FormatChoice = Annotated[Format, FormatOption]


class BarProgress:
    """A `tutor.models.Progress` that draws a bar with bytes, rate and time on stderr; use it in a `with`."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )

        columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        # a bar is for people: into a file or a pipe go the notes alone
        self._bar = Progress("{task.description}", *columns, console=Console(stderr=True), transient=True)
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if self._bar.console.is_terminal:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begin(self, label: str, total_bytes: int, done_bytes: int) -> None:
        """A bar for one model."""
        self._task = self._bar.add_task(label, total=total_bytes, completed=done_bytes)

    def advance(self, count_bytes: int) -> None:
        """Move the bar."""
        if self._task is not None:
            self._bar.advance(self._task, count_bytes)

    def note(self, text: str) -> None:
        """A line above the bar."""
        self._bar.console.print(text, highlight=False, markup=False, soft_wrap=True)

    def end(self) -> None:
        """Take the bar away."""
        if self._task is not None:
            self._bar.remove_task(self._task)
            self._task = None


def _asked(names: list[str] | None, settings: Settings) -> "tuple[Model, ...]":
    """The named models; without names the ones that the settings use."""
    from tutor.models import find_model, named_models

    if names:
        return named_models(tuple(names))
    used = (find_model(settings.embedder), find_model(settings.llm))
    return tuple(model for model in used if model is not None)


@app.command("list")
def list_models(context: typer.Context, form: FormatChoice = Format.TEXT) -> None:
    """Show every model of the catalogue: size, licence, whether it is here."""
    from tutor.models import CATALOGUE, model_store

    settings = settings_of(context)
    store = model_store(settings)
    used = {model.name for model in _asked(None, settings)}
    rows = [
        {
            "name": model.name,
            "kind": model.kind.value,
            "state": store.state(model).value,
            "used": model.name in used,
            "size_bytes": model.size_bytes,
            "licence": model.licence,
            "description": model.description,
            "path": str(store.path(model)),
            "sources": [source.label for source in model.sources],
        }
        for model in CATALOGUE
    ]
    if form is Format.JSON:
        say_json({"models": rows})
        return
    for model, row in zip(CATALOGUE, rows, strict=True):
        mark = "*" if row["used"] else " "
        size = f"{model.size_bytes / 1e6:,.0f} MB"
        say(
            f"{mark} {model.name:<20} {model.kind.value:<9} {size:>9}  {row['state']:<13} {model.description}"
        )
    say("\n* used by the settings in force")


@app.command()
def fetch(context: typer.Context, names: Names = None, form: FormatChoice = Format.TEXT) -> None:
    """Fetch models that are not here yet, and check them; without names, the ones the settings use."""
    from tutor.models import FetchSession, fetch_model, model_store

    settings = settings_of(context)
    store, asked = model_store(settings), _asked(names, settings)
    with BarProgress() as progress:
        session = FetchSession(hub_url=settings.hub_url, progress=progress)
        try:
            paths = {model.name: str(fetch_model(model, store, session)) for model in asked}
        finally:
            session.close()
    if form is Format.JSON:
        say_json({"paths": paths})
        return
    for name, path in paths.items():
        say(f"{name}: {path}")


@app.command()
def verify(context: typer.Context, names: Names = None, form: FormatChoice = Format.TEXT) -> None:
    """Compute every SHA-256 again; exit code 1 when a model is damaged or missing."""
    from tutor.models import model_store

    settings = settings_of(context)
    store = model_store(settings)
    faults = {model.name: list(store.recheck(model)) for model in _asked(names, settings)}
    if form is Format.JSON:
        say_json(
            {
                "models": [
                    {"name": name, "verified": not found, "faults": found} for name, found in faults.items()
                ]
            }
        )
    else:
        for name, found in faults.items():
            say(f"{name}: {'verified' if not found else '; '.join(found)}")
    if any(faults.values()):
        damaged = " ".join(name for name, found in faults.items() if found)
        typer.echo(f"Run `tutor models fetch {damaged}`.", err=True)
        raise typer.Exit(1)


@app.command()
def path(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A name from `tutor models list`.")],
    form: FormatChoice = Format.TEXT,
) -> None:
    """Print where a verified model stands: a GGUF file, or an embedder's folder."""
    from tutor.models import model_path

    found = str(model_path(name, settings_of(context)))
    if form is Format.JSON:
        say_json({"name": name, "path": found})
    else:
        say(found)
