"""The practice page's table: which set and which item lie on it, and what each key does to them.

Answers are in the learner's file when a function returns; what is remembered here is only what is looked
at. The address names it too, so that a reload goes on there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import streamlit as st

from ingest.errors import TutorError
from tutor.learner.cards import item_card
from tutor.learner.practice_sets import PracticeSet, is_named
from tutor.learner.types import Attempt, AttemptMode, Confidence
from tutor.practice.types import PracticeItem
from tutor.ui.item_talk import ItemTalk
from tutor.ui.item_view import chosen_after
from tutor.ui.making_job import Explaining, FollowUp
from tutor.ui.practice_tools import PracticeTools, practice_tools
from tutor.ui.practice_wish import Wish, wish_of
from tutor.ui.resources import Resources

__all__ = [
    "PracticeDesk",
    "SetState",
    "View",
    "begin_set",
    "end_set",
    "open_set",
    "practice_desk",
    "settle_view",
]

_DESKS = "tutor_practice_desks"
_AT = "practice"
"""Of the address: the course, a dot, then the view or the place in the set, from 1.

Of a set with a name, which is never the latest, a dot and its id follow.
"""


class View(StrEnum):
    """What the page shows."""

    START = "start"
    ITEM = "item"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class SetState:
    """A set as it stands in the learner's file, with its answers; places count from 0."""

    practice_set: PracticeSet
    attempts: dict[str, Attempt]
    """By item."""
    reported: frozenset[str]

    @property
    def wish(self) -> Wish:
        """What was asked for."""
        return wish_of(self.practice_set.request)

    @property
    def open_places(self) -> tuple[int, ...]:
        """Where items are that were neither answered nor reported."""
        ids = self.practice_set.item_ids
        return tuple(p for p, one in enumerate(ids) if one not in self.attempts and one not in self.reported)

    @property
    def total(self) -> int:
        """How many items the set has or will have."""
        return max(self.wish.count, len(self.practice_set.item_ids))


@dataclass(slots=True)
class PracticeDesk:
    """What one learner's open page remembers of one course's practice."""

    resources: Resources
    course_id: str
    is_settled: bool = False
    view: View = View.START
    set_id: str = ""
    place: int = 0
    chosen: tuple[int, ...] = ()
    hints_shown: int = 0
    on_table: tuple[str, datetime | None] = ("", None)
    """The open item, and when it came there."""
    notice: str = ""
    """Why the last press did nothing, or what it did; shown once."""
    items: dict[str, PracticeItem] = field(default_factory=dict)
    explaining: Explaining | None = None
    follow_up: FollowUp | None = None
    talks: dict[str, ItemTalk] = field(default_factory=dict)
    """By item."""

    @property
    def tools(self) -> PracticeTools:
        """The process's own."""
        return practice_tools()

    def state(self) -> SetState | None:
        """The set on the table; None when there is none. Raises StoreError."""
        found = self.resources.practice_sets().get(self.set_id) if self.set_id else None
        if found is None:
            return None
        given = self.resources.attempts().all(self.course_id, since=found.started_at)
        answers = {one.item_id: one for one in given if one.session == found.id}
        return SetState(found, answers, self.resources.items().reported_ids())

    def item(self, item_id: str) -> PracticeItem | None:
        """An item of the set; None when the course's bank no longer has it. Raises StoreError."""
        if item_id not in self.items:
            found = self.resources.items().get(item_id)
            if found is None:
                bank = self.tools.bank(self.resources, self.course_id)
                found = next((one for one in bank if one.id == item_id), None)
            if found is None:
                return None
            self.items[item_id] = found
        return self.items[item_id]

    def go(self, view: View, place: int = 0) -> None:
        """Show something else."""
        self.view, self.place = view, place

    def next(self, place: int) -> None:
        """Go on from the item at `place`, if it is still the one on the table."""
        if self.view is not View.ITEM or self.place != place:
            return
        with self.told():
            state = self.state()
            if state is None:
                self.go(View.START)
                return
            making = self.tools.made(self.set_id)
            others = [one for one in state.open_places if one != place]
            following = [one for one in others if one > place] or others
            if following:
                self.go(View.ITEM, following[0])
            elif making is not None and not making.done:
                self.go(View.ITEM, len(state.practice_set.item_ids))  # where the next one will be
            else:
                self.go(View.SUMMARY)

    def press(self, item: PracticeItem, place: int) -> None:
        """Choose or take away an option of the open item."""
        if self.on_table[0] == item.id:
            self.chosen = chosen_after(item, self.chosen, place)

    def lay_out(self, item: PracticeItem) -> None:
        """Put an item on the table, unless it lies there: its time begins."""
        if self.on_table[0] != item.id:
            self.on_table, self.chosen, self.hints_shown = (item.id, self.resources.now()), (), 0
            if self.explaining is not None:
                self.explaining.stop()

    def submit(self, item: PracticeItem, confidence: Callable[[], Confidence | None]) -> None:
        """Keep the answer, and a wrong one's item as a review card; once, however often Enter repeats."""
        seen_id, seen_at = self.on_table
        if seen_id != item.id or seen_at is None or len(self.chosen) != len(item.key):
            return
        with self.told():
            state = self.state()
            if state is None or item.id in state.attempts:
                return
            now = self.resources.now()
            is_right = self.chosen == item.key
            self.resources.attempts().add(
                Attempt(
                    item_id=item.id,
                    course=self.course_id,
                    task=item.task,
                    chosen=self.chosen,
                    correct=is_right,
                    answered_at=now,
                    mode=AttemptMode.PRACTICE,
                    confidence=confidence(),
                    seconds=max(0.0, (now - seen_at).total_seconds()),
                    session=self.set_id,
                )
            )
            if not is_right:
                self.resources.reviews().add_cards([item_card(self.course_id, item)])
            self.on_table = ("", None)

    def report(self, item: PracticeItem, reason: str) -> None:
        """Withdraw an item: it is kept, does not count here and does not come again; go on if it is open."""
        with self.told():
            self.resources.items().report(item.id, reason)
            if self.resources.reviews().card(item_card(self.course_id, item).id) is not None:
                self.resources.reviews().remove_card(item_card(self.course_id, item).id)
            self.notice = "Reported. The item is kept for review, does not count and does not come again."
            if self.on_table[0] == item.id:
                self.next(self.place)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Keep a fault for the page to show: keys act before it is drawn, where nothing can be said."""
        try:
            yield
        except TutorError as fault:
            self.notice = str(fault)


def practice_desk(resources: Resources, course_id: str) -> PracticeDesk:
    """The page's memory for the present learner and course, made at the first call."""
    desks: dict[tuple[str, str], PracticeDesk] = st.session_state.setdefault(_DESKS, {})
    return desks.setdefault((resources.settings().learner, course_id), PracticeDesk(resources, course_id))


def begin_set(desk: PracticeDesk, wish: Wish) -> None:
    """Begin a set and the making of its items; the one before is made no longer."""
    with desk.told():
        desk.tools.stop(desk.set_id)
        begun = desk.resources.practice_sets().begin(desk.course_id, wish.as_json())
        desk.tools.making(desk.resources, begun)
        open_set(desk, begun.id)


def open_set(desk: PracticeDesk, set_id: str) -> None:
    """Put a set on the table, at its first item; work on the set before goes on."""
    desk.is_settled = True
    desk.set_id, desk.items, desk.explaining, desk.follow_up = set_id, {}, None, None
    desk.go(View.ITEM)


def end_set(desk: PracticeDesk) -> None:
    """Go to the summary; no more items are made."""
    desk.tools.stop(desk.set_id)
    desk.go(View.SUMMARY)


def settle_view(desk: PracticeDesk) -> SetState | None:
    """Find where the learner was, at the first run of a session, and note in the address where they are."""
    if not desk.is_settled:
        desk.is_settled = True
        course_id, _, where = st.query_params.get(_AT, "").partition(".")
        at, _, set_id = where.partition(".") if course_id == desk.course_id else ("", "", "")
        desk.set_id = _named_id(desk, set_id) or _latest_id(desk)
        _go_on(desk, desk.state(), at)
    if desk.view is View.START and is_named(desk.set_id):
        desk.set_id = _latest_id(desk)  # the one that the start offers to go on with
    state = desk.state()
    if state is None:
        desk.go(View.START)
    at = str(desk.place + 1) if desk.view is View.ITEM else desk.view.value
    name = f".{desk.set_id}" if state is not None and is_named(desk.set_id) else ""
    st.query_params[_AT] = f"{desk.course_id}.{at}{name}"
    return state


def _latest_id(desk: PracticeDesk) -> str:
    latest = desk.resources.practice_sets().latest(desk.course_id)
    return latest.id if latest else ""


def _named_id(desk: PracticeDesk, set_id: str) -> str:
    """The id, if it is that of a set with a name of this course; else empty."""
    found = desk.resources.practice_sets().get(set_id) if is_named(set_id) else None
    return found.id if found is not None and found.course == desk.course_id else ""


def _go_on(desk: PracticeDesk, state: SetState | None, at: str) -> None:
    if state is None or not state.practice_set.item_ids:
        return
    last = len(state.practice_set.item_ids)
    if at.isdecimal():
        desk.go(View.ITEM, min(max(int(at) - 1, 0), last))
    elif at == View.SUMMARY:
        desk.go(View.SUMMARY)
    elif at != View.START and state.open_places:
        desk.go(View.ITEM, state.open_places[0])
