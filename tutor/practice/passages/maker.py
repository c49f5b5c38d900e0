"""Items from passages: a fact chosen by code, told in other words, proved before it is shown.

    fact -> wrong options -> other words -> stem -> found again? answered by the key alone? -> solver

Cheap and deterministic steps come first, so that most of what cannot become an item costs no model call.
Knows nothing of blueprints, of other items or of the learner.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from ingest.types import Chunk
from tutor.answering.retrieval import Retriever
from tutor.answering.support import SupportCheck
from tutor.practice.passages.drafts import PassageDraft, PassageOption, finished_item
from tutor.practice.passages.facts import FactForm, PassageFact, fact_key
from tutor.practice.passages.name_leads import NameLeads
from tutor.practice.passages.options import OptionMaker
from tutor.practice.passages.proof import FOUND_RANK, FactProof, told_of_term
from tutor.practice.passages.rewording import Rewriter, names_term
from tutor.practice.passages.stems import both_stem, need_stem, statement_stem, term_stem
from tutor.practice.passages.telling import Teller, UntoldError
from tutor.practice.passages.terms import CourseTerm
from tutor.practice.proving.giveaways import key_not_given_away
from tutor.practice.proving.solver import solve
from tutor.practice.rivals import NO_RIVALS, Rivals
from tutor.practice.types import Difficulty, ItemCheck, ItemKind, PracticeItem

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["PassageItemMaker", "Proposal"]

_SHORT_CHARS = 90
"""A fact of so few characters is preferred where two are asked for in one stem."""
_STATEMENTS = "statements"
"""The form of items whose stem names its subject."""
_STATEMENT_SHARE = 0.2
"""Of single-choice items; the others ask for a name."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item that passed every check, or the reason why there is none."""

    item: PracticeItem | None
    reason: str = ""
    """The check that failed, in a few words, the same for the same fault; empty with an item."""
    claims: tuple[str, ...] = ()
    """What choosing each option says, as sentences, in the order of the item's options."""
    repaired: bool = False
    """Whether the first sentence failed and a second was taken."""


class _DroppedError(Exception):
    """No item can be made of this fact; the message is the reason."""


class PassageItemMaker:
    """Makes items of one index.

    `sampling` goes to the model with each sentence to write (`rewording.AGAINST_COPIES` for a llama.cpp
    server); `orders` is in how many orders the solver sees the options.
    """

    def __init__(
        self,
        retriever: Retriever,
        check: SupportCheck,
        model: "BaseChatModel",
        sampling: Mapping[str, float] | None = None,
        *,
        orders: int = 4,
        rivals: Rivals = NO_RIVALS,
    ) -> None:
        self._model = model
        self._orders = orders
        self._options = OptionMaker(retriever, check, rivals)
        self._teller = Teller(Rewriter(model, sampling), self._options.book)
        self._leads = NameLeads(retriever.embedder)
        self._proof = FactProof(retriever, check, self._options.siblings)

    def chunks(self) -> tuple[Chunk, ...]:
        """The passages that hold a fact, in the index's order."""
        return tuple({fact.chunk.id: fact.chunk for fact in self._options.facts}.values())

    def decides_case(self, chunk: Chunk) -> bool:
        """Whether the passage decides a case, which makes the most exam-like items."""
        return chunk.id in self._options.case_chunks

    def propose(
        self, chunk: Chunk, kind: ItemKind, rng: Random, told: frozenset[str] = frozenset()
    ) -> Proposal:
        """One item from one fact of the passage, or why there is none. Raises what the model raises.

        None of the facts in `told` (`fact_key` of their sentences) is asked for.
        """
        found = self._options.facts_in(chunk)
        facts = [fact for fact in found if fact_key(fact.sentence) not in told]
        rng.shuffle(facts)
        reason = "every fact of the passage was asked for" if found else "no fact in the passage"
        for fact in facts:
            try:
                self._suited(fact)
                return self._made(fact, kind, rng, told)
            except _UnsuitedError as fault:
                reason = str(fault)
            except (_DroppedError, UntoldError) as fault:
                return Proposal(None, str(fault))
        return Proposal(None, reason)

    def _made(self, fact: PassageFact, kind: ItemKind, rng: Random, told: frozenset[str]) -> Proposal:
        if fact.form is FactForm.CASE and kind is ItemKind.MULTIPLE_RESPONSE:
            raise _UnsuitedError("a case has one answer")
        tells = fact.form is FactForm.PROPERTY
        if kind is ItemKind.MULTIPLE_CHOICE:
            is_statement = tells and rng.random() < _STATEMENT_SHARE
            return self._statements(fact, (), rng) if is_statement else self._term(fact, rng)
        second = self._second_of_same(fact, told)
        if tells and second is not None and rng.random() < 0.5:
            return self._statements(fact, (second,), rng)
        return self._both(fact, rng, told)

    # what needs no model

    def _suited(self, fact: PassageFact) -> None:
        fault = self._proof.fact_fault(fact)
        if fault:
            raise _UnsuitedError(fault)

    def _wrong_terms(self, facts: Sequence[PassageFact]) -> tuple[CourseTerm, ...]:
        found = self._options.wrong_terms(facts, 3)
        if len(found) < 3:
            raise _UnsuitedError("too few wrong options")
        return found

    def _second_of_same(self, fact: PassageFact, told: frozenset[str]) -> PassageFact | None:
        """Another fact of the same term that can stand in a statement."""
        return next(
            (
                other
                for other in self._options.facts_of(fact.term)
                if other.said != fact.said
                and other.form is FactForm.PROPERTY
                and fact_key(other.sentence) not in told
            ),
            None,
        )

    def _partner(self, fact: PassageFact, rng: Random, told: frozenset[str]) -> PassageFact:
        """A fact about a sibling, to be asked for together."""
        near = self._options.siblings.confusable(fact.term)[:8]
        facts = [
            f
            for other in near
            for f in self._options.facts_of(other)
            if f.form is not FactForm.CASE
            and not names_term(f.said, fact.term)
            and fact_key(f.sentence) not in told
        ]
        rng.shuffle(facts)
        for other in sorted(facts, key=lambda found: len(found.said) > _SHORT_CHARS)[:4]:
            if names_term(fact.said, other.term) or self._options.truth.may_be_true(
                fact.statement(other.term.name), other.term
            ):
                continue
            try:
                self._suited(other)
            except _UnsuitedError:
                continue
            return other
        raise _UnsuitedError("no second fact to ask for")

    # the forms

    def _term(self, fact: PassageFact, rng: Random) -> Proposal:
        wrong = self._wrong_terms([fact])
        noun = self._options.siblings.kinds.noun([fact.term, *wrong])
        lead = self._options.lead(fact)
        stems: dict[str, str] = {}

        def fault(text: str) -> str:
            is_case = fact.form is FactForm.CASE
            question = need_stem(noun, text, rng, is_case=is_case) or term_stem(noun, text)
            stems[text] = f"{lead} {question}".lstrip()
            return self._proof.stem_fault(fact, stems[text])

        told = self._teller.told(fact, self._proof.untold, rng, fault, may_front=True)
        stem = stems[told.text]
        kept = self._not_answering(stem, wrong, fact)[:3]
        options = [self._options.right_term(fact), *(self._options.wrong_term(other, fact) for other in kept)]
        level = self._options.difficulty(fact.term, kept)
        return self._proved(
            self._draft("name of a fact", fact, stem, options, level), [fact], told.repaired, rng
        )

    def _both(self, fact: PassageFact, rng: Random, asked: frozenset[str]) -> Proposal:
        """Two terms, each described by a fact, among three others."""
        second = self._partner(fact, rng, asked)
        pair = [fact, second]
        wrong = self._wrong_terms(pair)
        told = [self._teller.told(each, self._proof.untold, rng) for each in pair]
        stem = both_stem(fact.term, told[0].text, told[1].text)
        kept = self._not_answering(stem, wrong, fact)[:3]
        options = [self._options.right_term(each) for each in pair]
        options += [self._options.wrong_term(other, fact) for other in kept]
        draft = self._draft("names of two facts", fact, stem, options, Difficulty.HARD)
        return self._proved(draft, pair, any(each.repaired for each in told), rng)

    def _statements(self, fact: PassageFact, also: Sequence[PassageFact], rng: Random) -> Proposal:
        """True statements about the term among those that are true of its siblings."""
        facts = [fact, *also]
        tell = partial(self._teller.statement, rng=rng)
        wrong = self._options.wrong_statements(fact, len(fact.sentence), 3, tell)
        if len(wrong) < 3:
            raise _UnsuitedError("too few wrong statements")
        options: list[PassageOption] = []
        repaired = False
        for each in facts:
            told = self._teller.told(each, self._proof.untold, rng)
            options.append(self._options.right_statement(each, told_of_term(each, told.text)))
            repaired = repaired or told.repaired
        draft = self._draft(
            _STATEMENTS,
            fact,
            statement_stem(fact.term, len(facts), rng),
            [*options, *wrong],
            Difficulty.MEDIUM,
        )
        return self._proved(draft, facts, repaired, rng)

    # the proofs

    def _not_answering(
        self, stem: str, terms: Sequence[CourseTerm], fact: PassageFact
    ) -> tuple[CourseTerm, ...]:
        """Those of the wrong terms of which no found passage says what the stem asks for.

        What the course's author names for the fact's sentence was read by a person.
        """
        named, answers = self._options.is_named, self._options.truth.answers
        kept = tuple(t for t in terms if named(t, fact) or not answers(stem, t))
        if len(kept) < 3:
            raise _DroppedError("a wrong option may answer the stem")
        return kept

    def _draft(
        self, form: str, fact: PassageFact, stem: str, options: Sequence[PassageOption], level: Difficulty
    ) -> PassageDraft:
        concept = f"{fact.term.name}: {fact.term.meaning}"
        return PassageDraft(form, stem, tuple(options), concept, fact.chunk, level)

    def _proved(
        self, draft: PassageDraft, facts: Sequence[PassageFact], repaired: bool, rng: Random
    ) -> Proposal:
        item, claims = finished_item(draft, rng)
        giveaway = key_not_given_away(item)
        if not giveaway.passed:
            raise _DroppedError("the options give the key away")
        if draft.form != _STATEMENTS and self._leads.lead(item):
            raise _DroppedError("a word of the stem leads to the key's name")
        verdict = solve(self._model, item, [fact.chunk for fact in facts], self._orders)
        if not verdict.agrees:
            raise _DroppedError("the blind solver does not choose the key")
        checks = (
            ItemCheck("distractors_unsupported", True, "no passage found for a wrong option supports it"),
            ItemCheck("stem_specific", True, f"the passage is among the first {FOUND_RANK} for the stem"),
            giveaway,
            ItemCheck("blind_solver", True, verdict.note),
        )
        return Proposal(replace(item, checks=checks), "", claims, repaired)


class _UnsuitedError(Exception):
    """This fact cannot carry an item; another of the passage may. The message is the reason."""
