"""What a suite found: figures, the same figures of the systems compared with, and a row for each case."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.metrics import Figure, mean_figure, paired_difference
from evals.rows import Row

__all__ = ["SuiteResult", "compared", "figures_of"]

PerCase = Mapping[str, Sequence[float]]
"""For each metric that is a mean over cases, one number for each case, in one order for all systems."""


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """The result of one suite. `curves` are what the report draws, as lists of [x, y] or bins."""

    suite: str
    settings: Mapping[str, Any]
    metrics: Mapping[str, Figure]
    cases: Sequence[Row]
    compare: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    curves: Mapping[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """The result as it is written to a file; a figure that is undefined has null for a value."""
        return {
            "suite": self.suite,
            "settings": dict(self.settings),
            "metrics": {name: _plain(figure.json()) for name, figure in self.metrics.items()},
            "compare": {
                name: {metric: _plain(dict(values)) for metric, values in table.items()}
                for name, table in self.compare.items()
            },
            "cases": list(self.cases),
            "curves": dict(self.curves),
        }


def figures_of(per_case: PerCase, figure: Callable[[Sequence[float]], Figure]) -> dict[str, Figure]:
    """A figure for each metric."""
    return {name: figure(values) for name, values in per_case.items()}


def compared(ours: PerCase, theirs: PerCase) -> dict[str, dict[str, Any]]:
    """Their figures, each with `difference`: ours - theirs on the same cases, with its paired interval."""
    table: dict[str, dict[str, Any]] = {}
    for name, values in theirs.items():
        table[name] = dict(mean_figure(values).json())
        if name in ours and len(ours[name]) == len(values):
            table[name]["difference"] = paired_difference(ours[name], values).json()
    return table


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value
