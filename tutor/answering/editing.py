"""What of a model's text is shown: what has a source and answers; else the sources' own sentences.

Knows nothing of how passages are found or of how the text was written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutor.answering.attribution import Attributed, attribute
from tutor.answering.enumerations import enumerated, written_members
from tutor.answering.extract import extract_answer
from tutor.answering.introductions import Broad, introduced, with_members
from tutor.answering.listings import listing
from tutor.answering.overview import Rarity, asks_for_list, contrasts, names
from tutor.answering.relevance import (
    asks_for_quantity,
    gives_what_is_asked,
    is_heading,
    only_repeats,
    relevance,
)
from tutor.answering.retrieval import Passage, Retriever
from tutor.answering.second_look import second_look
from tutor.answering.settings import AnswerSettings
from tutor.answering.support import SupportCheck
from tutor.answering.types import AnswerSentence, Citation
from tutor.answering.written import written_sentences
from tutor.llm.engine import EngineError
from tutor.prompts import says_not_answered

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["Editor"]

_ECHO = "it only repeats the question"
_HEADING = "it is a heading"
_CHOICE = re.compile(r"\b(?:instead|rather|over|and not|not)\b", re.I)
_OF_ANOTHER = "its source speaks of one of the two only"
_OF_NEITHER = "it is about something else"
_HAS_THE_LIST = 0.75
"""Of the members of a list in one sentence with a source."""
_BESIDE = "what it cites does not answer the question"


@dataclass(frozen=True, slots=True)
class Editor:
    """Edits what was written; `model` None, or a server without probabilities, leaves out the second look."""

    retriever: Retriever
    check: SupportCheck
    model: "BaseChatModel | None"
    settings: AnswerSettings

    def shown(
        self,
        question: str,
        written: str,
        passages: Sequence[Passage],
        answerable: float,
        asked: Broad | None = None,
    ) -> Attributed | None:
        """The sentences to show, with those withheld behind them; None where nothing answers.

        A list that was written and that no sentence bears out is told by the sources, member by member.

        `passages` are those that the model had before it, `answerable` the probability that they answer,
        `asked` the question where it is a broad one.
        """
        sentences = [] if says_not_answered(written) else written_sentences(written)
        headings = [heading for passage in passages for heading in passage.chunk.headings]
        faults = {one: _fault(question, one, headings) for one in sentences}
        told = [one for one in sentences if not faults[one]]
        dropped = tuple(
            AnswerSentence(one, supported=False, score=0.0, reason=fault)
            for one, fault in faults.items()
            if fault
        )
        if asks_for_list(question) and self.settings.length != "short":
            listed = self._listed(question, written, told, passages, asked)
            if listed is not None:
                return replace(listed, sentences=(*listed.sentences, *dropped))
        if asked is not None:
            of_it = self._of_broad(asked, told, passages)
            if _held(of_it):
                return replace(of_it, sentences=(*of_it.sentences, *dropped))
            wrong = tuple(one for one in of_it.sentences if one.reason in (_OF_ANOTHER, _OF_NEITHER))
            told, dropped = (
                [one for one in told if one not in {each.text for each in wrong}],
                (*wrong, *dropped),
            )
        chosen = self._chosen(question, told, passages, answerable)
        return chosen and replace(chosen, sentences=(*chosen.sentences, *dropped))

    def rounded(self, told: Attributed, asked: Broad | None) -> Attributed:
        """An answer to a broad question with what it leaves out, in the sources' words; not a short one."""
        if asked is None or self.settings.length == "short":
            return told
        return introduced(told, asked, self.retriever)

    def _of_broad(self, asked: Broad, sentences: Sequence[str], passages: Sequence[Passage]) -> Attributed:
        """What was written of a broad question's subjects and holds, and what it leaves out."""
        found = attribute(sentences, passages, self.check, asked.question, replaces=False)
        found = _of_the_subjects(asked, found, self.retriever.index.rarity)
        if self.settings.length == "short":
            return found if _held(found) else introduced(found, asked, self.retriever, most=1)
        return introduced(found, asked, self.retriever)

    def _listed(
        self,
        question: str,
        written: str,
        sentences: Sequence[str],
        passages: Sequence[Passage],
        asked: Broad | None,
    ) -> Attributed | None:
        """What a section says of each member of the list that was written, and what else of the text holds.

        None where nothing was listed, where a sentence with a source has the list, where a whole section is
        the list that is asked for, and where a number is asked for.
        """
        index, members = self.retriever.index, written_members(written)
        if not members or asks_for_quantity(question):
            return None
        if asked is not None and listing(asked.subjects[0], "", asked.passages, index.chunks, index.rarity):
            return None
        told = enumerated(question, members, passages, index.chunks, index.rarity)
        if not told:
            return None

        def share(text: str) -> float:
            return sum(names(member, text, index.rarity) for member in members) / len(members)

        found = attribute(sentences, passages, self.check, question, replaces=False)
        if any(share(text) >= _HAS_THE_LIST for text in _held(found)):
            return None
        holding = [one for one in found.sentences if one.supported and one.text not in members]
        left = tuple(one for one in found.sentences if not one.supported and one.text not in told)
        listed = with_members(_renumbered(holding, found.citations), list(told.values()))
        return replace(listed, sentences=(*listed.sentences, *left))

    def _chosen(
        self, question: str, sentences: Sequence[str], passages: Sequence[Passage], answerable: float
    ) -> Attributed | None:
        attributed = attribute(sentences, passages, self.check, question)
        if self._answers(question, attributed):
            return attributed
        again = self._looked_at_again(question, sentences, passages)
        if again is not None:
            return again
        if self.model is not None and answerable < self.settings.trust_search_from:
            return None
        extracted = extract_answer(question, passages, self.retriever)
        if not gives_what_is_asked(question, _held(extracted)):
            return None
        return replace(extracted, sentences=(*extracted.sentences, *_withheld(attributed)))

    def _answers(self, question: str, attributed: Attributed) -> bool:
        """Whether supported sentences are there, and what they cite answers the question."""
        if not gives_what_is_asked(question, _held(attributed)):
            return False
        found = relevance(question, attributed.sentences, attributed.citations, self.check.verifier)
        return found >= self.settings.relevant_from

    def _looked_at_again(
        self, question: str, sentences: Sequence[str], passages: Sequence[Passage]
    ) -> Attributed | None:
        if self.model is None or not self.settings.looks_again:
            return None
        try:
            return second_look(self.model, question, sentences, passages, self.check)
        except EngineError:  # the trained readings stand alone
            return None


def _fault(question: str, sentence: str, headings: Sequence[str]) -> str:
    if only_repeats(question, sentence):
        return _ECHO
    return _HEADING if is_heading(sentence, headings) else ""


def _of_the_subjects(asked: Broad, found: Attributed, rarity: Rarity) -> Attributed:
    """Without sentences on other things, and without those that say of one subject what is true of the other.

    Asked when A is right instead of B, a small model likes to say of A what the sources say of B. So what a
    sentence names its source names too, and where one is to be chosen a source of both sets them against each
    other ("choose A when it rains. Choose B in the sun" has been taken for "choose B when it rains").
    """
    by_number = {citation.n: citation for citation in found.citations}

    def fault(sentence: AnswerSentence) -> str:
        cited = [by_number[n] for n in sentence.citations]
        quotes = " ".join(one.quote for one in cited)
        above = " ".join(dict.fromkeys(one.heading.split(" › ")[-1] for one in cited))
        told = [one for one in asked.subjects if names(one, sentence.text, rarity)]
        above_names = [one for one in asked.subjects if names(one, above, rarity)]
        if not told and not above_names and not any(names(one, quotes, rarity) for one in asked.subjects):
            return _OF_NEITHER
        if len(asked.subjects) == 1:
            return ""
        named = [one for one in asked.subjects if names(one, f"{sentence.text} {quotes}", rarity)]
        if _CHOICE.search(asked.question) and len(named) > 1:
            return "" if contrasts(asked.subjects, quotes, rarity) else _OF_ANOTHER
        source = f"{above} {quotes}" if len(above_names) == 1 else quotes
        return "" if all(names(one, source, rarity) for one in told) else _OF_ANOTHER

    faults = [fault(one) if one.supported else "" for one in found.sentences]
    return _renumbered(
        [
            replace(one, supported=False, citations=(), reason=reason) if reason else one
            for one, reason in zip(found.sentences, faults, strict=True)
        ],
        found.citations,
    )


def _renumbered(sentences: Sequence[AnswerSentence], citations: Sequence[Citation]) -> Attributed:
    """The sentences with those of the citations that they still need, counted anew."""
    needed = {n for one in sentences for n in one.citations}
    kept = [citation for citation in citations if citation.n in needed]
    new = {citation.n: place for place, citation in enumerate(kept, start=1)}
    return Attributed(
        tuple(replace(one, citations=tuple(new[n] for n in one.citations)) for one in sentences),
        tuple(replace(citation, n=new[citation.n]) for citation in kept),
    )


def _held(attributed: Attributed) -> list[str]:
    return [sentence.text for sentence in attributed.sentences if sentence.supported]


def _withheld(attributed: Attributed) -> tuple[AnswerSentence, ...]:
    """The sentences as they are kept beside what is shown in their place."""
    return tuple(
        replace(one, supported=False, citations=(), reason=_BESIDE) if one.supported else one
        for one in attributed.sentences
    )
