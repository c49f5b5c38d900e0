"""Runs a system over cases, one row for each, and keeps the rows: a run that was cut off goes on.

A row is a plain JSON object. Its key is the case and everything that the system's `key` says (settings,
index, model, code), so nothing stale is ever read. Knows nothing of what is computed.
"""

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from evals.bench import digest
from evals.cases import ClaimCase, ItemCase, QuestionCase, case_key

__all__ = ["Progress", "Row", "System", "no_progress", "rows_of"]

Row = dict[str, Any]
Case = TypeVar("Case", QuestionCase, ItemCase, ClaimCase)


class Progress(Protocol):
    """Told how far a run is."""

    def __call__(self, label: str, done: int, total: int, seconds_left: float) -> None: ...


def no_progress(label: str, done: int, total: int, seconds_left: float) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class System(Generic[Case]):
    """Something that makes a row from a case. Equal `key`s promise equal rows."""

    name: str
    key: Mapping[str, Any]
    compute: Callable[[Case], Row]


def rows_of(
    system: System[Case], cases: Sequence[Case], folder: Path, progress: Progress = no_progress
) -> list[Row]:
    """One row for each case in order; those that stand in `folder` already are not computed again."""
    name = digest([system.name, json.dumps(system.key, sort_keys=True, default=str)])
    path = folder / "rows" / f"{system.name}-{name}.jsonl"
    known = _read(path)
    missing = [case for case in cases if case_key(case) not in known]
    started = time.perf_counter()
    path.parent.mkdir(parents=True, exist_ok=True)
    _end_last_line(path)
    with path.open("a", encoding="utf-8") as file:
        for done, case in enumerate(missing, start=1):
            row = system.compute(case)
            known[case_key(case)] = row
            file.write(json.dumps({"key": case_key(case), "row": row}, ensure_ascii=False) + "\n")
            file.flush()
            left = (time.perf_counter() - started) / done * (len(missing) - done)
            progress(system.name, done, len(missing), left)
        os.fsync(file.fileno())
    return [known[case_key(case)] for case in cases]


def _end_last_line(path: Path) -> None:
    """Put a line's end after what a kill left, so that the next row has a line of its own."""
    if path.exists() and (whole := path.read_bytes()) and not whole.endswith(b"\n"):
        with path.open("ab") as file:
            file.write(b"\n")


def _read(path: Path) -> dict[str, Row]:
    """The rows by key; a last line that was cut off by a kill is passed over."""
    rows: dict[str, Row] = {}
    if not path.exists():
        return rows
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            kept = json.loads(line)
        except json.JSONDecodeError:
            continue
        rows[kept["key"]] = kept["row"]
    return rows
