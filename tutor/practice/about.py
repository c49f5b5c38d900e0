"""One item about cited passages: what a learner asks for under an answer.

    chunks -> a card on a cited table row -> a proposal from cited prose -> an item on them that is there

Each step takes the chunks in their order, and the first item that passes the usual proofs is the one. Knows
nothing of pages, of stores or of how the parts are made.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from ingest.errors import TutorError
from ingest.index import PassageIndex
from ingest.types import BlockKind, Chunk
from tutor.answering.types import Citation
from tutor.practice.passages.slots import PassageSlots, Proposed, Proposer
from tutor.practice.proving.likeness import Likeness
from tutor.practice.slots import Slot
from tutor.practice.stale import is_stale
from tutor.practice.tables.cards import Card, cards_of
from tutor.practice.tables.facts import RowTable
from tutor.practice.tables.forms import Form
from tutor.practice.tables.maker import TableItemMaker
from tutor.practice.types import ItemKind, ItemSource, Origin, PracticeItem

__all__ = ["AboutMaker", "AboutParts", "Found", "cited_chunks", "task_of"]

_POSITIONS = 100_000
"""Of a sequence of items that this one is taken from: where its key goes and what its dice show."""
_PROPOSALS = 2
"""Of a passage: a second one may take another fact; each costs a few seconds of the model."""
_FORMS = list(Form)
"""Scenarios first, as on the exam."""


@dataclass(frozen=True, slots=True)
class AboutParts:
    """What an item about passages is looked for in and made of. Without `passages` no model is asked."""

    index: PassageIndex
    tables: tuple[RowTable, ...]
    rows: TableItemMaker
    passages: PassageSlots | None = None
    bank: tuple[PracticeItem, ...] = ()
    """The written items, those to be taken first at the head."""
    earlier: tuple[PracticeItem, ...] = ()
    """What was made for the learner before: nothing near them is made again, they may come again."""
    not_again: frozenset[str] = frozenset()
    """Ids of items that do not come again: answered in the last days, or reported."""
    out_of_scope: tuple[str, ...] = ()
    """What the blueprint says is never asked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """The item, or None; `fault` says in a sentence why the model could not be asked, else it is empty."""

    item: PracticeItem | None
    fault: str = ""


class AboutMaker:
    """Finds or makes one item about passages of one course."""

    def __init__(self, parts: AboutParts) -> None:
        self._parts = parts
        self._positions = {chunk.id: place for place, chunk in enumerate(parts.index.chunks)}

    def find(
        self, chunks: Sequence[Chunk], rng: Random, looking: Callable[[Origin], None] = lambda _: None
    ) -> Found:
        """An item on one of the chunks: from a table, else from prose, else one that is there already.

        `looking` is told which of them is begun (`BANK` for the last), and is not for those that have nothing
        to look at. A model that fails does not end the search.
        """
        parts, fault = self._parts, ""
        slot = Slot(
            rng.randrange(_POSITIONS),
            rng.randrange(_POSITIONS),
            earlier=Likeness((*parts.bank, *parts.earlier)),
        )
        looking(Origin.TABLE)
        item = self._of_rows(chunks, slot)
        if item is None and parts.passages is not None and any(map(_is_prose, chunks)):
            looking(Origin.PASSAGE)
            try:
                item = self._of_prose(parts.passages, chunks, slot)
            except TutorError as broken:  # e.g. the model does not start
                fault = str(broken)
        if item is None and (parts.bank or parts.earlier):
            looking(Origin.BANK)
            item = self._ready(chunks)
        return Found(item, fault)

    def cited(self, citations: Sequence[Citation]) -> tuple[Chunk, ...]:
        """See `cited_chunks`, for this course's index."""
        return cited_chunks(self._parts.index, citations)

    def origins(self, task: str) -> tuple[Origin, ...]:
        """What a set on a task, or on the whole course if it is empty, can be made of.

        The bank is named only where nothing can be made: what is practised from it is not new in an exam.
        """
        parts = self._parts
        made = []
        if any(task in ("", row.task) for table in parts.tables for row in table.rows):
            made.append(Origin.TABLE)
        if parts.passages is not None:
            made.append(Origin.PASSAGE)
        if not made and any(task in ("", item.task) for item in parts.bank):
            made.append(Origin.BANK)
        return tuple(made)

    def _of_rows(self, chunks: Sequence[Chunk], slot: Slot) -> PracticeItem | None:
        for chunk in chunks:
            for card in self._cards_on(chunk):
                made = self._parts.rows.made(card, slot).item
                if made is not None:
                    return made
        return None

    def _cards_on(self, chunk: Chunk) -> list[Card]:
        """The cards that need this row to say why the key is right, scenarios first."""
        position, never = self._positions.get(chunk.id), self._parts.out_of_scope
        cards = []
        for table in self._parts.tables:
            if position is None or all(row.position != position for row in table.rows):
                continue
            for card in cards_of(table):
                # other rows stand in for a card's own whenever it is dealt again
                for rows in dict.fromkeys((card.rows, card.later)):
                    asked = any(row.position == position for row in rows)
                    if asked and not any(name in row.answer for row in rows for name in never):
                        cards.append(replace(card, rows=rows, later=()))
        return sorted(cards, key=lambda card: _FORMS.index(card.form))

    def _of_prose(self, slots: PassageSlots, chunks: Sequence[Chunk], slot: Slot) -> PracticeItem | None:
        for chunk in filter(_is_prose, chunks):
            only = replace(slots, proposer=partial(_OnePassage, slots.proposer, chunk))
            for number in range(_PROPOSALS):
                place = replace(slot, position=slot.position + number)
                made = only.made("", ItemKind.MULTIPLE_CHOICE, place).item
                if made is not None:
                    return made
        return None

    def _ready(self, chunks: Sequence[Chunk]) -> PracticeItem | None:
        """An item of the bank that quotes a chunk, else one made before, else one under the same heading.

        What was made before is a near copy of what would be made now, and so keeps it from being made.
        """
        parts = self._parts
        for is_about, items in (
            (_quotes, parts.bank),
            (_quotes, parts.earlier),
            (_shares_heading, parts.bank),
        ):
            for chunk in chunks:
                for item in items:
                    near = any(is_about(source, chunk) for source in _settling(item))
                    if near and item.id not in parts.not_again and not is_stale(item, parts.index):
                        return item
        return None


class _OnePassage:
    """A proposer that knows one passage only."""

    def __init__(self, proposer: Callable[[], Proposer], chunk: Chunk) -> None:
        self._proposer = proposer()
        self._chunk = chunk

    def chunks(self) -> tuple[Chunk, ...]:
        return (self._chunk,)

    def decides_case(self, chunk: Chunk) -> bool:
        return self._proposer.decides_case(chunk)

    def propose(
        self, chunk: Chunk, kind: ItemKind, rng: Random, told: frozenset[str] = frozenset()
    ) -> Proposed:
        return self._proposer.propose(chunk, kind, rng, told)


def cited_chunks(index: PassageIndex, citations: Sequence[Citation]) -> tuple[Chunk, ...]:
    """The chunks that are cited, each once, in the order of the citations.

    After a new indexing a chunk may have another id: then the first of the document that holds the quote is
    taken. A citation whose words are gone has none.
    """
    known = {chunk.id: chunk for chunk in index.chunks}

    def found() -> Iterator[Chunk]:
        for citation in citations:
            chunk = known.get(citation.chunk_id) or _holding(index, citation)
            if chunk is not None:
                yield chunk

    return tuple({chunk.id: chunk for chunk in found()}.values())


def task_of(chunks: Sequence[Chunk]) -> str:
    """The task statement that most of the chunks are on, of equals the first; empty where none has one."""
    tasks = Counter(chunk.task for chunk in chunks if chunk.task)
    return str(tasks.most_common(1)[0][0]) if tasks else ""


def _holding(index: PassageIndex, citation: Citation) -> Chunk | None:
    same = (chunk for chunk in index.chunks if chunk.document == citation.document)
    return next((chunk for chunk in same if _stands_in(citation.quote, chunk.text)), None)


def _is_prose(chunk: Chunk) -> bool:
    return chunk.kind is not BlockKind.TABLE_ROW


def _settling(item: PracticeItem) -> tuple[ItemSource, ...]:
    """What makes the key right; the other sources of a made item say why the wrong options are wrong."""
    return item.sources if item.origin is Origin.BANK else item.sources[: max(1, len(item.key))]


def _quotes(source: ItemSource, chunk: Chunk) -> bool:
    return source.document == chunk.document and _stands_in(source.quote, chunk.text)


def _shares_heading(source: ItemSource, chunk: Chunk) -> bool:
    last = chunk.headings[-1] if chunk.headings else ""
    return bool(last) and (source.document, source.heading) == (chunk.document, last)


def _stands_in(quote: str, text: str) -> bool:
    """Whether the quote is part of the text, however their lines are broken."""
    wanted = " ".join(quote.split())
    return bool(wanted) and wanted in " ".join(text.split())
