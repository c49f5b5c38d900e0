"""How answers are made: each value with the measurement behind it."""

from dataclasses import dataclass

__all__ = ["AnswerSettings"]


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How answers are made."""

    course_title: str = "this course"
    context_tokens: int = 400
    length: str = "normal"
    """`short`, `normal` or `long`."""
    refuse_below: float = 0.40
    """Probability of being answerable below which no answer is written."""
    read_again_from: float = 0.03
    read_again_up_to: float = 0.93
    """Probabilities between which the model reads the nearest sentences too, before it is asked to answer
    (`second_reading`), for one to three seconds. Of 192 answerable development questions .16 were refused
    here without it and .07 with it, of 201 unanswerable ones .60 and .70 (the weights learned from them)."""
    read_again_broad_up_to: float = 1.0
    """The same for a broad question on a bare name that no heading has: that is taken for its neighbour,
    however sure the trained reading is ("explain Bayesian networks" beside Bayesian optimisation)."""
    trust_search_from: float = 0.60
    """Probability from which the sources' own sentences are shown when none of the model's holds; below
    it that is a refusal. Small models give up too soon: the 1.5B on two of the first four tried."""
    relevant_from: float = 0.33
    """`relevance` from which a model's sentences stand: of 24 development questions right ones had .37 and
    more, premises that were taken over .14 and .29 (and two .70 and .80, which pass)."""
    looks_again: bool = True
    """Whether the model reads the sources of its sentences where the trained readings reject these all."""
    passages: int = 8
    """Found and offered as evidence; those that fit `context_tokens` are sent."""
    item_passages: int = 14
    """The same for an exam item, of whose options each is looked up."""
