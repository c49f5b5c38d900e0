"""Weights on disk: where they stand, whether they are what the catalogue says, what is left of a fetch.

A digest over a gigabyte takes seconds, so a stamp beside the files keeps the size, the time of change and
the digest that was computed; while size and time stand still the digest is not computed again.
"""

import contextlib
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile

from tutor.models.catalogue import Model
from tutor.models.types import ModelFile

__all__ = ["ModelState", "ModelStore", "file_sha256"]

STAMP_NAME = "verified.json"
PARTIAL_NAME = ".partial"


class ModelState(StrEnum):
    """What the store holds of a model."""

    MISSING = "missing"
    PARTIAL = "partly fetched"
    DAMAGED = "damaged"
    VERIFIED = "verified"


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, 64 hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class ModelStore:
    """The folder `models` of the tutor's home: one folder a model."""

    root: Path

    def folder(self, model: Model) -> Path:
        """The model's own folder, there or not."""
        return self.root / model.name

    def partial(self, model: Model) -> Path:
        """Where a fetch writes until a file is whole and verified."""
        return self.folder(model) / PARTIAL_NAME

    def path(self, model: Model) -> Path:
        """What a library is given to load: the file of a one-file model, else the folder."""
        folder = self.folder(model)
        return model.files[0].below(folder) if len(model.files) == 1 else folder

    def state(self, model: Model) -> ModelState:
        """What is there of the model. Digests are computed only for files whose stamp is stale."""
        folder = self.folder(model)
        if not self.wanting(model):
            return ModelState.VERIFIED
        if any(file.below(folder).exists() for file in model.files):
            return ModelState.DAMAGED
        return ModelState.PARTIAL if self.partial(model).exists() else ModelState.MISSING

    def wanting(self, model: Model) -> tuple[ModelFile, ...]:
        """The files that are missing or not what the catalogue says, in its order."""
        return tuple(file for file in model.files if not self._is_verified(model, file))

    def recheck(self, model: Model) -> tuple[str, ...]:
        """The faults of a model after its digests were computed anew; empty when it is whole."""
        folder = self.folder(model)
        self._write_stamps(model, {})
        faults = []
        for file in model.files:
            path = file.below(folder)
            if not path.exists():
                faults.append(f"{path} is missing")
            elif not self._is_verified(model, file):
                faults.append(
                    f"{path} has {path.stat().st_size} bytes or a SHA-256 that the catalogue does not know"
                )
        return tuple(faults)

    def place(self, model: Model, file: ModelFile) -> bool:
        """Move a whole file from the partial folder into place; False, and it is gone, if it is not right.

        A file that is still too short stays for the next try, and False comes back.
        """
        source = file.below(self.partial(model))
        if not source.exists() or source.stat().st_size < file.size_bytes:
            return False
        if file_sha256(source) != file.sha256:
            source.unlink()
            return False
        target = file.below(self.folder(model))
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
        self._stamp(model, file)
        return True

    def _is_verified(self, model: Model, file: ModelFile) -> bool:
        path = file.below(self.folder(model))
        if not path.is_file() or path.stat().st_size != file.size_bytes:
            return False
        stamp = self._stamps(model).get(file.name)
        if stamp == _stamp_of(path, file.sha256):
            return True
        if file_sha256(path) != file.sha256:
            return False
        with contextlib.suppress(OSError):  # a store that others own may be read-only, and still serves
            self._stamp(model, file)
        return True

    def _stamps(self, model: Model) -> dict[str, object]:
        try:
            stamps = json.loads((self.folder(model) / STAMP_NAME).read_text(encoding="utf-8"))
        except (OSError, ValueError):  # no stamp, or a damaged one: the digest is computed
            return {}
        return stamps if isinstance(stamps, dict) else {}

    def _stamp(self, model: Model, file: ModelFile) -> None:
        path = file.below(self.folder(model))
        self._write_stamps(model, self._stamps(model) | {file.name: _stamp_of(path, file.sha256)})

    def _write_stamps(self, model: Model, stamps: dict[str, object]) -> None:
        folder = self.folder(model)
        if not folder.exists():
            return
        with NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as out:
            json.dump(stamps, out, indent=1)
        Path(out.name).replace(folder / STAMP_NAME)


def _stamp_of(path: Path, sha256: str) -> dict[str, object]:
    found = path.stat()
    return {"size_bytes": found.st_size, "changed_ns": found.st_mtime_ns, "sha256": sha256}
