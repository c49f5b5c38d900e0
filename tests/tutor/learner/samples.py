"""Attempts, items and cards to store, and a clock that goes a minute on each time it is read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tutor.learner.types import Attempt, AttemptMode, Card, CardKind, Confidence
from tutor.practice.types import Difficulty, ItemCheck, ItemKind, ItemSource, Origin, PracticeItem

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

ATTEMPT = Attempt(
    item_id="i1",
    course="bees",
    task="1.2",
    chosen=(0, 3),
    correct=False,
    answered_at=NOON,
    mode=AttemptMode.GAP,
    confidence=Confidence.UNSURE,
    seconds=41.5,
    session="s1",
)
ITEM = PracticeItem(
    id="i1",
    domain=1,
    task="1.2",
    kind=ItemKind.MULTIPLE_CHOICE,
    stem="A colony starves in March. What do you feed?",
    options=("Thin syrup", "Fondant", "Honey", "Nothing"),
    key=(1,),
    rationales=(
        "Wrong: it chills.",
        "Right: it can be eaten in the cold.",
        "Wrong: it robs.",
        "Wrong: it dies.",
    ),
    sources=(ItemSource("tables/feeds.md", "Feed by season", "Fondant above the cluster", 2, "ab12"),),
    difficulty=Difficulty.HARD,
    concept="Bees cannot drink syrup in the cold.",
    origin=Origin.TABLE,
    made="row of tables/feeds.md, seed 7",
    checks=(ItemCheck("options", True, "4 of 4"), ItemCheck("solver", True)),
)
CARD = Card(
    "row-1", "bees", CardKind.ROW, "1.2", "Front?", "Back.", "tables/feeds.md", 1, "Feeds", "| a | b |"
)


def cards(*ids: str) -> tuple[Card, ...]:
    return tuple(replace(CARD, id=card_id) for card_id in ids)


class Clock:
    def __init__(self, start: datetime = NOON) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time
