"""Numbers and names in sentences."""

from collections.abc import Sequence

__all__ = ["counted", "listed", "percent"]


def counted(number: int, noun: str) -> str:
    """`1 day`, `2 days`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(names: Sequence[str]) -> str:
    """`1.3`, `1.3 and 4.2`, `1.3, 2.1 and 4.2`; empty for none."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def percent(share: float) -> str:
    """A share from 0 to 1 as `72 %`."""
    return f"{100 * share:.0f} %"
