"""The values of learning: attempts, review cards and their states. All times are aware and in UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

__all__ = ["Attempt", "AttemptMode", "Card", "CardKind", "Confidence", "Grade", "ReviewLog", "ReviewState"]


class AttemptMode(StrEnum):
    """Where an item was answered."""

    PRACTICE = "practice"
    EXAM = "exam"
    GAP = "gap"
    LAB = "lab"


class Confidence(IntEnum):
    """What the learner said before the verdict."""

    GUESS = 1
    UNSURE = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer to one item; written once, never changed."""

    item_id: str
    course: str
    task: str
    """The task statement ("1.2"), whose first part is the domain."""
    chosen: tuple[int, ...]
    """Options from 0, ascending; empty when the item was left unanswered."""
    correct: bool
    answered_at: datetime
    mode: AttemptMode = AttemptMode.PRACTICE
    confidence: Confidence | None = None
    seconds: float = 0.0
    """On the item, until it was answered."""
    session: str = ""
    """The practice set, exam sitting or lab that it belongs to; empty for none."""


class CardKind(StrEnum):
    """What a review card is made of."""

    ITEM = "item"
    ROW = "row"
    TERM = "term"
    IMPORT = "import"
    """Brought in from a file, so it stays whatever the course's tables say."""
    CHAT = "chat"
    """An answer that the learner kept; it stays too."""


class Grade(IntEnum):
    """How well a card was known; the numbers are those of FSRS and of the keys."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Card:
    """A thing to review. `id` is made from what it says: the same row is the same card after a re-build."""

    id: str
    course: str
    kind: CardKind
    task: str
    """The task statement, or empty where the source names none."""
    front: str
    back: str
    document: str = ""
    page: int = 1
    heading: str = ""
    quote: str = ""
    """What the back rests on, verbatim in the page; empty for an item's card (see its sources)."""
    item_id: str = ""


@dataclass(frozen=True, slots=True)
class ReviewState:
    """What FSRS knows of a card. `stability` and intervals are days, `difficulty` 1 to 10."""

    card_id: str
    due_at: datetime
    stability: float | None
    difficulty: float | None
    step: int | None
    """Place among the learning steps; None once the card is under review."""
    phase: int
    """Of FSRS: 1 learning, 2 review, 3 relearning."""
    last_reviewed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewLog:
    """One grade that was given, with the state that it led to; appended, never changed."""

    card_id: str
    grade: Grade
    reviewed_at: datetime
    seconds: float
    after: ReviewState
