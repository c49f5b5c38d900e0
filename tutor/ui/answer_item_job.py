"""Work beside the chat: one practice item on what an answer cites, in a set of its own.

The item is stored before the page can see it. Knows nothing of Streamlit, or of how an item is found.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tutor.answering.types import Citation
from tutor.learner.items import ItemStore
from tutor.learner.practice_sets import PracticeSetStore
from tutor.practice.about import AboutMaker, task_of
from tutor.practice.types import Origin
from tutor.ui.jobs import Job, Step
from tutor.ui.making_job import SetWriter
from tutor.ui.practice_wish import Wish

__all__ = ["AnswerItem", "AnswerSet"]

_WORDS = {
    Origin.TABLE: "Looking at the cited tables",
    Origin.PASSAGE: "Writing an item from the cited passages; this takes longer",
    Origin.BANK: "Looking for an item that is there already",
}


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """The set of one answer, begun or not, in one learner's file; `name` is the answer's own."""

    course: str
    name: str
    items: ItemStore
    sets: PracticeSetStore

    @property
    def ready_id(self) -> str:
        """The id of the set once it has its item; empty before. Raises StoreError."""
        found = self.sets.named(self.course, self.name)
        return found.id if found is not None and found.item_ids else ""


class AnswerItem(Job):
    """Makes the item and puts it into the answer's set, unless one is there.

    `is_made` tells at the end whether it worked. If not, `instead` is what can be practised, None where there
    is nothing, and `fault` says in a sentence why the model could not be asked, if it could not.
    """

    def __init__(
        self, citations: tuple[Citation, ...], maker: Callable[[], AboutMaker], out: AnswerSet
    ) -> None:
        super().__init__(f"answer-item-{out.name[:8]}")
        self.step = Step("Reading the material")
        self.is_made = False
        self.instead: Wish | None = None
        self.fault = ""
        self._citations, self._make, self._out = citations, maker, out

    def work(self) -> None:
        maker = self._make()
        chunks = maker.cited(self._citations)
        found = maker.find(chunks, Random(), self._tell)
        if found.item is None:
            task = task_of(chunks)
            origins = maker.origins(task)
            self.instead = Wish(tasks=(task,) if task else (), origins=origins) if origins else None
            self.fault = found.fault
            return
        out, item = self._out, found.item
        wish = Wish(1, tasks=(item.task,) if item.task else (), origins=(item.origin,))
        begun = out.sets.begin_named(out.course, out.name, wish.as_json())
        if not begun.item_ids:
            SetWriter(begun.id, out.course, out.items, out.sets).put(item)
        self.is_made = True

    def _tell(self, origin: Origin) -> None:
        self.step = Step(_WORDS[origin])
