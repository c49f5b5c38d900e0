"""A blind solver: the model answers an item with the passage before it, and its letters are counted.

The options stand in several orders, so that a liking for "A" cancels out; what is read are the letters'
probabilities and not only the likeliest. Knows nothing of how items are made.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tutor.practice.types import ItemKind, PracticeItem
from tutor.prompts import choose_messages

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from ingest.types import Chunk

__all__ = [
    "SolverVerdict",
    "chosen_options",
    "letter_probabilities",
    "rotations",
    "solve",
]

LETTERS = "ABCDEFGH"
SURE_MARGIN = 0.15
"""By how much the key's mean probability has to be above the best wrong option's."""
_TOP_TOKENS = 20


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
            _in_own_order(model, stem, [item.options[shown[i]] for i in turn], turn, chunks) for turn in turns
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


def rotations(count: int, turns: int) -> list[list[int]]:
    """Orders of `count` options, turned by even steps: 4 and 2 -> [0, 1, 2, 3], [2, 3, 0, 1]; 0 for all."""
    wanted = min(turns or count, count)
    starts = [round(step * count / wanted) for step in range(wanted)]
    return [[(start + i) % count for i in range(count)] for start in starts]


def letter_probabilities(
    model: "BaseChatModel", messages: "Sequence[BaseMessage]", count: int
) -> list[float]:
    """The probability of each of the first `count` letters as the answer's beginning, adding up to 1.

    A server that reports no probabilities is taken at its word. All equal when no letter is among the
    likeliest beginnings. Raises what the model raises.
    """
    bound = model.bind(logprobs=True, top_logprobs=_TOP_TOKENS, max_tokens=2)
    answer = bound.invoke(list(messages))
    tokens = (answer.response_metadata.get("logprobs") or {}).get("content") or []
    first = next((token for token in tokens if token["token"].strip(' \n\t("*')), None)
    top: list[Mapping[str, Any]] = []
    if first is not None:
        top = first.get("top_logprobs") or [first]
    elif answer.text.strip():
        top = [{"token": answer.text.split()[0], "logprob": 0.0}]
    sums = dict.fromkeys(LETTERS[:count], 0.0)
    for one in top:
        letter = str(one["token"]).strip(' \n\t"(*).:')
        if letter in sums:
            sums[letter] += math.exp(float(one["logprob"]))
    total = sum(sums.values())
    return [value / total if total else 1 / count for value in sums.values()]


def chosen_options(probabilities: Sequence[float], count: int) -> list[int]:
    """The `count` likeliest options, ascending; of equals the earlier."""
    order = sorted(range(len(probabilities)), key=lambda i: -probabilities[i])
    return sorted(order[:count])


def _in_own_order(
    model: "BaseChatModel", stem: str, shown: Sequence[str], order: Sequence[int], chunks: "Sequence[Chunk]"
) -> list[float]:
    """The probabilities of options that are shown in `order`, put back into their own."""
    letters = letter_probabilities(model, choose_messages(stem, shown, chunks), len(shown))
    result = [0.0] * len(shown)
    for value, option in zip(letters, order, strict=True):
        result[option] = value
    return result


def _asking_one(stem: str) -> str:
    """The stem without its "Select TWO."."""
    return stem.rpartition(" Select ")[0] or stem
