"""Practice work beside the page: making the items of a set, an item on a confusion, an explanation.

Each made item is stored, and put at the end of its set, before the page can see it. Knows nothing of
Streamlit.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from ingest.errors import TutorError
from tutor.learner.items import ItemStore
from tutor.learner.practice_sets import PracticeSet, PracticeSetStore
from tutor.practice.explaining.contrast import Confusion, follow_up_rank
from tutor.practice.explaining.explain import explain
from tutor.practice.explaining.explain_sources import Explainer
from tutor.practice.explaining.explain_types import Explanation
from tutor.practice.generate import ItemMaker, QuizRequest, Rates
from tutor.practice.types import Origin, PracticeItem
from tutor.ui.jobs import Job, Step
from tutor.ui.practice_wish import Wish

__all__ = ["Explaining", "FollowUp", "Making", "SetWriter"]

_TRIED_FOLLOW_UPS = 8
"""Items made for a confusion before the best of them is taken."""
_NO_TASK = "–"
"""No item is of it, so that a rank tells only whether an item drills the pair."""
_READING = "Reading the material"
_FROM_TABLES = "Making the next item"
_FROM_PASSAGES = "Writing the next item from a passage"
_NOTHING = (
    "No new item could be made of this choice. Choose more of the course, or add material in the Library."
)


@dataclass(frozen=True, slots=True)
class SetWriter:
    """Puts items into one learner's set."""

    set_id: str
    course: str
    items: ItemStore
    sets: PracticeSetStore

    def known(self) -> tuple[str, ...] | None:
        """The ids of the set's items in order; None when the set is gone, as with all of a learner's data."""
        found = self.sets.get(self.set_id)
        return found.item_ids if found else None

    def put(self, item: PracticeItem) -> int:
        """Store an item, unless it stands in the bank, and append it: the set's new length."""
        if item.origin is not Origin.BANK:
            self.items.add(self.course, [item])
        return self.sets.append(self.set_id, item.id) + 1


class Making(Job):
    """Makes the rest of a set: what comes from tables and the bank first, then what a model has to write.

    `length` is how many items the set has, `faults` say what could not be made, `rates` how it went.
    """

    def __init__(
        self, begun: PracticeSet, wish: Wish, maker: Callable[[], ItemMaker], out: SetWriter
    ) -> None:
        super().__init__(f"practice-{begun.id[:8]}")
        self.length = len(begun.item_ids)
        self.faults: tuple[str, ...] = ()
        self._wish = wish
        self._course = begun.course
        self._make = maker
        self._maker: ItemMaker | None = None
        self._out = out

    @property
    def rates(self) -> Rates:
        """How it went so far."""
        return self._maker.rates if self._maker is not None else Rates()

    @property
    def waits_for_passages(self) -> bool:
        """Whether what is made now has to be written by the model."""
        return not self.done and self.step.what == _FROM_PASSAGES

    def work(self) -> None:
        if self.length >= self._wish.count:
            return
        self.step = Step(_READING, self.length, self._wish.count)
        self._maker = self._make()
        quick = self._streams(self._maker, self._wish.quick(self._course))
        slow = self._streams(self._maker, self._wish.slow(self._course))
        written = self._wish.slow_count if slow else 0
        self._draw(quick, self._wish.count - written, _FROM_TABLES)
        self._draw(slow, self._wish.count, _FROM_PASSAGES)
        self._draw(quick, self._wish.count, _FROM_TABLES)  # what passages could not give
        if not self.length and not self.stopped:
            raise TutorError(self.faults[0] if self.faults else _NOTHING)

    def _streams(self, maker: ItemMaker, requests: Sequence[QuizRequest]) -> list[Iterator[PracticeItem]]:
        streams = []
        for request in requests:
            try:
                streams.append(maker.items(request))
            except TutorError as fault:
                self._note(fault)
        return streams

    def _draw(self, streams: list[Iterator[PracticeItem]], until: int, what: str) -> None:
        """Take items in turn from each stream, until the set is so long or nothing more comes."""
        while streams and not self.stopped:
            known = self._out.known()
            if known is None or len(known) >= until:
                return
            self.step = Step(what, len(known), self._wish.count)
            stream = streams.pop(0)
            item = self._next(stream)
            if self.stopped or self._out.known() is None:  # an item from a passage takes its time
                return
            if item is None:
                continue
            streams.append(stream)
            if item.id not in known:
                self.length = self._out.put(item)

    def _next(self, stream: Iterator[PracticeItem]) -> PracticeItem | None:
        try:
            return next(stream, None)
        except TutorError as fault:  # e.g. the model does not start; the other sources still give items
            self._note(fault)
            return None

    def _note(self, fault: TutorError) -> None:
        if str(fault) not in self.faults:
            self.faults = (*self.faults, str(fault))


class Explaining(Job):
    """Explains one answer; `explanation` stands at the end, unless it was stopped before its turn came.

    `turn` lets one explanation be made at a time: who answers fast reads none of those before.
    """

    def __init__(
        self,
        item: PracticeItem,
        chosen: tuple[int, ...],
        tools: Callable[[], Explainer],
        turn: AbstractContextManager[object],
    ) -> None:
        super().__init__(f"explain-{item.id}")
        self.answer = (item.id, chosen)
        self.step = Step("Looking up why")
        self.explanation: Explanation | None = None
        self._item, self._chosen, self._tools, self._turn = item, chosen, tools, turn

    def work(self) -> None:
        with self._turn:
            if not self.stopped:
                self.explanation = explain(self._item, self._chosen, self._tools())


class FollowUp(Job):
    """Finds another item on a confusion, or makes one, for the set; `item` stands at the end.

    One that the set does not have yet is put at its end.

    `ready` are the items that may be taken, those not answered yet first.
    """

    def __init__(
        self,
        confusion: Confusion,
        ready: Sequence[PracticeItem],
        tools: Callable[[], Explainer],
        maker: Callable[[], ItemMaker],
        out: SetWriter,
    ) -> None:
        super().__init__("follow-up")
        self.item_id = confusion.item_id
        self.step = Step("Looking for an item on the same two things")
        self.item: PracticeItem | None = None
        self._confusion, self._ready = confusion, tuple(ready)
        self._tools, self._maker, self._out = tools, maker, out

    def work(self) -> None:
        terms = self._tools().terms
        pair = replace(self._confusion, task=_NO_TASK)
        found = follow_up_rank(self._ready, pair, terms)
        if not found:
            self.step = Step("Making an item on the same two things")
            fresh = self._fresh()
            found = follow_up_rank(fresh, pair, terms) or follow_up_rank(
                (*fresh, *self._ready), self._confusion, terms
            )
        known = self._out.known()
        if found and known is not None and not self.stopped:
            if found[0].id not in known:
                self._out.put(found[0])
            self.item = found[0]

    def _fresh(self) -> tuple[PracticeItem, ...]:
        """Items on the same task; none where the course has no tables for it."""
        request = QuizRequest(
            self._out.course,
            task=self._confusion.task or None,
            count=_TRIED_FOLLOW_UPS,
            origins=(Origin.TABLE,),
        )
        try:
            made = self._maker().items(request)
        except TutorError:
            return ()
        items = []
        for item in made:
            if self.stopped:
                break
            items.append(item)
        return tuple(items)
