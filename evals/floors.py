"""The ratchet: which figures have a floor, and which of them fell below it."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.metrics import Figure

__all__ = ["FLOORS_FILE", "Floor", "fallen", "read_floors"]

FLOORS_FILE = Path(__file__).parent / "floors.toml"


@dataclass(frozen=True, slots=True)
class Floor:
    """What a metric must reach; with `at_most` it is a ceiling. `aim` is None where none is stated."""

    value: float
    at_most: bool = False
    aim: float | None = None

    def broken_by(self, figure: Figure) -> bool:
        """True when the whole interval lies on the wrong side; an undefined figure breaks nothing."""
        if math.isnan(figure.value):
            return False
        return figure.low > self.value if self.at_most else figure.high < self.value

    def missed_by(self, figure: Figure) -> bool:
        """True when the value itself is on the wrong side, the interval aside."""
        return figure.value > self.value if self.at_most else figure.value < self.value


def read_floors(suite: str, path: Path = FLOORS_FILE) -> dict[str, Floor]:
    """The floors of a suite by metric."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    aims = table.get("aims", {}).get(suite, {})
    floors = {
        name: Floor(value, aim=aims.get(name))
        for name, value in table.get("at_least", {}).get(suite, {}).items()
    }
    return floors | {
        name: Floor(value, at_most=True, aim=aims.get(name))
        for name, value in table.get("at_most", {}).get(suite, {}).items()
    }


def fallen(suite: str, metrics: Mapping[str, Figure], path: Path = FLOORS_FILE) -> list[str]:
    """A sentence for each figure that fell below its floor by more than its interval."""
    sentences = []
    for name, floor in read_floors(suite, path).items():
        figure = metrics.get(name)
        if figure is not None and floor.broken_by(figure):
            side = "above its ceiling" if floor.at_most else "below its floor"
            interval = f"{figure.low:.3f} to {figure.high:.3f}"
            sentences.append(
                f"{suite}: {name} is {figure.value:.3f} ({interval}), {side} of {floor.value:.3f}."
            )
    return sentences
