"""A place in a sequence of items, and what became of it. Knows nothing of how items are made."""

from dataclasses import dataclass, field

from tutor.practice.proving.likeness import Likeness
from tutor.practice.types import Difficulty, PracticeItem

__all__ = ["Outcome", "Slot"]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where in the sequence of items one is made, and what it has to be unlike."""

    position: int
    seed: int
    wish: Difficulty | None = None
    earlier: Likeness = field(default_factory=Likeness)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The item, or the names of the checks that it did not pass ("no_draft": too few wrong options)."""

    item: PracticeItem | None
    failed: tuple[str, ...] = ()
    repaired: bool = False
