"""Proofs of a fact before the model is asked, and of the sentence that it wrote: found again? supported?

Each gives the reason for a failure in a few words, "" for none. Knows nothing of options.
"""

import re

from ingest.words import search_words
from tutor.answering.retrieval import Retriever
from tutor.answering.support import SupportCheck
from tutor.answering.verifier import Evidence, Reading
from tutor.practice.passages.distractors import Siblings, is_proper
from tutor.practice.passages.facts import PassageFact, facts_in
from tutor.practice.passages.prompts import HIDDEN
from tutor.practice.passages.rewording import names_term

__all__ = ["FOUND_RANK", "FactProof", "told_of_term"]

FOUND_RANK = 5
"""A search for the finished stem has to give the fact's passage among the first so many."""
_SPECIFIC_RANK = 3
"""... and a search for the fact's own words without its subject among the first so many."""
_AS_WELL = 0.6
"""Share of a fact's words, each weighed by its rarity, in what is said of another thing of its kind."""
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
        if self._fits_another(fact):
            return "the fact fits another thing as well"
        return "" if self._is_found(fact, fact.said, _SPECIFIC_RANK) else "the fact is not specific"

    def _fits_another(self, fact: PassageFact) -> bool:
        """Whether a sentence that begins with a thing of the same kind has nearly all of the fact's words."""
        words = set(search_words(fact.said))
        weights = {word: self._retriever.index.rarity(word) for word in words}
        enough = _AS_WELL * sum(weights.values())
        for passage in self._retriever.search(fact.said, FOUND_RANK):
            for other in facts_in(passage.chunk, self._siblings.book):
                if other.term is fact.term or not self._siblings.kinds.akin(fact.term, other.term):
                    continue
                if sum(weights[word] for word in words & set(search_words(other.said))) >= enough:
                    return True
        return False

    def untold(self, fact: PassageFact, text: str) -> str:
        """What is wrong with a sentence on the thing itself if the fact's own words do not support it."""
        told = told_of_term(fact, text)
        back = Evidence(told, fact.chunk.context)
        there, again = self._check.check([(told, _evidence(fact)), (fact.statement(fact.term.name), back)])
        if not there.supported:
            return "the passage does not support the sentence"
        return "" if again.supported else "the sentence does not say all of the fact"

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
    return re.sub(rf"(?<![\w-]){HIDDEN}(?![\w-])", lambda _: fact.term.name, sentence, count=1)


def _evidence(fact: PassageFact) -> Evidence:
    return Evidence(fact.sentence, fact.chunk.context)
