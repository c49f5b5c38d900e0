"""How a fact that was told in other words becomes a question. Pure functions.

Knows nothing of options.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tutor.practice.passage_facts import FactForm, PassageFact
from tutor.practice.prompts import HIDDEN
from tutor.practice.terms import CourseTerm

__all__ = ["Opening", "both_stem", "kind_noun", "openings", "statement_stem", "term_stem"]

_WHO = (
    "A company",
    "A team",
    "A bank",
    "A retailer",
    "A hospital",
    "A data scientist",
    "An insurer",
)
_ASKS = ("fits this need BEST?", "should be chosen?", "meets this need?")
_ABOUT = (
    "Which {statement} about {name} {is_} correct?",
    "Which {statement} {describes} {name} correctly?",
    "Which {statement} {is_} true of {name}?",
)
_THINGS = re.compile(r"\b(service|feature|tool|product)s$", re.I)
"""Kinds whose heading names what its terms are: "AWS data services"."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The first words of a sentence, and whether it tells of somebody's need instead of the thing itself."""

    words: str
    is_need: bool

    @classmethod
    def hidden(cls) -> "Opening":
        """The sentence tells of the thing itself."""
        return cls(HIDDEN, is_need=False)


def kind_noun(term: CourseTerm) -> str:
    """What one thing of the term's kind is called: "AWS data service"; "" when the heading does not say."""
    return term.kind[:-1] if _THINGS.search(term.kind) else ""


def openings(fact: PassageFact, rng: Random) -> Sequence[Opening]:
    """How the stem of a fact may begin, the first choice first.

    What a thing is advised *for* may be asked for by somebody's need as well. Any other fact is asked for by
    what it says only: a small model invents a need where the fact tells of none.
    """
    if fact.form is FactForm.ADVICE and fact.said.startswith("for "):
        return (Opening.hidden(), Opening(f"{rng.choice(_WHO)} needs", is_need=True))
    return (Opening.hidden(),)


def term_stem(term: CourseTerm, sentence: str, opening: Opening) -> str:
    """A question for the term: "… Which AWS data service fits this need BEST?" or "Which … keeps …?"."""
    noun = kind_noun(term)
    subject = f"Which {noun}" if noun else "Which of the following"
    if opening.is_need:
        ask = _ASKS[len(sentence) % len(_ASKS)]  # varied, and the same for the same sentence
        return f"{sentence} {subject} {ask}"
    return f"{subject}{_rest(sentence)}?"


def both_stem(term: CourseTerm, first: str, second: str) -> str:
    """A question for two terms of one kind, each told of in a sentence."""
    things = term.kind if kind_noun(term) else "terms"
    said = f"The first {_rest(first).strip()}. The second {_rest(second).strip()}."
    return f"Two {things} are described. {said} Which are they? Select TWO."


def statement_stem(term: CourseTerm, count: int, rng: Random) -> str:
    """A question for true statements about the term."""
    is_one = count == 1
    stem = rng.choice(_ABOUT).format(
        statement="statement" if is_one else "statements",
        is_="is" if is_one else "are",
        describes="describes" if is_one else "describe",
        name=term.name,
    )
    return stem if is_one else f"{stem} Select TWO."


def _rest(sentence: str) -> str:
    return sentence.removeprefix(HIDDEN).rstrip(".")
