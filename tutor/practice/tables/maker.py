"""Cards -> proved items: draft, shuffle, prove; what fails is repaired once with other wrong options.

No language model has a part in it, so the same card, position and seed give the same item. Knows nothing of
the order of cards.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from random import Random

from ingest.sentences import sentence_spans
from ingest.words import search_words
from tutor.answering.retrieval import RetrievalSettings, Retriever
from tutor.answering.support import SupportCheck
from tutor.answering.verifier import Evidence
from tutor.practice.proving.likeness import Likeness
from tutor.practice.proving.proof import ProofContext, failed, prove
from tutor.practice.rivals import NO_RIVALS, Rivals
from tutor.practice.slots import Outcome, Slot
from tutor.practice.tables.cards import Card
from tutor.practice.tables.drafts import Draft, OptionDraft, finished
from tutor.practice.tables.facts import RowTable
from tutor.practice.tables.forms import Choice, made_draft
from tutor.practice.tables.siblings import Names, Siblings
from tutor.practice.types import ItemCheck

__all__ = ["EvidenceFinder", "TableItemMaker", "key_place"]

_PASSAGES = 2
"""Read for each wrong option, the item's own rows not counted."""
_FOUND = 5
"""Searched for, since the item's own rows are among the nearest."""
_SENTENCES = 2
"""Of a passage: a small verifier judges a claim better by two sentences than by a page (.64 -> .87)."""
_LEAST_SHARED = 0.35
"""Share of a claim's words, rare ones counting more, below which a passage cannot support it."""
_REMEMBERED_CLAIMS = 500
_PLACES = 12
"""Key positions come in shuffled blocks of so many, each place equally often."""


class TableItemMaker:
    """Makes items from the rows of a course's tables."""

    def __init__(
        self,
        tables: Sequence[RowTable],
        retriever: Retriever,
        support: SupportCheck,
        rivals: Rivals = NO_RIVALS,
    ) -> None:
        names = Names(retriever.glossary)
        self._retriever = retriever
        self._support = support
        self._find = EvidenceFinder(retriever)
        self._siblings = Siblings(tables, retriever.index, names, rivals)
        self._same = names.same

    def possible(self, card: Card) -> bool:
        """False if the card's rows have too few siblings for its form, whatever is chosen."""
        return self._draft(card, Choice(Random(0))) is not None

    def made(self, card: Card, slot: Slot) -> Outcome:
        """An item that passed all of its proofs, or why there is none."""
        avoid: frozenset[str] = frozenset()
        found: tuple[str, ...] = ()
        for attempt in range(2):
            rng = Random(f"{slot.seed}/{slot.position}/{card.rows[0].cue}/{attempt}")
            draft = self._draft(card, Choice(rng, slot.wish, avoid))
            if draft is None:
                return Outcome(None, found or ("no_draft",))
            item, options = finished(draft, key_place(slot), slot.seed, rng)
            if slot.wish is not None and item.difficulty is not slot.wish:
                return Outcome(None, ("difficulty",))
            context = self._context(draft, options, slot.earlier)
            checks = prove(item, context)
            wrong = failed(checks)
            if not wrong:
                return Outcome(replace(item, checks=checks), repaired=attempt > 0)
            found = tuple(check.name for check in wrong)
            if found == ("not_near_copy",):
                break  # other wrong options would not make it another question
            avoid = _answers_named(options, wrong)
        return Outcome(None, found)

    def _draft(self, card: Card, choice: Choice) -> Draft | None:
        return made_draft(card.form, card.table, card.rows, self._siblings, choice)

    def _context(self, draft: Draft, options: Sequence[OptionDraft], earlier: Likeness) -> ProofContext:
        index = self._retriever.index
        return ProofContext(
            page_text=lambda document, number: index.page(document, number).text,
            same_meaning=self._same,
            support=self._support,
            claims=tuple(option.claim for option in options),
            find=lambda claim: self._find.beside(claim, {option.row.source.quote for option in options}),
            earlier=earlier,
            words=tuple(option.words or option.text for option in options),
            key_sources=len(draft.key_rows),
        )


class EvidenceFinder:
    """The stretches of a course's passages that speak of a claim; what was found for a claim is kept."""

    def __init__(self, retriever: Retriever) -> None:
        # fewer candidates than for a learner's question: it is asked for each wrong option of each item
        light = RetrievalSettings(candidates=15, reranked=6)
        self._retriever = Retriever(retriever.index, retriever.embedder, retriever.glossary, light)
        self._known: dict[str, tuple[Evidence, ...]] = {}

    def beside(self, claim: str, own: Collection[str]) -> tuple[Evidence, ...]:
        """The nearest passages other than the rows `own`, which say of each option what it is right for."""
        return tuple(found for found in self._found(claim) if found.text not in own)[:_PASSAGES]

    def _found(self, claim: str) -> tuple[Evidence, ...]:
        """The nearest passages, each cut to the sentences that share most with the claim."""
        if claim not in self._known:
            if len(self._known) >= _REMEMBERED_CLAIMS:
                self._known.clear()
            wanted = set(search_words(claim))
            found = (passage.chunk for passage in self._retriever.search(claim, _FOUND))
            focused = (Evidence(self._focused(wanted, chunk.text), chunk.context) for chunk in found)
            whole = self._weight(wanted)
            self._known[claim] = tuple(
                evidence
                for evidence in focused
                if self._shared(wanted, f"{evidence.context} {evidence.text}") >= _LEAST_SHARED * whole
            )
        return self._known[claim]

    def _weight(self, words: Collection[str]) -> float:
        return sum(self._retriever.index.rarity(word) for word in words)

    def _shared(self, wanted: Collection[str], text: str) -> float:
        return self._weight(set(wanted).intersection(search_words(text)))

    def _focused(self, wanted: Collection[str], text: str) -> str:
        """The two sentences, in their order, that share most with the claim's words."""
        spans = sentence_spans(text)
        if len(spans) <= _SENTENCES or text.startswith("|"):
            return text
        shares = [self._shared(wanted, text[span.start : span.end]) for span in spans]
        best = sorted(sorted(range(len(spans)), key=lambda place: -shares[place])[:_SENTENCES])
        return " ".join(text[spans[place].start : spans[place].end] for place in best)


def _answers_named(options: Sequence[OptionDraft], checks: Sequence[ItemCheck]) -> frozenset[str]:
    """The answers of the wrong options that the failed checks name in quotes: a passage supports them."""
    notes = [check.note for check in checks if check.name == "distractors_unsupported"]
    return frozenset(
        option.answer.casefold()
        for option in options
        if not option.is_right and any(f"“{option.text}”" in note for note in notes)
    )


def key_place(slot: Slot) -> int:
    """Where a single right option goes, before it is cut to the number of options.

    Each block of 12 positions has each of four places three times.
    """
    block, place = divmod(slot.position, _PLACES)
    order = [number % 4 for number in range(_PLACES)]
    Random(f"places/{block}").shuffle(order)
    return order[place]
