"""A verifier without trained layers: what two texts have in common by vectors and words.

It tells a passage that speaks of something else, not one that says the opposite; `tutor doctor` says when
it stands in for the trained verifier. Knows nothing of where texts come from.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import Embedder
from ingest.words import search_words
from tutor.answering.retrieval import max_sim
from tutor.answering.verifier import Evidence, Reading

__all__ = ["Features", "OverlapVerifier", "overlap_features"]


@dataclass(frozen=True, slots=True)
class Features:
    """What a claim and its evidence have in common, each 0 to 1 (cosines may be a little below 0)."""

    cosine: float
    """Of the two texts' vectors."""
    token_similarity: float
    """Mean over the claim's tokens of the best cosine with a token of the evidence."""
    weakest_token: float
    """The 10th percentile of the same: one foreign word lowers it."""
    coverage: float
    """Share of the claim's words, each weighed by its rarity, that stand in the evidence."""


@dataclass(frozen=True, slots=True)
class _Weights:
    """Set by hand, not fitted: it only stands in where the trained verifier cannot run."""

    bias: float = -9.0
    cosine: float = 3.0
    token_similarity: float = 5.0
    weakest_token: float = 2.0
    coverage: float = 5.0


_WEIGHTS = _Weights()


class OverlapVerifier:
    """`Verifier` from the embedder alone; `rarity` weighs words."""

    def __init__(self, embedder: Embedder, rarity: Callable[[str], float] = lambda word: 1.0) -> None:
        self._embedder = embedder
        self._rarity = rarity

    def probabilities(self, pairs: Sequence[tuple[str, Evidence]], reading: Reading) -> tuple[float, ...]:
        """The same for both readings: overlap knows no difference between a claim and a question."""
        return tuple(_probability(features) for features in self.features(pairs))

    def features(self, pairs: Sequence[tuple[str, Evidence]]) -> tuple[Features, ...]:
        """The features of each pair; each text is embedded once."""
        texts = list(dict.fromkeys(t for text, evidence in pairs for t in (text, _whole(evidence))))
        if not texts:
            return ()
        made = self._embedder.embed_passages(texts)
        row = {text: i for i, text in enumerate(texts)}
        result = []
        for claim, evidence in pairs:
            a, b = row[claim], row[_whole(evidence)]
            vectors = (made.vectors[a], made.vectors[b])
            tokens = (made.tokens[a], made.tokens[b])
            result.append(overlap_features(claim, evidence, vectors, tokens, self._rarity))
        return tuple(result)


def overlap_features(
    claim: str,
    evidence: Evidence,
    vectors: tuple[NDArray[np.float32], NDArray[np.float32]],
    tokens: tuple[NDArray[np.int8], NDArray[np.int8]],
    rarity: Callable[[str], float],
) -> Features:
    """`Features` from the vectors (dim,) and token directions (n, dim) of claim and evidence."""
    claim_tokens = tokens[0].astype(np.float32)
    claim_tokens /= np.maximum(np.linalg.norm(claim_tokens, axis=1, keepdims=True), 1e-9)
    each = [max_sim(claim_tokens[i : i + 1], tokens[1]) for i in range(len(claim_tokens))]
    words = set(search_words(claim))
    present = set(search_words(f"{evidence.context}\n{evidence.text}"))
    total = sum(rarity(word) for word in words)
    return Features(
        cosine=float(vectors[0] @ vectors[1]),
        token_similarity=float(np.mean(each)) if each else 0.0,
        weakest_token=float(np.percentile(each, 10)) if each else 0.0,
        coverage=sum(rarity(word) for word in words & present) / total if total else 0.0,
    )


def _whole(evidence: Evidence) -> str:
    return f"{evidence.context}\n{evidence.text}" if evidence.context else evidence.text


def _probability(features: Features) -> float:
    weights = _WEIGHTS
    logit = (
        weights.bias
        + weights.cosine * features.cosine
        + weights.token_similarity * features.token_similarity
        + weights.weakest_token * features.weakest_token
        + weights.coverage * features.coverage
    )
    return 1 / (1 + math.exp(-logit))
