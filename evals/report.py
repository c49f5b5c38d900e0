"""Results as Markdown. JSON is the result's own form; the page of one file is `report_html`."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.floors import FLOORS_FILE, Floor, read_floors
from evals.metrics import Figure
from evals.result import SuiteResult

__all__ = ["markdown", "shown_figure"]

_FAILURES = 10


def markdown(results: Sequence[SuiteResult], command: str, floors: Path = FLOORS_FILE) -> str:
    """All results with the command that made them: a table each, then the first failures."""
    parts = [f"Made with `{command}`. Each figure: value (95 % interval), n."]
    for result in results:
        parts += [
            f"## {result.suite}",
            _settings_line(result),
            _table(result, read_floors(result.suite, floors)),
        ]
        failures = [case for case in result.cases if case.get("passed") is False]
        if failures:
            parts.append(f"{len(failures)} of {len(result.cases)} cases failed; the first:")
            parts.append("\n".join(_failure(case) for case in failures[:_FAILURES]))
    return "\n\n".join(part for part in parts if part) + "\n"


def shown_figure(figure: Figure | Mapping[str, Any]) -> str:
    """e.g. "0.935 (0.900-0.965), n 210"; a dash when it is undefined."""
    values = figure.json() if isinstance(figure, Figure) else figure
    value = values["value"]
    if value is None or math.isnan(value):
        return "-"
    return f"{value:.3f} ({values['low']:.3f}-{values['high']:.3f}), n {values['n']}"


def _settings_line(result: SuiteResult) -> str:
    return "; ".join(f"{name}: {value}" for name, value in result.settings.items() if value not in ("", []))


def _table(result: SuiteResult, floors: Mapping[str, Floor]) -> str:
    others = list(result.compare)
    head = ["metric", "tutor", "floor", "aim", *others]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for name, figure in result.metrics.items():
        floor = floors.get(name)
        bound = f"{'≤' if floor.at_most else '≥'} {floor.value:g}" if floor else ""
        mark = " ✗" if floor and not math.isnan(figure.value) and floor.missed_by(figure) else ""
        aim = f"{floor.aim:g}" if floor and floor.aim is not None else ""
        cells = [name, shown_figure(figure) + mark, bound, aim]
        cells += [_other(result.compare[other].get(name)) for other in others]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _other(values: Mapping[str, Any] | None) -> str:
    """Another system's figure, and by how much ours is better, with the paired interval."""
    if values is None:
        return ""
    difference = values.get("difference")
    if difference is None or math.isnan(difference["value"]):
        return shown_figure(values)
    ours = f"ours {difference['value']:+.3f} ({difference['low']:+.3f} to {difference['high']:+.3f})"
    return f"{values['value']:.3f}; {ours}"


def _failure(case: Mapping[str, Any]) -> str:
    said = str(case.get("text", "")).replace("\n", " ")
    why = "; ".join(str(fault) for fault in case.get("faults", ()))
    rank = f"rank {case['rank']}" if "rank" in case else ""
    details = " - ".join(part for part in (rank, said[:300], why) if part)
    kind = f" ({case['type']})" if case.get("type") else ""
    return f"- **{case['id']}**{kind} {case.get('question', case.get('claim', ''))} - {details}"
