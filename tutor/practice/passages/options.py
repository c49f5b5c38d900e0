"""Right and wrong options from facts: named things, and statements about one thing.

Every option comes with its claim, its reason and the words that settle it. Knows nothing of models.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from ingest.sentences import sentence_spans
from ingest.types import BlockKind, Chunk
from tutor.answering.retrieval import Retriever
from tutor.answering.support import SupportCheck
from tutor.practice.passages.distractors import Siblings, TruthSearch
from tutor.practice.passages.drafts import PassageOption, source_of
from tutor.practice.passages.facts import FactForm, PassageFact, facts_in
from tutor.practice.passages.rewording import names_term
from tutor.practice.passages.terms import CourseTerm, TermBook, course_terms
from tutor.practice.rivals import NO_RIVALS, Rivals
from tutor.practice.types import Difficulty, ItemSource

__all__ = ["OptionMaker"]

_CONFUSABLE = 12
"""Siblings that are looked at, the most alike first."""
_SHARED = 4
"""Siblings of which the fact may be true as well, from which on it tells too little of its own subject."""
_SPARE = 2
"""Wrong terms kept beside those that are needed, for what later checks take away."""
_HARD_FROM, _EASY_BELOW = 0.75, 0.5
_GONE = re.compile(r"\b(?:ended|retired|was|were)\b")
"""Told of what is no longer offered; nobody takes that for an answer."""
_DEFINES = ("is a ", "is an ", "is the ")
_LENGTHS = (0.55, 1.5)
"""A false statement's length over the true one's."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A sentence of a section, and the terms that it is about."""

    chunk: Chunk
    text: str
    terms: tuple[CourseTerm, ...]
    is_head: bool
    """Whether it begins with the one term that it is about."""


class OptionMaker:
    """Facts, terms and their siblings of one index."""

    def __init__(self, retriever: Retriever, check: SupportCheck, rivals: Rivals = NO_RIVALS) -> None:
        self.retriever = retriever
        self.book = TermBook(course_terms(retriever.index.chunks))
        self.siblings = Siblings(self.book, retriever, rivals)
        self._authored = rivals
        self.truth = TruthSearch(retriever, check, self.book)
        self._sections: dict[tuple[str, tuple[str, ...]], tuple[_Weighed, ...]] = {}

    @cached_property
    def facts(self) -> tuple[PassageFact, ...]:
        """All facts of the passages that belong to a task, in the index's order."""
        return tuple(fact for chunk in self.retriever.index.chunks for fact in self.facts_in(chunk))

    def facts_in(self, chunk: Chunk) -> tuple[PassageFact, ...]:
        """The facts of a passage that belongs to a task, without those that the author finds unfit."""
        found = facts_in(chunk, self.book) if chunk.task else ()
        return tuple(fact for fact in found if fact.sentence not in self._authored.unfit_sentences)

    def lead(self, fact: PassageFact) -> str:
        """The sentence that the author puts before a question for the fact's subject; "" for none."""
        note = self._authored.sentences.get(fact.sentence)
        return note.lead if note else ""

    @cached_property
    def case_chunks(self) -> frozenset[str]:
        """The ids of the passages that decide a case."""
        return frozenset(fact.chunk.id for fact in self.facts if fact.form is FactForm.CASE)

    @cached_property
    def _facts_of(self) -> dict[str, tuple[PassageFact, ...]]:
        by_term: dict[str, tuple[PassageFact, ...]] = {}
        for fact in self.facts:
            by_term[fact.term.chunk.id] = (*by_term.get(fact.term.chunk.id, ()), fact)
        return by_term

    @cached_property
    def _versions(self) -> dict[str, str]:
        return {document.name: document.sha256 for document in self.retriever.index.documents}

    def facts_of(self, term: CourseTerm) -> tuple[PassageFact, ...]:
        """What the passages say of the term."""
        return self._facts_of.get(term.chunk.id, ())

    def wrong_terms(self, facts: Iterable[PassageFact], count: int) -> tuple[CourseTerm, ...]:
        """Siblings of which none of the facts is told, the most alike first; some more than `count` or fewer.

        Neither may they stand in the facts' own words. What a case's section weighs goes first; what the
        course's author names for the first fact's sentence goes alone.
        """
        told = tuple(facts)
        keys = {fact.term.chunk.id for fact in told}
        found: list[CourseTerm] = []
        shared = 0
        for other in self._candidates(told[0]):
            if _GONE.search(other.meaning):
                continue
            if other.chunk.id in keys or any(names_term(fact.said, other) for fact in told):
                continue
            is_named = self.is_named(other, told[0])
            if any(
                self.truth.may_be_true(fact.statement(other.name), other, is_named=is_named) for fact in told
            ):
                shared += 1
                if shared > _SHARED:
                    return ()
                continue
            found.append(other)
            if len(found) == count + _SPARE:
                break
        return tuple(found)

    def is_named(self, term: CourseTerm, fact: PassageFact) -> bool:
        """Whether the course's author names the term as a wrong option for the fact's sentence."""
        note = self._authored.sentences.get(fact.sentence)
        return note is not None and any(self.book.called(name) is term for name in note.rivals)

    def _candidates(self, fact: PassageFact) -> tuple[CourseTerm, ...]:
        note = self._authored.sentences.get(fact.sentence)
        if note is not None:
            named = (self.book.called(name) for name in note.rivals)
            return tuple(dict.fromkeys(term for term in named if term is not None and term is not fact.term))
        rivals = self.rivals(fact) if fact.form is FactForm.CASE else ()
        return tuple(dict.fromkeys((*rivals, *self.siblings.confusable(fact.term)[:_CONFUSABLE])))

    def right_term(self, fact: PassageFact) -> PassageOption:
        """The fact's own term."""
        source = self._quoted(fact)
        return PassageOption(
            fact.term.name, True, f"Right: {fact.sentence}", fact.statement(fact.term.name), source
        )

    def rivals(self, fact: PassageFact) -> tuple[CourseTerm, ...]:
        """Things of the key's kind that the rest of the fact's section weighs against it, in their order."""
        named = dict.fromkeys(term for each in self._weighed(fact) for term in each.terms)
        return tuple(
            term
            for term in named
            if self.siblings.may_stand_beside(fact.term, term)
            and not names_term(fact.said, term)
            and not _GONE.search(term.meaning)
        )

    def _weighed(self, fact: PassageFact) -> tuple[_Weighed, ...]:
        """The other sentences of the fact's section, each with the terms that it begins with or names."""
        place = (fact.chunk.document, fact.chunk.headings)
        if place not in self._sections:
            chunks = (
                c
                for c in self.retriever.index.chunks
                if (c.document, c.headings) == place and c.kind is BlockKind.PROSE
            )
            told = [(c, c.text[s.start : s.end]) for c in chunks for s in sentence_spans(c.text)]
            self._sections[place] = tuple(
                _Weighed(chunk, text, (head.term,) if head else self.book.named_in(text), head is not None)
                for chunk, text in told
                for head in [self.book.at_head(text)]
            )
        return tuple(each for each in self._sections[place] if each.text != fact.sentence)

    def wrong_term(self, term: CourseTerm, fact: PassageFact) -> PassageOption:
        """Another term as an answer to what asks for the fact's, and what it would be right for.

        A rival in a case is wrong for what the case's own section says of it.
        """
        if fact.form is FactForm.CASE:
            weighed = [each for each in self._weighed(fact) if term in each.terms]
            told = next((each for each in weighed if each.is_head), weighed[0] if weighed else None)
            if told is not None:
                source = self._source(told.chunk, told.text)
                return PassageOption(
                    term.name, False, f"Wrong: {told.text}", fact.statement(term.name), source
                )
        said, source = self._right_for(term)
        rationale = f"Wrong: {term.name} would be right {said}"
        return PassageOption(term.name, False, rationale, fact.statement(term.name), source)

    def right_statement(self, fact: PassageFact, text: str) -> PassageOption:
        """The fact in other words."""
        return PassageOption(text, True, f"Right: {fact.sentence}", text, self._quoted(fact))

    def wrong_statements(
        self, fact: PassageFact, length: int, count: int, tell: Callable[[PassageFact, str], str]
    ) -> tuple[PassageOption, ...]:
        """What is true of siblings, told of the fact's term; `length` in characters is that of the right one.

        `tell` gives a fact in other words with the name as its subject.
        Definitions and sentences with numbers only: they are true of one thing alone.
        """
        found: list[PassageOption] = []
        for other in self.siblings.confusable(fact.term)[:_CONFUSABLE]:
            for told in self.facts_of(other):
                text = tell(told, fact.term.name)
                if self._may_be_swapped(told, fact, len(text) / length) and not self.truth.may_be_true(
                    text, fact.term
                ):
                    rationale = f"Wrong: This is true of {other.name}. {told.sentence}"
                    found.append(PassageOption(text, False, rationale, text, self._quoted(told)))
                    break
            if len(found) == count:
                break
        return tuple(found)

    def difficulty(self, term: CourseTerm, wrong: Iterable[CourseTerm]) -> Difficulty:
        """By how much alike the wrong terms are on average."""
        values = [self.siblings.likeness(term, other) for other in wrong]
        mean = sum(values) / len(values) if values else 0.0
        if mean >= _HARD_FROM:
            return Difficulty.HARD
        return Difficulty.EASY if mean < _EASY_BELOW else Difficulty.MEDIUM

    def _may_be_swapped(self, told: PassageFact, fact: PassageFact, ratio: float) -> bool:
        if told.form is not FactForm.PROPERTY or not _LENGTHS[0] <= ratio <= _LENGTHS[1]:
            return False
        if names_term(told.said, fact.term):
            return False
        return told.said.startswith(_DEFINES) or any(letter.isdigit() for letter in told.said)

    def _right_for(self, term: CourseTerm) -> tuple[str, ItemSource]:
        """Where the term is right, in the words of a source: advice on it, else what it is or does."""
        told = sorted(self.facts_of(term), key=lambda fact: not fact.form.is_choice)
        for fact in told:
            if fact.form.is_choice:
                return f"{fact.said}: “{fact.sentence}”", self._quoted(fact)
            if fact.said.startswith(_DEFINES):
                return f"if the question described this: “{fact.sentence}”", self._quoted(fact)
        return f"if the question described this: “{term.meaning}”", self._source(term.chunk, term.meaning)

    def _quoted(self, fact: PassageFact) -> ItemSource:
        return self._source(fact.chunk, fact.sentence)

    def _source(self, chunk: Chunk, quote: str) -> ItemSource:
        return source_of(chunk, quote, self._versions)
