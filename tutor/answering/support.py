"""Does this evidence support this claim? A probability, and an objection where there is one.

The deterministic checks of `facts` overrule the verifier: numbers, names and negations that differ never
pass. Knows nothing of questions or of how the evidence was found.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.answering.facts import Mentions, disagreement
from tutor.answering.verifier import Evidence, Reading, Verifier

__all__ = ["SUPPORTED_FROM", "Support", "SupportCheck"]

SUPPORTED_FROM = 0.5
"""Probability from which a claim is shown as supported."""


@dataclass(frozen=True, slots=True)
class Support:
    """The probability that the evidence supports the claim, and the objection that made it 0, if any."""

    score: float
    objection: str = ""

    @property
    def supported(self) -> bool:
        """True from `SUPPORTED_FROM` on."""
        return self.score >= SUPPORTED_FROM


class SupportCheck:
    """Scores claims against evidence; `mentions` tells what things are called otherwise."""

    def __init__(self, verifier: Verifier, mentions: Mentions = lambda text: ()) -> None:
        self.verifier = verifier
        self._mentions = mentions

    def check(self, pairs: Sequence[tuple[str, Evidence]]) -> tuple[Support, ...]:
        """One result for each (claim, evidence), in their order; only pairs without objection are read."""
        objections = [
            disagreement(claim, f"{evidence.context}\n{evidence.text}", self._mentions)
            for claim, evidence in pairs
        ]
        open_pairs = [pair for pair, objection in zip(pairs, objections, strict=True) if not objection]
        scores = iter(self.verifier.probabilities(open_pairs, Reading.SUPPORTS))
        return tuple(
            Support(0.0, objection) if objection else Support(next(scores)) for objection in objections
        )
