"""The values and protocols that catalogue, sources and store share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ingest.errors import TutorError

__all__ = ["ModelError", "ModelFile", "NoProgress", "Progress", "SourceFailedError"]


class ModelError(TutorError):
    """Weights are missing, damaged or cannot be had; the message says where to put them or what to run."""


class SourceFailedError(ModelError):
    """One source did not deliver; the next one is tried, and the message ends up in a list of reasons."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model; `name` is its path inside the model's folder, with `/`."""

    name: str
    size_bytes: int
    sha256: str

    def below(self, folder: Path) -> Path:
        """Where the file stands when `folder` is the model's."""
        return folder.joinpath(*self.name.split("/"))


class Progress(Protocol):
    """What a fetch tells the one who waits for it; handed in by the command line or the page."""

    def begin(self, label: str, total_bytes: int, done_bytes: int) -> None:
        """A model's fetch begins, `done_bytes` of `total_bytes` being there already."""

    def advance(self, count_bytes: int) -> None:
        """So many more bytes are there; negative when bytes had to be thrown away."""

    def note(self, text: str) -> None:
        """Something worth knowing in one sentence: which source is tried, why one was passed over."""

    def end(self) -> None:
        """The fetch that began last has ended, well or not."""


class NoProgress:
    """A `Progress` that says nothing."""

    def begin(self, label: str, total_bytes: int, done_bytes: int) -> None:
        """Nothing."""

    def advance(self, count_bytes: int) -> None:
        """Nothing."""

    def note(self, text: str) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""
