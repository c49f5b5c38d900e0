"""How likely a model begins its answer with each of a few words, read from the probabilities of one token."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tutor.letters import LETTERS

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

__all__ = ["letter_probabilities", "yes_opinion", "yes_probability"]

_TOP_TOKENS = 20  # the most that the protocol allows
_LEAST_OPINION = 0.5
_MARKS = " \t\n\"'*.,:;!()"


def yes_probability(model: "BaseChatModel", messages: "Sequence[BaseMessage]") -> float:
    """The share of Yes among Yes and No, 0 to 1, all ways of writing them counted together.

    0.5 when the model began with neither. A server that reports no probabilities is taken at its word:
    1.0 or 0.0. Raises what the model raises.
    """
    yes, _ = _shares(model, messages, ("yes", "no"), str.casefold)
    return yes


def yes_opinion(model: "BaseChatModel", messages: "Sequence[BaseMessage]") -> float | None:
    """As `yes_probability`; None where yes and no together have less than half of the probability.

    None too when the server reports no probabilities: a single word says nothing of how sure it is.
    Raises what the model raises.
    """
    sums, is_weighed = _sums(model, messages, ("yes", "no"), str.casefold)
    total = sum(sums.values())
    return sums["yes"] / total if is_weighed and total >= _LEAST_OPINION else None


def letter_probabilities(
    model: "BaseChatModel", messages: "Sequence[BaseMessage]", count: int
) -> list[float]:
    """The probability of each of the first `count` letters as the answer's beginning, adding up to 1.

    A server that reports no probabilities is taken at its word. All equal when no letter is among the
    likeliest beginnings. Raises what the model raises.
    """
    return _shares(model, messages, tuple(LETTERS[:count]), str)


def _shares(
    model: "BaseChatModel",
    messages: "Sequence[BaseMessage]",
    words: tuple[str, ...],
    folded: Callable[[str], str],
) -> list[float]:
    """The share of each word among all of them, by the first token that is no blank or mark."""
    sums, _ = _sums(model, messages, words, folded)
    total = sum(sums.values())
    return [value / total if total else 1 / len(words) for value in sums.values()]


def _sums(
    model: "BaseChatModel",
    messages: "Sequence[BaseMessage]",
    words: tuple[str, ...],
    folded: Callable[[str], str],
) -> tuple[dict[str, float], bool]:
    """The probability of each word as the beginning, and whether the server reports any."""
    # one token of room for servers whose first is a blank, and for the fallback
    answer = model.bind(logprobs=True, top_logprobs=_TOP_TOKENS, max_tokens=2).invoke(list(messages))
    tokens = (answer.response_metadata.get("logprobs") or {}).get("content") or []
    first = next((token for token in tokens if token["token"].strip(_MARKS)), None)
    top: Sequence[Mapping[str, Any]] = ()
    if first is not None:
        top = first.get("top_logprobs") or [first]
    elif answer.text.strip():
        top = [{"token": answer.text.split()[0], "logprob": 0.0}]
    sums = dict.fromkeys(words, 0.0)
    for one in top:
        word = folded(str(one["token"]).strip(_MARKS))
        if word in sums:
            sums[word] += math.exp(float(one["logprob"]))
    return sums, first is not None
