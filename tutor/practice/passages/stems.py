"""How a fact that was told in other words becomes a question. Pure functions.

Knows nothing of options.
"""

import re
from dataclasses import dataclass
from random import Random

from tutor.practice.passages.kinds import kind_noun
from tutor.practice.passages.prompts import HIDDEN
from tutor.practice.passages.terms import CourseTerm

__all__ = ["Opening", "both_stem", "statement_stem", "term_stem"]

_ASKS = ("fits this need BEST?", "should be chosen?", "meets this need?")
_ABOUT = (
    "Which {statement} about {name} {is_} correct?",
    "Which {statement} {describes} {name} correctly?",
    "Which {statement} {is_} true of {name}?",
)
_HIDDEN = re.compile(rf"(?<![\w-]){HIDDEN}(?![\w-])")


@dataclass(frozen=True, slots=True)
class Opening:
    """The first words of a sentence, and whether it tells of somebody's need instead of the thing itself."""

    words: str
    is_need: bool

    @classmethod
    def hidden(cls) -> "Opening":
        """The sentence tells of the thing itself."""
        return cls(HIDDEN, is_need=False)


def term_stem(noun: str, sentence: str, opening: Opening) -> str:
    """A question for a term: "… Which AWS data service fits this need BEST?" or "Which … keeps …?".

    `noun` is what one of the options is called, "" if no word fits all. A condition that the sentence begins
    with stays in front: "Before a job starts, which … copies …?"
    """
    subject = f"Which {noun}" if noun else "Which of the following"
    if opening.is_need:
        ask = _ASKS[len(sentence) % len(_ASKS)]  # varied, and the same for the same sentence
        return f"{sentence} {subject} {ask}"
    front = _HIDDEN.split(sentence, maxsplit=1)[0]
    if front and not sentence.startswith(HIDDEN):
        subject = f"{front}{subject[0].lower()}{subject[1:]}"
    return f"{subject}{_rest(sentence.removeprefix(front))}?"


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
