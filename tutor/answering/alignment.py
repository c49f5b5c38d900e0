"""The network of the verifier, run forward in NumPy: aligns two texts token by token and compares them.

Decomposable attention (Parikh et al., EMNLP 2016) over MiniLM's token states, in both directions, with
the mean, the maximum and an attention-weighted mean of the comparisons; an ensemble of a few of them.
`evals/training/network.py` is the same network for training. Knows nothing of tokenizers or of files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["TokenStates", "logit"]

Weights = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class TokenStates:
    """One text's tokens without the special ones: states (n, layers * 384) and vocabulary ids (n,)."""

    states: NDArray[np.float32]
    ids: NDArray[np.int64]


def logit(passage: TokenStates, text: TokenStates, members: Sequence[Weights]) -> float:
    """Mean logit of the ensemble that the passage supports, or answers, the text; 0 for an empty text."""
    if not len(passage.ids) or not len(text.ids):
        return 0.0
    same = (text.ids[:, None] == passage.ids[None, :]).astype(np.float32)
    return float(np.mean([_member(passage, text, same, weights) for weights in members]))


def _member(passage: TokenStates, text: TokenStates, same: NDArray[np.float32], weights: Weights) -> float:
    a = text.states @ weights["project.weight"].T + weights["project.bias"]
    b = passage.states @ weights["project.weight"].T + weights["project.bias"]
    cosines = _unit(a) @ _unit(b).T
    extra = np.array([cosines.max(axis=1).min(), len(a) / 30], dtype=np.float32)
    joined = np.concatenate(
        [_compared(a, b, cosines, same, weights), _compared(b, a, cosines.T, same.T, weights), extra]
    )
    hidden = _gelu(joined @ weights["out.0.weight"].T + weights["out.0.bias"])
    return float(hidden @ weights["out.3.weight"][0] + weights["out.3.bias"][0])


def _compared(
    own: NDArray[np.float32],
    other: NDArray[np.float32],
    cosines: NDArray[np.float32],
    same: NDArray[np.float32],
    weights: Weights,
) -> NDArray[np.float32]:
    """(3 * width,): how each token of `own` compares with what it is aligned to in `other`, pooled."""
    attention = _softmax(weights["sharpness"] * cosines, axis=1)
    aligned = attention @ other
    columns = np.stack([cosines.max(axis=1), same.max(axis=1), attention.max(axis=1)], axis=1)
    joined = np.concatenate([own, aligned, own - aligned, own * aligned, columns], axis=1)
    hidden = _gelu(joined @ weights["compare.0.weight"].T + weights["compare.0.bias"])
    values = _gelu(hidden @ weights["compare.3.weight"].T + weights["compare.3.bias"])
    shares = _softmax(values @ weights["pool.weight"][0] + weights["pool.bias"], axis=0)
    return np.concatenate([values.mean(axis=0), values.max(axis=0), shares @ values])


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths: NDArray[np.float32] = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return rows / lengths


def _softmax(values: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    shifted = np.exp(values - values.max(axis=axis, keepdims=True))
    result: NDArray[np.float32] = shifted / shifted.sum(axis=axis, keepdims=True)
    return result


def _gelu(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The tanh form, as in training."""
    inner = np.sqrt(2 / np.pi) * (values + 0.044715 * values**3)
    result: NDArray[np.float32] = 0.5 * values * (1 + np.tanh(inner))
    return result
