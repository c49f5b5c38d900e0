"""A learner's copy of a lab: a folder with lab.py, made at the start, put aside at a reset, never deleted.

<learner's home>/labs/<course>/<lab>/            lab.py, lab_data.py, .lab.json
<learner's home>/labs/<course>/<lab>.<moment>/   what an earlier attempt left
"""

import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tutor.labs.types import Lab, LabError

__all__ = ["LabCopy", "find_copy", "reset_copy", "start_copy"]

_STATE = ".lab.json"
_FILE = "lab.py"


@dataclass(frozen=True, slots=True)
class LabCopy:
    """A lab that was started."""

    lab_id: str
    folder: Path
    started_at: datetime

    @property
    def file(self) -> Path:
        """The file that the learner works in."""
        return self.folder / _FILE

    @property
    def session(self) -> str:
        """What the attempts of this copy bear; a reset begins another one."""
        return f"lab:{self.lab_id}:{self.started_at.isoformat()}"

    @property
    def code(self) -> str:
        """The learner's code as it stands. Raises LabError when the file is gone or no text."""
        try:
            return self.file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise LabError(
                f"{self.file} cannot be read ({error}). Put it back, or run `tutor labs reset {self.lab_id}`."
            ) from error

    def save(self, code: str) -> None:
        """Write the code, at once or not at all."""
        _write(self.file, code)

    def counted(self) -> dict[str, str]:
        """For each step, the version of the code whose failure was counted last."""
        known = _state(self.folder).get("counted", {})
        return {str(step): str(version) for step, version in known.items()} if isinstance(known, dict) else {}

    def count(self, versions: dict[str, str]) -> None:
        """Remember these versions for their steps."""
        state = _state(self.folder) | {"counted": self.counted() | versions}
        _write(self.folder / _STATE, json.dumps(state))


def find_copy(root: Path, lab: Lab) -> LabCopy | None:
    """The learner's copy below `root` (labs/<course> of their home), or None when the lab was not started."""
    folder = root / lab.id
    if not (folder / _STATE).is_file():
        return None
    try:
        started_at = datetime.fromisoformat(str(_state(folder)["started_at"]))
    except (KeyError, ValueError):  # the state is gone, the learner's code is not
        started_at = datetime.fromtimestamp((folder / _STATE).stat().st_mtime, UTC)
    return LabCopy(lab.id, folder, started_at)


def start_copy(root: Path, lab: Lab, now: datetime) -> LabCopy:
    """The learner's copy, made now unless there is one. Raises LabError when it cannot be made."""
    if found := find_copy(root, lab):
        return found
    folder = root / lab.id
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=root, prefix=".new-") as new:
            made = Path(new) / lab.id
            made.mkdir()
            shutil.copyfile(lab.starter, made / _FILE)
            for extra in lab.directory.glob("lab_data.py"):
                shutil.copyfile(extra, made / extra.name)
            _write(made / _STATE, json.dumps({"started_at": now.isoformat()}))
            if folder.exists():  # something without a state, e.g. from another program
                folder.rename(_free_name(folder, now))
            made.rename(folder)
    except OSError as error:
        raise LabError(f"The lab {lab.id} cannot be started in {root} ({error}). Check the disk.") from error
    return LabCopy(lab.id, folder, now)


def reset_copy(root: Path, lab: Lab, now: datetime) -> Path:
    """Put the learner's copy aside and start another; where the old one lies now.

    Raises LabError when the lab was not started, or its folder cannot be moved.
    """
    found = find_copy(root, lab)
    if found is None:
        raise LabError(f"The lab {lab.id} was not started. Run `tutor labs start {lab.id}`.")
    aside = _free_name(found.folder, now)
    try:
        found.folder.rename(aside)
    except OSError as error:
        raise LabError(f"{found.folder} cannot be put aside ({error}); nothing was changed.") from error
    start_copy(root, lab, now)
    return aside


def _free_name(folder: Path, now: datetime) -> Path:
    """A name beside the folder that nothing has; a dot cannot stand in a lab's id."""
    stem = f"{folder.name}.{now:%Y-%m-%dT%H-%M-%S}"
    names = [folder.with_name(stem), *(folder.with_name(f"{stem}.{n}") for n in range(2, 1000))]
    return next(name for name in names if not name.exists())


def _state(folder: Path) -> dict[str, Any]:
    try:
        tree = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return tree if isinstance(tree, dict) else {}


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
