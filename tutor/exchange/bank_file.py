"""Questions of a file -> a new file of a course's bank, in the form that the bank asks for."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tutor.exchange.drafts import content_id
from tutor.exchange.json_bank import write_json_lines
from tutor.exchange.types import ExchangeError, FileContent
from tutor.practice.bank import read_bank
from tutor.practice.types import PracticeItem
from tutor.workspace import Workspace

__all__ = ["BankAddition", "add_to_bank"]


@dataclass(frozen=True, slots=True)
class BankAddition:
    """What was written and where, and why other questions were not."""

    path: Path
    items: tuple[PracticeItem, ...]
    faults: tuple[str, ...]


def add_to_bank(
    workspace: Workspace, bank: Collection[PracticeItem], content: FileContent, name: str
) -> BankAddition:
    """The questions that meet the bank's rules, in `questions/imported-<name>.jsonl` of the course.

    Raises:
        ExchangeError: The course has no folder of its own, the file is there already, nothing meets the
            rules, or the disk refuses.
    """
    if workspace.course is None:
        raise ExchangeError(
            f"{workspace.id} has no course.toml, so it has no bank. Import without --to bank to practise."
        )
    plain = "".join(each if each.isalnum() else "-" for each in name.lower()).strip("-") or "bank"
    path = workspace.course.directory / "questions" / f"imported-{plain}.jsonl"
    if path.exists():
        raise ExchangeError(f"{path} is there already. Rename the file that you import, or remove that one.")
    known, ids = {content_id(item) for item in bank}, {item.id for item in bank}
    good: list[PracticeItem] = []
    faults: list[str] = []
    for item in content.items:
        if content_id(item) in known:
            faults.append(f"{item.id}: the bank has this question already.")
            continue
        named = replace(item, id=content_id(item)) if item.id in ids else item
        found = _faults(named)
        good += [] if found else [named]
        faults += [f"{item.id}: {fault}" for fault in found]
    if not good:
        raise ExchangeError("\n".join(("No question meets the rules of the bank.", *faults[:20])))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write_json_lines(good), encoding="utf-8")
    except OSError as error:
        raise ExchangeError(f"{path} cannot be written ({error.strerror}). Check its folder.") from error
    return BankAddition(path, tuple(good), tuple(faults))


def _faults(item: PracticeItem) -> tuple[str, ...]:
    """What the reader of the bank says of the question."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "one.jsonl"
        path.write_text(write_json_lines((item,)), encoding="utf-8")
        return tuple(fault.partition(": ")[2] for fault in read_bank(path).faults)
