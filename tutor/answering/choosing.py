"""Which options of an exam item a model picks with passages before it, the options in several orders.

What is read are the letters' probabilities, averaged over the orders, so that a liking for "A" cancels out.
Knows nothing of searching or of citations.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.answering.types import Choice
from tutor.llm.first_word import letter_probabilities
from tutor.prompts import choose_messages

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from ingest.types import Chunk

__all__ = ["choice_of", "chosen_options", "probabilities_in", "rotations", "wanted_count"]

_COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
_WANTED = re.compile(
    r"\b(?i:select|choose|pick) (?:the )?((?i:two|three|four)|[234])\b|\bWhich (TWO|THREE|FOUR)\b"
)


def choice_of(
    model: "BaseChatModel", stem: str, options: Sequence[str], chunks: "Sequence[Chunk]", turns: int = 2
) -> Choice:
    """The pick among the options, as many as the stem asks for, over `turns` orders (0 for all).

    Raises what the model raises.
    """
    each = [probabilities_in(model, stem, options, order, chunks) for order in rotations(len(options), turns)]
    means = tuple(sum(values) / len(each) for values in zip(*each, strict=True))
    count = min(wanted_count(stem), len(options) - 1)
    return Choice(tuple(options), tuple(chosen_options(means, count)), means)


def wanted_count(stem: str) -> int:
    """How many options a stem asks for: 2 for "Select TWO." or "(Choose two)", 1 where it says nothing."""
    found = list(_WANTED.finditer(stem))
    return _COUNTS[(found[-1][1] or found[-1][2]).lower()] if found else 1


def probabilities_in(
    model: "BaseChatModel",
    stem: str,
    options: Sequence[str],
    order: Sequence[int],
    chunks: "Sequence[Chunk]",
) -> list[float]:
    """The probability of each option, in the item's own order, when they are shown in `order`."""
    messages = choose_messages(stem, [options[i] for i in order], chunks)
    result = [0.0] * len(options)
    for value, option in zip(letter_probabilities(model, messages, len(options)), order, strict=True):
        result[option] = value
    return result


def rotations(count: int, turns: int) -> list[list[int]]:
    """Orders of `count` options, turned by even steps: 4 and 2 -> [0, 1, 2, 3], [2, 3, 0, 1]; 0 for all."""
    wanted = min(turns or count, count)
    starts = [round(step * count / wanted) for step in range(wanted)]
    return [[(start + i) % count for i in range(count)] for start in starts]


def chosen_options(probabilities: Sequence[float], count: int) -> list[int]:
    """The `count` likeliest options, ascending; of equals the earlier."""
    order = sorted(range(len(probabilities)), key=lambda i: -probabilities[i])
    return sorted(order[:count])
