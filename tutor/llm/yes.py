"""How sure a model is of a Yes, read from the probabilities of its first token."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

__all__ = ["yes_probability"]

TOP_TOKENS = 20  # the most that the protocol allows


def yes_probability(model: "BaseChatModel", messages: "Sequence[BaseMessage]") -> float:
    """The share of Yes among Yes and No, 0 to 1, all ways of writing them counted together.

    0.5 when the model began with neither. A server that reports no probabilities is taken at its word:
    1.0 or 0.0. Raises what the model raises.
    """
    # one word of room for servers whose first token is a blank, and for the fallback
    answer = model.bind(logprobs=True, top_logprobs=TOP_TOKENS, max_tokens=2).invoke(list(messages))
    tokens = (answer.response_metadata.get("logprobs") or {}).get("content") or []
    for token in tokens:
        if token["token"].strip():
            return _share(token.get("top_logprobs") or [token])
    return _share([{"token": answer.text.split()[0] if answer.text.split() else "", "logprob": 0.0}])


def _share(top: Sequence[Mapping[str, object]]) -> float:
    sums = {"yes": 0.0, "no": 0.0}
    for one in top:
        word = str(one["token"]).strip(" \t\n\"'*.,:;!").casefold()
        if word in sums:
            sums[word] += math.exp(float(str(one["logprob"])))
    total = sums["yes"] + sums["no"]
    return sums["yes"] / total if total else 0.5
