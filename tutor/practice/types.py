"""The values of practice: an item, its kind, where it comes from and what it cites."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Difficulty", "ItemKind", "ItemSource", "Origin", "PracticeItem"]


class ItemKind(StrEnum):
    """How many options are right: one of four, or two or more of five or six."""

    MULTIPLE_CHOICE = "mc"
    MULTIPLE_RESPONSE = "mr"


class Difficulty(StrEnum):
    """What the writer expects of a prepared learner."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Origin(StrEnum):
    """Who made an item."""

    BANK = "bank"
    TABLE = "table"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class ItemSource:
    """What settles an item: an exact quote under a heading of a document of the course."""

    document: str
    """Path relative to the course's folder, with `/`."""
    heading: str
    """The last heading above the quote."""
    quote: str


@dataclass(frozen=True, slots=True)
class PracticeItem:
    """One question with its options; `key` and `rationales` count as `options` do, from 0."""

    id: str
    domain: int
    task: str
    kind: ItemKind
    stem: str
    options: tuple[str, ...]
    key: tuple[int, ...]
    """The right options, ascending."""
    rationales: tuple[str, ...]
    """One for each option, beginning with "Right: " or "Wrong: "."""
    sources: tuple[ItemSource, ...]
    difficulty: Difficulty
    concept: str
    """One line to remember."""
    origin: Origin
