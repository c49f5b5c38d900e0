"""The values of practice: an item, its kind, where it comes from and what it cites."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Difficulty", "ItemCheck", "ItemKind", "ItemSource", "Origin", "PracticeItem"]


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
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class ItemSource:
    """What settles an item: an exact quote under a heading of a document of the course."""

    document: str
    """Path relative to the course's folder, with `/`."""
    heading: str
    """The last heading above the quote."""
    quote: str
    page: int = 1
    sha256: str = ""
    """The version of the document that the quote was cut from; empty where none was recorded (the bank)."""


@dataclass(frozen=True, slots=True)
class ItemCheck:
    """One proof that an item was put to, and how it came out; a shown item has passed all of its checks."""

    name: str
    passed: bool
    note: str = ""
    """What was found, in a few words ("key chosen in 4 of 4 orders")."""


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
    made: str = ""
    """How a generated item was made: form, table or passage, seed. Empty for a written one."""
    checks: tuple[ItemCheck, ...] = ()
    option_sources: tuple[tuple[ItemSource, ...], ...] = ()
    """For each option what bears out its rationale, as its author names it; empty where nobody did."""

    def sources_of(self, place: int) -> tuple[ItemSource, ...]:
        """What the author names for one option; places count from 0."""
        return self.option_sources[place] if place < len(self.option_sources) else ()
