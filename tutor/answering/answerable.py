"""Do these passages answer this question? A calibrated probability, before any model is called.

Knows nothing of how passages are found; it reads their scores and words.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest.words import search_words
from tutor.answering.facts import names_in, numbers_in
from tutor.answering.retrieval import Passage

__all__ = ["AnswerableFeatures", "answerable", "answerable_features"]

_READ = 4
"""Passages looked at: about what is sent to the model."""


@dataclass(frozen=True, slots=True)
class AnswerableFeatures:
    """What a question and its best passages have in common, each about 0 to 1."""

    token_similarity: float
    """The best MaxSim."""
    similarity: float
    """The best cosine."""
    coverage: float
    """Share of the question's words, by rarity, that stand in a passage or are called otherwise there."""
    rarest_missing: float
    """Rarity of the rarest question word that stands in none, over the rarest possible; 0 if all stand."""
    names_missing: float
    """Share of the names and numbers in the question that stand in none."""


@dataclass(frozen=True, slots=True)
class _Weights:
    """Logistic regression on labelled questions; `python -m evals calibrate` prints these numbers."""

    bias: float = -6.0
    token_similarity: float = 6.0
    similarity: float = 2.0
    coverage: float = 4.0
    rarest_missing: float = -1.5
    names_missing: float = -3.0


_WEIGHTS = _Weights()


def answerable(features: AnswerableFeatures) -> float:
    """The probability that the passages answer the question."""
    weights = _WEIGHTS
    logit = (
        weights.bias
        + weights.token_similarity * features.token_similarity
        + weights.similarity * features.similarity
        + weights.coverage * features.coverage
        + weights.rarest_missing * features.rarest_missing
        + weights.names_missing * features.names_missing
    )
    return 1 / (1 + math.exp(-logit))


def answerable_features(
    question: str,
    passages: Sequence[Passage],
    rarity: Callable[[str], float],
    same_names: Callable[[str], Iterable[str]] = lambda name: (),
) -> AnswerableFeatures:
    """The features of a question and the passages found for it, best first."""
    read = passages[:_READ]
    present = {word for p in read for word in search_words(p.chunk.full_text)}
    present |= {
        word
        for name in _terms(question)
        if _any_present(same_names(name), present)
        for word in search_words(name)
    }
    words = set(search_words(question))
    missing = words - present
    total = sum(rarity(word) for word in words)
    return AnswerableFeatures(
        token_similarity=max((p.token_similarity for p in read), default=0.0),
        similarity=max((p.similarity for p in read), default=0.0),
        coverage=1 - sum(rarity(w) for w in missing) / total if total else 0.0,
        rarest_missing=max((rarity(w) for w in missing), default=0.0) / max(rarity(""), 1e-9),
        names_missing=_names_missing(question, read),
    )


def _terms(question: str) -> tuple[str, ...]:
    return (*names_in(question), *question.split())


def _any_present(names: Iterable[str], present: set[str]) -> bool:
    return any((words := set(search_words(name))) and words <= present for name in names)


def _names_missing(question: str, passages: Sequence[Passage]) -> float:
    text = "\n".join(p.chunk.full_text for p in passages)
    words = set(search_words(text))
    names = names_in(question)
    numbers = numbers_in(question)
    wanted = len(names) + len(numbers)
    absent = sum(not set(search_words(name)) <= words for name in names) + len(numbers - numbers_in(text))
    return absent / wanted if wanted else 0.0
