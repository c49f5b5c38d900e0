"""What practice needs of a course and is costly to make: kept once a process, and the work that goes on.

A reload finds the same work by the id of its set. Knows nothing of what the page shows.
"""

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from ingest.errors import IndexUnavailableError
from tutor.answering.glossary import Glossary
from tutor.learner.exam_pool import written_items
from tutor.learner.practice_sets import PracticeSet
from tutor.practice.types import PracticeItem
from tutor.ui.jobs import Warming
from tutor.ui.making_job import Making, SetWriter
from tutor.ui.practice_wish import Wish, wish_of
from tutor.ui.resources import Resources

if TYPE_CHECKING:
    from ingest.index import LocalIndex
    from tutor.answering.retrieval import Retriever
    from tutor.practice.explaining.explain_sources import Explainer
    from tutor.practice.generate import ItemMaker

__all__ = ["PracticeTools", "practice_tools"]

_KEPT_MAKINGS = 30
"""Sets whose figures can still be read."""


@dataclass(slots=True)
class PracticeTools:
    """Shared by all sessions of a process; every method may be called from any thread."""

    explaining: threading.Lock = field(default_factory=threading.Lock)
    """One explanation at a time."""
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _explainers: "dict[str, tuple[Retriever, Explainer]]" = field(default_factory=dict)
    _banks: dict[str, tuple[tuple[object, ...], tuple[PracticeItem, ...]]] = field(default_factory=dict)
    _glossaries: "dict[str, tuple[LocalIndex, Glossary]]" = field(default_factory=dict)
    _makings: dict[str, Making] = field(default_factory=dict)
    _warmings: dict[str, Warming] = field(default_factory=dict)

    def bank(self, resources: Resources, course_id: str) -> tuple[PracticeItem, ...]:
        """The course's written items, read again only when a file of them was changed. Raises CourseError."""
        course = resources.workspace(course_id).course
        if course is None:
            return ()
        files = sorted((course.directory / "questions").glob("*.jsonl"))
        stamp = (course.directory, *((file.name, file.stat().st_mtime_ns) for file in files))
        with self._lock:
            known = self._banks.get(course_id)
            if known is None or known[0] != stamp:
                known = (stamp, written_items(resources.workspace(course_id)))
                self._banks[course_id] = known
            return known[1]

    def glossary(self, resources: Resources, course_id: str) -> Glossary | None:
        """The course's glossary, which hints must not quote the key from; None without an index."""
        try:
            index = resources.index(course_id)
        except IndexUnavailableError:
            return None
        with self._lock:
            known = self._glossaries.get(course_id)
            if known is None or known[0] is not index:
                known = (index, Glossary.of(index.contents.pages.values()))
                self._glossaries[course_id] = known
            return known[1]

    def explainer(self, resources: Resources, course_id: str) -> "Explainer":
        """What explanations of the course's items are made from. Raises as `Resources.retriever`."""
        from tutor.answering.support import SupportCheck
        from tutor.practice.explaining.explain_sources import Explainer
        from tutor.tutoring import verifier_for

        retriever = resources.retriever(course_id)
        with self._lock:
            known = self._explainers.get(course_id)
            if known is None or known[0] is not retriever:
                verifier = verifier_for(resources.settings(), retriever)
                check = SupportCheck(verifier, retriever.glossary.mentions)
                known = (retriever, Explainer(retriever, check, resources.index(course_id).contents.pages))
                self._explainers[course_id] = known
            return known[1]

    def maker(self, resources: Resources, course_id: str, wish: Wish) -> "ItemMaker":
        """A maker that repeats nothing the learner had, as long as there is something else.

        Raises as `Resources.retriever`, StoreError, and CourseError for a faulty bank or faulty rivals.
        """
        from tutor.practice.making import course_rivals, item_maker_over, seen_items

        settings, bank = resources.settings(), self.bank(resources, course_id)
        earlier = (*seen_items(settings, course_id), *self._not_again(resources, course_id, wish))
        rivals = course_rivals(settings, course_id)
        return item_maker_over(settings, resources.retriever(course_id), course_id, bank, earlier, rivals)

    def warm(self, resources: Resources, course_id: str) -> None:
        """Begin to load what practice needs, once for each version of the index."""
        with self._lock:
            running = self._warmings.get(course_id)
            known = self._explainers.get(course_id)
            if running is not None and not running.done:
                return
            if known is not None and known[0].index is resources.index(course_id):
                return
            job = Warming(
                "practice-warming", "Reading the material", lambda: self._loaded(resources, course_id)
            )
            self._warmings[course_id] = job
            job.begin()

    def making(self, resources: Resources, begun: PracticeSet) -> Making:
        """The work on a set: what was begun, or, after a stop or a restart, begun anew for its rest."""
        with self._lock:
            known = self._makings.get(begun.id)
            if known is not None and not known.stopped:
                return known
            wish = wish_of(begun.request)
            out = SetWriter(begun.id, begun.course, resources.items(), resources.practice_sets())
            job = Making(begun, wish, lambda: self.maker(resources, begun.course, wish), out)
            for other in [one for one, work in self._makings.items() if work.done][:-_KEPT_MAKINGS]:
                del self._makings[other]
            self._makings[begun.id] = job
            job.begin()
            return job

    def made(self, set_id: str) -> Making | None:
        """The work on a set as it stands, for its figures; None when nothing was made since the start."""
        with self._lock:
            return self._makings.get(set_id)

    def stop(self, set_id: str) -> None:
        """Make no more of a set."""
        job = self.made(set_id)
        if job is not None:
            job.stop()

    def _loaded(self, resources: Resources, course_id: str) -> None:
        tools = self.explainer(resources, course_id)
        tools.passages("What is it for?")  # weights are read at the first search
        self.bank(resources, course_id)

    def _not_again(self, resources: Resources, course_id: str, wish: Wish) -> tuple[PracticeItem, ...]:
        """The bank's items that are left out: reported ones, and answered ones while there are others.

        Where too few are new, those answered longest ago come again.
        """
        reported = resources.items().reported_ids()
        latest: dict[str, None] = {}
        for attempt in resources.attempts().all(course_id):
            latest.pop(attempt.item_id, None)
            latest[attempt.item_id] = None
        bank = {item.id: item for item in self.bank(resources, course_id)}
        fitting = [item.id for item in bank.values() if wish.fits(item) and item.id not in reported]
        answered = [item_id for item_id in latest if item_id in bank]
        again = [item_id for item_id in answered if item_id in set(fitting)]
        missing = max(0, wish.count - (len(fitting) - len(again)))
        left_out = set(answered) - set(again[:missing]) | (reported & set(bank))
        return tuple(bank[item_id] for item_id in bank if item_id in left_out)


@st.cache_resource(show_spinner=False)
def practice_tools() -> PracticeTools:
    """The process's own."""
    return PracticeTools()
