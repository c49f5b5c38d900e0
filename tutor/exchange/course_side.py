"""A course with its bank, its index and a learner's stores, as imports and exports see them.

The index is opened only when a question has to be placed or a quote looked up.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.errors import IndexUnavailableError, TutorError
from tutor.exchange.adopting import Adopted, Course
from tutor.exchange.nearest import nearest_task
from tutor.learner.cards import row_cards, term_cards
from tutor.learner.database import Database
from tutor.learner.items import ItemStore
from tutor.learner.reviews import CardState, ReviewStore
from tutor.learner.types import Card
from tutor.practice.bank import load_bank
from tutor.practice.types import ItemSource, Origin, PracticeItem
from tutor.workspace import Workspace, open_index

if TYPE_CHECKING:
    from ingest.index import LocalIndex
    from tutor.config import Settings
    from tutor.exchange.nearest import Searches

__all__ = ["CourseSide"]


class CourseSide:
    """One course of one learner. Raises what the stores, the bank and the index raise.

    `searches` makes the search over the course's index that places questions; it may raise ModelError.
    """

    def __init__(
        self,
        settings: "Settings",
        workspace: Workspace,
        database: Database,
        searches: Callable[["LocalIndex"], "Searches"],
    ) -> None:
        self.workspace = workspace
        self._settings = settings
        self._searches = searches
        self._items = ItemStore(database)
        self._reviews = ReviewStore(database)
        self._index: LocalIndex | None = None
        self._retriever: Searches | None = None
        self._refusal = ""

    @property
    def remark(self) -> str:
        """Why nothing could be looked up in the course's documents; empty when it could."""
        return self._refusal

    def bank(self) -> tuple[PracticeItem, ...]:
        """The written questions of the course; none for a course of nothing but a learner's files."""
        course = self.workspace.course
        return load_bank(sorted((course.directory / "questions").glob("*.jsonl"))) if course else ()

    def items(self, origins: Collection[Origin] = ()) -> tuple[PracticeItem, ...]:
        """The bank without reported items, then the stored items; with `origins` only those."""
        reported = self._items.reported_ids()
        bank = [item for item in self.bank() if item.id not in reported]
        every = (*bank, *self._items.all(self.workspace.id))
        return tuple(item for item in every if not origins or item.origin in origins)

    def cards(self) -> tuple[Card, ...]:
        """The cards of the recall tables and glossaries, then the learner's other active ones."""
        made: tuple[Card, ...] = ()
        try:
            pages = self._opened_index().contents.pages
            made = (*row_cards(self.workspace.id, pages), *term_cards(self.workspace.id, pages))
        except IndexUnavailableError as error:
            self._refusal = str(error)
        states = self._reviews.cards(self.workspace.id)
        stored = (self._reviews.card(id_) for id_, state in states.items() if state is CardState.ACTIVE)
        active = {card.id: card for card in stored if card is not None}
        away = {id_ for id_, state in states.items() if state is CardState.SUSPENDED}
        every = {card.id: card for card in made if card.id not in away} | active
        return tuple(every.values())

    def for_import(self) -> Course:
        """The course as an import has to ask it."""
        withdrawn = (each.item for each in self._items.withdrawn(self.workspace.id))
        blueprint = self.workspace.course.blueprint if self.workspace.course else None
        return Course(
            id=self.workspace.id,
            tasks=frozenset(task.number for task in blueprint.tasks) if blueprint else frozenset(),
            known=(*self.bank(), *self._items.all(self.workspace.id), *withdrawn),
            known_cards=frozenset(self._reviews.cards(self.workspace.id)),
            is_taken=lambda id_: self._items.get(id_) is not None,
            nearest_task=self._nearest_task,
            settled=self._settled,
        )

    def keep(self, adopted: Adopted) -> None:
        """Store what was taken in. Raises StoreError or ItemFormError, and then nothing is stored."""
        self._items.add(self.workspace.id, adopted.items)
        self._reviews.add_cards(adopted.cards)

    def _opened_index(self) -> "LocalIndex":
        if self._index is None:
            self._index = open_index(self.workspace, self._settings)
        return self._index

    def _nearest_task(self, text: str) -> str:
        if self._refusal:
            return ""
        try:
            if self._retriever is None:
                self._retriever = self._searches(self._opened_index())
            return nearest_task(text, self._retriever)
        except TutorError as error:  # no index, or no weights: the items are kept without a task
            self._refusal = str(error)
            return ""

    def _settled(self, source: ItemSource) -> ItemSource | None:
        if self._refusal:
            return None
        try:
            index = self._opened_index()
        except IndexUnavailableError as error:
            self._refusal = str(error)
            return None
        wanted = " ".join(source.quote.split())
        for (document, number), page in index.contents.pages.items():
            if document == source.document and wanted in " ".join(page.text.split()):
                version = next((d.sha256 for d in index.documents if d.name == document), "")
                return replace(source, page=number, sha256=version)
        return None
