"""Which options of an exam item a model picks with passages before it.

What is read are the letters' probabilities, averaged over orders of the options, so that a liking for "A"
cancels out. They are weighed with how much the passages speak of each option, and with what the model says
when it is shown each option by itself. Knows nothing of searching or of citations.
"""

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.answering.types import Choice
from tutor.llm.first_word import letter_probabilities, yes_probability
from tutor.prompts import approve_messages, choose_messages

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from ingest.types import Chunk

__all__ = [
    "approvals",
    "choice_of",
    "chosen_options",
    "probabilities_in",
    "rotations",
    "wanted_count",
    "weighed",
]

_EVIDENCE_WEIGHT = 10.0
"""Of `option_evidence` in the log odds. On 32 bank items with passages the key's mean log probability rises
from -.87 to -.70, and .78 are right instead of .72; by the evidence alone .69 are. 20 gave -.65 and .75."""
_APPROVAL_WEIGHT = 1.0
"""Of the odds of an approval; see `evals/JOURNAL.md`."""
_LEAST = 0.01
"""Added to both sides of odds, so that no single Yes or No decides: at most about 100 to 1."""
_COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
_WANTED = re.compile(
    r"\b(?i:select|choose|pick) (?:the )?((?i:two|three|four)|[234])\b|\bWhich (TWO|THREE|FOUR)\b"
)


def choice_of(
    model: "BaseChatModel",
    stem: str,
    options: Sequence[str],
    chunks: "Sequence[Chunk]",
    evidence: Sequence[float] = (),
    turns: int = 2,
) -> Choice:
    """The pick among the options, as many as the stem asks for, over `turns` orders (0 for all).

    `evidence` is as `option_evidence` gives it, or nothing. Raises what the model raises.
    """
    each = [probabilities_in(model, stem, options, order, chunks) for order in rotations(len(options), turns)]
    means = [sum(values) / len(each) for values in zip(*each, strict=True)]
    found = weighed(means, evidence, approvals(model, stem, options, chunks))
    count = min(wanted_count(stem), len(options) - 1)
    return Choice(tuple(options), tuple(chosen_options(found, count)), tuple(found))


def weighed(
    probabilities: Sequence[float], evidence: Sequence[float] = (), approved: Sequence[float] = ()
) -> list[float]:
    """The probabilities with the evidence for each option and its approval, adding up to 1.

    What is left out changes nothing.
    """
    factors = [1.0] * len(probabilities)
    if evidence:
        most = max(evidence)
        factors = [math.exp(_EVIDENCE_WEIGHT * (value - most)) for value in evidence]
    if approved:
        odds = [(value + _LEAST) / (1 - value + _LEAST) for value in approved]
        factors = [factor * odd**_APPROVAL_WEIGHT for factor, odd in zip(factors, odds, strict=True)]
    values = [probability * factor for probability, factor in zip(probabilities, factors, strict=True)]
    total = sum(values)
    return [value / total for value in values] if total else list(probabilities)


def approvals(
    model: "BaseChatModel", stem: str, options: Sequence[str], chunks: "Sequence[Chunk]"
) -> list[float]:
    """How likely the model says Yes when it is asked of each option by itself whether it is right, 0 to 1."""
    return [yes_probability(model, approve_messages(stem, option, chunks)) for option in options]


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
