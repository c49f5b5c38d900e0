"""How long the parts of an answer take. Knows nothing of answers."""

import time
from dataclasses import dataclass, field, replace

from tutor.answering.types import Timings

__all__ = ["Clock"]


@dataclass(slots=True)
class Clock:
    """Fills in `Timings` as an answer is made."""

    started: float = field(default_factory=time.perf_counter)
    timings: Timings = field(default_factory=Timings)

    def seconds(self) -> float:
        """Since the clock was made."""
        return time.perf_counter() - self.started

    def saw_token(self) -> None:
        """Keeps the time of the first call."""
        if not self.timings.first_token_seconds:
            self.timings = replace(self.timings, first_token_seconds=self.seconds())

    def finished(self) -> Timings:
        """All timings, with the whole time until now."""
        return replace(self.timings, total_seconds=self.seconds())
