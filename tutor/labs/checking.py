"""What a lab's check files use: `Wrong` says what to look at, `Bench` gives clients and a scratch folder.

It is imported in the child that runs learner code, so it imports nothing heavy at its head.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tutor.labs.boto_events import client
from tutor.labs.clock import pass_time

__all__ = ["Bench", "StandIn", "Wrong", "expect"]


class Wrong(Exception):
    """A check that did not pass; the message says what to look at, in one or two sentences."""


def expect(condition: object, message: str) -> None:
    """Raise Wrong with the message unless the condition holds."""
    if not condition:
        raise Wrong(message)


class StandIn(Protocol):
    """A local replacement for a behaviour that the simulated AWS lacks."""

    def reset(self) -> None:
        """Forget everything, before each check."""

    def pass_time(self, seconds: float) -> None:
        """Let simulated time pass."""


@dataclass(slots=True)
class Bench:
    """What a check works with; a new one for each file that is judged."""

    scratch: Path
    """A folder of its own, emptied after the run."""
    stand_ins: Mapping[str, StandIn] = field(default_factory=dict)
    _made: dict[str, Any] = field(default_factory=dict)

    def client(self, service: str) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
        """A boto3 client of the simulated AWS, as `boto3.client(service)` in learner code."""
        return client(service)

    def stand_in(self, service: str) -> Any:  # noqa: ANN401 - each has its own questions to answer
        """The local replacement behind a service, to ask what it saw."""
        return self.stand_ins[service]

    def pass_time(self, seconds: float) -> None:
        """Let simulated time pass for all replacements, e.g. a buffering interval."""
        pass_time(seconds)

    def once(self, name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - what `make` gives
        """What `make` returned the first time; for what several checks need and takes long, as training."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]
