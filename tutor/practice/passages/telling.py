"""A fact as a sentence on the hidden thing in other words: by code where that can be, else by the model.

Knows nothing of options or stems: what else a sentence has to pass is handed in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tutor.answering.facts import disagreement
from tutor.practice.passages.facts import PassageFact
from tutor.practice.passages.fidelity import drift_fault, without_padding
from tutor.practice.passages.prompts import HIDDEN
from tutor.practice.passages.retelling import Source, retellings
from tutor.practice.passages.rewording import COPIED_WORDS, Rewriter, fact_text, rewording_fault
from tutor.practice.passages.terms import TermBook

__all__ = ["Teller", "Told", "UntoldError", "by_code"]

_BY_CODE = 3
"""Retellings that are put to the further checks, which read the sources, before the model is asked."""
_BY_MODEL = 2
"""The first sentence of the model, and one repair."""


class UntoldError(Exception):
    """The fact could not be told; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence on the hidden thing."""

    text: str
    repaired: bool = False
    """Whether a first sentence of the model failed and a second was taken."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells facts of one course."""

    rewriter: Rewriter
    book: TermBook

    def told(
        self,
        fact: PassageFact,
        untold: Callable[[PassageFact, str], str],
        rng: Random,
        further: Callable[[str], str] = lambda text: "",
        *,
        may_front: bool = False,
    ) -> Told:
        """The fact in other words; `further` gives what else is wrong with a sentence, "" if nothing.

        With `may_front` it may begin with a condition. The model is asked only when code finds nothing, and
        `untold` reads whether its sentence says what the fact says: what code tells is the fact by
        construction, and is only read for numbers, names and negations.

        Raises:
            UntoldError: Neither found a sentence; the message is the reason of the last one.
        """
        for text in by_code(fact, self.book, rng, may_front=may_front)[:_BY_CODE]:
            if not _altered(fact, text) and not further(text):
                return Told(text)
        fault = ""
        for attempt in range(_BY_MODEL):
            text = self.rewriter.sentence(fact_text(fact, HIDDEN), HIDDEN, attempt)
            text = without_padding(text, fact.said)
            fault = (
                rewording_fault(fact, text, HIDDEN)
                or drift_fault(_predicate(fact), text.removeprefix(HIDDEN).strip(" ."))
                or untold(fact, text)
                or further(text)
            )
            if not fault:
                return Told(text, attempt > 0)
        raise UntoldError(fault)

    def statement(self, fact: PassageFact, name: str, rng: Random) -> str:
        """The fact by code with `name` as its subject; in its own words where code finds no others."""
        found = by_code(fact, self.book, rng)
        return found[0].replace(HIDDEN, name, 1) if found else fact.statement(name)


def by_code(fact: PassageFact, book: TermBook, rng: Random, *, may_front: bool = False) -> tuple[str, ...]:
    """The fact's retellings by code in an order drawn by `rng`; none shares a long run with its passage."""
    source = Source(fact.chunk.text, COPIED_WORDS, book.spelt_in(fact.said))
    return tuple(retellings(_predicate(fact), source, rng, may_front=may_front))


def _altered(fact: PassageFact, text: str) -> str:
    """What the deterministic checks have against a sentence made by code; "" as a rule."""
    own = fact_text(fact, HIDDEN)
    return disagreement(text, own) or disagreement(own, text)


def _predicate(fact: PassageFact) -> str:
    return fact_text(fact, HIDDEN).removeprefix(f"{HIDDEN} ").rstrip(".")
