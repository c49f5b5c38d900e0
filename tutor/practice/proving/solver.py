"""A blind solver: the model answers an item with the passage before it, and its letters are counted.

The options stand in several orders, so that a liking for "A" cancels out; what is read are the letters'
probabilities and not only the likeliest. Knows nothing of how items are made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.answering.choosing import chosen_options, probabilities_in, rotations
from tutor.practice.types import ItemKind, PracticeItem

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from ingest.types import Chunk

__all__ = ["SolverVerdict", "solve"]

SURE_MARGIN = 0.15
"""By how much the key's mean probability has to be above the best wrong option's."""


@dataclass(frozen=True, slots=True)
class SolverVerdict:
    """What the solver made of an item. `chosen_counts` and `key` count as the item's options do."""

    chosen_counts: tuple[int, ...]
    """How many times each option was the likeliest."""
    asked: int
    """How many times the item was asked, over all orders."""
    right: int
    """How many times a keyed option was the likeliest."""
    margin: float
    """The lowest mean probability of a keyed option minus the highest of a wrong one beside it."""

    @property
    def agrees(self) -> bool:
        """True when every keyed option wins over the wrong ones with a margin."""
        return self.margin >= SURE_MARGIN

    @property
    def note(self) -> str:
        """The verdict in a few words."""
        return f"key chosen in {self.right} of {self.asked} orders, margin {self.margin:.2f}"


def solve(
    model: "BaseChatModel", item: PracticeItem, chunks: "Sequence[Chunk]" = (), orders: int = 4
) -> SolverVerdict:
    """The verdict on an item with `chunks` to look it up in; without any it is answered by heart.

    Of several right options each is asked for by itself among the wrong ones: the likeliest first
    letter of an answer names one option, never a set. Raises what the model raises.
    """
    wrong = [i for i in range(len(item.options)) if i not in item.key]
    counts = [0] * len(item.options)
    right = asked = 0
    margin = 1.0
    stem = item.stem if item.kind is ItemKind.MULTIPLE_CHOICE else _asking_one(item.stem)
    for key in item.key:
        shown = sorted([key, *wrong])
        turns = rotations(len(shown), orders)
        each = [
            probabilities_in(model, stem, [item.options[i] for i in shown], turn, chunks) for turn in turns
        ]
        for probabilities in each:
            best = shown[chosen_options(probabilities, 1)[0]]
            counts[best] += 1
            right += best == key
            asked += 1
        means = [sum(values) / len(each) for values in zip(*each, strict=True)]
        place = shown.index(key)
        margin = min(margin, means[place] - max(means[:place] + means[place + 1 :], default=0.0))
    return SolverVerdict(tuple(counts), asked, right, margin)


def _asking_one(stem: str) -> str:
    """The stem without its "Select TWO."."""
    return stem.rpartition(" Select ")[0] or stem
