"""Which weights the tutor uses, where they come from, that they are the right ones, and where they stand."""

from pathlib import Path

from tutor.config import Settings
from tutor.models.catalogue import CATALOGUE, Model, ModelKind, find_model
from tutor.models.fetch import fetch_model
from tutor.models.session import FetchSession, PipDownload, Source
from tutor.models.store import ModelState, ModelStore
from tutor.models.types import ModelError, ModelFile, NoProgress, Progress, SourceFailedError

__all__ = [
    "CATALOGUE",
    "FetchSession",
    "Model",
    "ModelError",
    "ModelFile",
    "ModelKind",
    "ModelState",
    "ModelStore",
    "NoProgress",
    "PipDownload",
    "Progress",
    "Source",
    "SourceFailedError",
    "embedder_location",
    "fetch_model",
    "find_model",
    "model_path",
    "model_store",
    "named_models",
]


def model_store(settings: Settings) -> ModelStore:
    """The store in the tutor's home."""
    return ModelStore(settings.home / "models")


def named_models(names: tuple[str, ...]) -> tuple[Model, ...]:
    """The catalogue's models of these names. Raises ModelError that lists every unknown one."""
    unknown = [name for name in names if find_model(name) is None]
    if unknown:
        known = ", ".join(model.name for model in CATALOGUE)
        raise ModelError(f"The catalogue has no {', '.join(unknown)}; it has {known}.")
    return tuple(model for name in names if (model := find_model(name)) is not None)


def model_path(name: str, settings: Settings) -> Path:
    """Where a model of the catalogue stands, verified: a GGUF file, or an embedder's folder.

    Raises ModelError with the command to run when it is unknown, missing or damaged.
    """
    (model,) = named_models((name,))
    store = model_store(settings)
    state = store.state(model)
    if state is not ModelState.VERIFIED:
        raise ModelError(
            f"The model {model.name} is {state.value} in {store.folder(model)}; "
            f"run `tutor models fetch {model.name}`."
        )
    return store.path(model)


def embedder_location(settings: Settings) -> str:
    """What sentence-transformers is to load: a folder of the store, a folder of yours, or a hub id.

    Raises ModelError when the catalogue knows the name and the store does not hold it.
    """
    if find_model(settings.embedder) is not None:
        return str(model_path(settings.embedder, settings))
    own = Path(settings.embedder).expanduser()
    return str(own) if own.is_dir() else settings.embedder
