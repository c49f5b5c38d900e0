"""The figures of earlier runs, one line each, so that a report can say what has changed.

Beside them stands the last whole result of each suite, `last/<suite>.json`, which the Quality page shows.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from evals.floors import read_floors
from evals.result import SuiteResult

__all__ = ["last_figures", "remember"]

_FILE = "history.jsonl"


def last_figures(folder: Path, results: Sequence[SuiteResult]) -> dict[str, dict[str, Any]]:
    """By suite the figures of the last remembered run with the same model over as many cases."""
    found: dict[str, dict[str, Any]] = {}
    wanted = {result.suite: _kind(result) for result in results}
    path = folder / _FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for line in lines:
        run = json.loads(line)
        if wanted.get(run["suite"]) == run["kind"]:
            found[run["suite"]] = run["metrics"]
    return found


def remember(folder: Path, results: Sequence[SuiteResult], now: datetime) -> None:
    """Add a line for each result, and keep the whole of it as the suite's last; `now` is aware."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _FILE).open("a", encoding="utf-8") as file:
        for result in results:
            tree = result.json()
            run = {
                "measured_at": now.isoformat(),
                "suite": result.suite,
                "kind": _kind(result),
                "settings": tree["settings"],
                "metrics": tree["metrics"],
            }
            file.write(json.dumps(run, ensure_ascii=False) + "\n")
            _keep_whole(folder / "last" / f"{result.suite}.json", tree, result.suite, now)


def _keep_whole(path: Path, tree: dict[str, Any], suite: str, now: datetime) -> None:
    floors = {name: asdict(floor) for name, floor in read_floors(suite).items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    kept = {**tree, "measured_at": now.isoformat(), "floors": floors}
    temporary.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    temporary.replace(path)


def _kind(result: SuiteResult) -> list[Any]:
    """What has to be equal for two runs to be set side by side."""
    return [result.settings.get("llm", ""), len(result.cases)]
