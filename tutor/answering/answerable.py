"""Do these passages answer this question? A calibrated probability, before the language model is asked.

What the verifier makes of the best passages is weighed with what the search found. Knows nothing of how
passages are found.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sentences import sentence_spans
from ingest.words import search_words
from tutor.answering.compound import asking_sentence, halves
from tutor.answering.facts import Mentions, names_in, numbers_in
from tutor.answering.retrieval import Passage
from tutor.answering.verifier import Evidence, Reading, Verifier

__all__ = ["AnswerableFeatures", "answerability", "answerable", "answerable_features"]

_READ = 4
"""Passages looked at: about what is sent to the model."""


@dataclass(frozen=True, slots=True)
class AnswerableFeatures:
    """What a question and its best passages have in common, each about 0 to 1."""

    reading: float
    """The highest probability, as the verifier sees it, that one of the passages answers the question."""
    token_similarity: float
    """The best MaxSim."""
    names_missing: float
    """Share of the names and numbers asked about, in a scenario's last sentence, that stand in none."""


@dataclass(frozen=True, slots=True)
class _Weights:
    """Logistic regression on 1,046 development questions (`python -m evals.training.refusal`)."""

    bias: float = -4.23
    reading: float = 5.95
    token_similarity: float = 1.44
    names_missing: float = -2.41
    about_from: float = 0.45
    """Best MaxSim below which the passages speak of something else, whatever the reading: one of 140
    answerable development questions lies below, and 24 of 35 from other walks of life."""


_WEIGHTS = _Weights()


def answerability(
    question: str, passages: Sequence[Passage], verifier: Verifier, mentions: Mentions = lambda text: ()
) -> float:
    """The probability that the passages, best first, answer the question; 0 without passages.

    Where it asks for two things the passages may answer each by itself: no single one need tell of both.
    """
    if not passages:
        return 0.0
    whole, *both = (
        answerable(answerable_features(text, passages, verifier, mentions))
        for text in (question, *halves(question))
    )
    return max(whole, min(both, default=0.0))


def answerable(features: AnswerableFeatures) -> float:
    """The probability that the passages answer the question; 0 when none speaks of the same things."""
    weights = _WEIGHTS
    if features.token_similarity < weights.about_from:
        return 0.0
    logit = (
        weights.bias
        + weights.reading * features.reading
        + weights.token_similarity * features.token_similarity
        + weights.names_missing * features.names_missing
    )
    return 1 / (1 + math.exp(-logit))


def answerable_features(
    question: str, passages: Sequence[Passage], verifier: Verifier, mentions: Mentions = lambda text: ()
) -> AnswerableFeatures:
    """The features of a question and the passages found for it, best first."""
    read = passages[:_READ]
    present = {word for passage in read for word in search_words(passage.chunk.full_text)}
    for mention in mentions(question):
        if any(words <= present for name in mention.names if (words := set(search_words(name)))):
            present.update(search_words(mention.text))
    pairs = [
        (text, Evidence(passage.chunk.text, passage.chunk.context))
        for text in _readings(question)
        for passage in read
    ]
    return AnswerableFeatures(
        reading=max(verifier.probabilities(pairs, Reading.ANSWERS), default=0.0),
        token_similarity=max((passage.token_similarity for passage in read), default=0.0),
        names_missing=_names_missing(asking_sentence(question), read, present),
    )


def _readings(question: str) -> tuple[str, ...]:
    """What is read before a passage: the question, and of a longer one its last sentence and last two."""
    sentences = sentence_spans(question)
    starts = [sentence.start for sentence in sentences[1:][-2:]]
    return (question, *(question[start:] for start in starts))


def _names_missing(question: str, passages: Sequence[Passage], present: set[str]) -> float:
    numbers = numbers_in(question)
    found = numbers_in("\n".join(passage.chunk.full_text for passage in passages))
    names = names_in(question)
    wanted = len(names) + len(numbers)
    absent = sum(not set(search_words(name)) <= present for name in names) + len(numbers - found)
    return absent / wanted if wanted else 0.0
