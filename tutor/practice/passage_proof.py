"""Proofs of a fact before the model is asked, and of the sentence that it wrote: found again? supported?

Each gives the reason for a failure in a few words, "" for none. Knows nothing of options.
"""

from tutor.answering.retrieval import Retriever
from tutor.answering.support import SupportCheck
from tutor.answering.verifier import Evidence, Reading
from tutor.practice.distractors import Siblings, is_proper
from tutor.practice.passage_facts import PassageFact
from tutor.practice.passage_stems import Opening
from tutor.practice.prompts import HIDDEN
from tutor.practice.rewording import names_term

__all__ = ["FOUND_RANK", "FactProof", "told_of_term"]

FOUND_RANK = 5
"""A search for the finished stem has to give the fact's passage among the first so many."""
_SPECIFIC_RANK = 3
"""... and a search for the fact's own words without its subject among the first so many."""
_MEANT_FROM = 0.25
"""Cosine of a sentence and its subject's definition; below, a plain word means something else there."""
_ANSWERED_FROM = 0.4
"""Probability, as the verifier reads it, that the fact's sentence answers the stem."""


class FactProof:
    """Proofs against one index."""

    def __init__(self, retriever: Retriever, check: SupportCheck, siblings: Siblings) -> None:
        self._retriever = retriever
        self._check = check
        self._siblings = siblings

    def fact_fault(self, fact: PassageFact) -> str:
        """Why nothing can be asked about the fact."""
        if names_term(fact.said, fact.term):
            return "the fact names the key"
        if not is_proper(fact.term) and self._siblings.fits_meaning(fact.term, fact.sentence) < _MEANT_FROM:
            return "the name means something else here"
        return "" if self._is_found(fact, fact.said, _SPECIFIC_RANK) else "the fact is not specific"

    def untold(self, fact: PassageFact, text: str, opening: Opening) -> str:
        """What is wrong with a sentence on the thing itself if the fact's own words do not support it."""
        if opening.is_need:
            return ""  # tells of somebody, of whom the passage says nothing
        supported = self._check.check([(told_of_term(fact, text), _evidence(fact))])[0].supported
        return "" if supported else "the passage does not support the sentence"

    def stem_fault(self, fact: PassageFact, stem: str) -> str:
        """Why the stem does not lead to the fact."""
        if not self._is_found(fact, stem, FOUND_RANK):
            return "the stem does not find its passage"
        answered = self._check.verifier.probabilities([(stem, _evidence(fact))], Reading.ANSWERS)[0]
        return "" if answered >= _ANSWERED_FROM else "the fact does not answer the stem"

    def _is_found(self, fact: PassageFact, text: str, rank: int) -> bool:
        """Whether a search for the text finds the fact's passage, or another piece of its section."""
        place = (fact.chunk.document, fact.chunk.headings)
        return any((p.chunk.document, p.chunk.headings) == place for p in self._retriever.search(text, rank))


def told_of_term(fact: PassageFact, sentence: str) -> str:
    """The sentence on the hidden thing, told of the fact's term."""
    return fact.term.name + sentence.removeprefix(HIDDEN)


def _evidence(fact: PassageFact) -> Evidence:
    return Evidence(fact.sentence, fact.chunk.context)
