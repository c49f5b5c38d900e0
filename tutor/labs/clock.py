"""The simulated clock of the child: `pass_time` moves it for every stand-in, so nobody waits for a buffer."""

from collections.abc import Callable

__all__ = ["on_time", "pass_time"]

_LISTENERS: list[Callable[[float], None]] = []


def on_time(listener: Callable[[float], None]) -> None:
    """Have the listener called with the seconds that pass."""
    _LISTENERS.append(listener)


def pass_time(seconds: float) -> None:
    """Let simulated time pass."""
    for listener in _LISTENERS:
        listener(seconds)
