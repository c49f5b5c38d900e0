"""Does this evidence support this claim? A calibrated probability, and an objection where there is one.

Knows nothing of questions or of how the evidence was found. The features are cheap enough to check
every sentence of every answer on a CPU: vectors of the same small embedder, words, and the
deterministic checks of `facts`, which overrule the rest.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import Embedder
from ingest.words import search_words
from tutor.answering.facts import Mentions, disagreement
from tutor.answering.retrieval import max_sim

__all__ = ["SUPPORTED_FROM", "Evidence", "Features", "Support", "SupportCheck", "support_features"]

SUPPORTED_FROM = 0.5
"""Probability from which a claim is shown as supported."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of source text, and what stands above it (headings, a table's header)."""

    text: str
    context: str = ""


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
class Support:
    """The probability that the evidence supports the claim, and the objection that made it 0, if any."""

    score: float
    objection: str = ""

    @property
    def supported(self) -> bool:
        """True from `SUPPORTED_FROM` on."""
        return self.score >= SUPPORTED_FROM


@dataclass(frozen=True, slots=True)
class _Weights:
    """Logistic regression on labelled claims; `python -m evals calibrate` prints these numbers."""

    bias: float = -9.0
    cosine: float = 3.0
    token_similarity: float = 5.0
    weakest_token: float = 2.0
    coverage: float = 5.0


_WEIGHTS = _Weights()


class SupportCheck:
    """Scores claims against evidence. `rarity` weighs words, `mentions` gives other names of things."""

    def __init__(
        self,
        embedder: Embedder,
        rarity: Callable[[str], float] = lambda word: 1.0,
        mentions: Mentions = lambda text: (),
    ) -> None:
        self._embedder = embedder
        self._rarity = rarity
        self._mentions = mentions

    def check(self, pairs: Sequence[tuple[str, Evidence]]) -> tuple[Support, ...]:
        """One result for each (claim, evidence), in their order; each text is embedded once."""
        objections = [
            disagreement(claim, f"{evidence.context}\n{evidence.text}", self._mentions)
            for claim, evidence in pairs
        ]
        features = self.features(pairs)
        return tuple(
            Support(0.0 if objection else _probability(feature), objection)
            for objection, feature in zip(objections, features, strict=True)
        )

    def features(self, pairs: Sequence[tuple[str, Evidence]]) -> tuple[Features, ...]:
        """The features of each pair, objections left aside."""
        texts = list(dict.fromkeys(text for claim, evidence in pairs for text in (claim, _whole(evidence))))
        if not texts:
            return ()
        made = self._embedder.embed_passages(texts)
        row = {text: i for i, text in enumerate(texts)}
        result = []
        for claim, evidence in pairs:
            a, b = row[claim], row[_whole(evidence)]
            vectors = (made.vectors[a], made.vectors[b])
            tokens = (made.tokens[a], made.tokens[b])
            result.append(support_features(claim, evidence, vectors, tokens, self._rarity))
        return tuple(result)


def support_features(
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
