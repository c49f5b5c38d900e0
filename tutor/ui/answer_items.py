"""The items that are being made of answers: kept once a process, so that a reload finds the same work."""

import threading
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from tutor.answering.types import Citation
from tutor.practice.types import PracticeItem
from tutor.ui.answer_item_job import AnswerItem, AnswerSet
from tutor.ui.practice_tools import practice_tools
from tutor.ui.resources import Resources

if TYPE_CHECKING:
    from tutor.practice.about import AboutMaker

__all__ = ["AnswerItems", "answer_items"]

_NOT_AGAIN_DAYS = 7
"""A written item that was answered so lately is remembered by its words, not by what it asks."""
_KEPT_JOBS = 30
"""Answers of which it can still be said that no item could be made."""

_Key = tuple[Path, str, str]
"""The learner's file, the course, the answer's name."""


@dataclass(slots=True)
class AnswerItems:
    """Shared by all sessions of a process; every method may be called from any thread."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _jobs: dict[_Key, AnswerItem] = field(default_factory=dict)

    def job(self, resources: Resources, course_id: str, name: str) -> AnswerItem | None:
        """The latest work on an answer's item, running or done; None since the start of the program."""
        with self._lock:
            return self._jobs.get(_key(resources, course_id, name))

    def begin(
        self, resources: Resources, course_id: str, name: str, citations: tuple[Citation, ...]
    ) -> AnswerItem:
        """The running work on an answer's item, begun if none runs."""
        key = _key(resources, course_id, name)
        out = AnswerSet(course_id, name, resources.items(), resources.practice_sets())
        with self._lock:
            running = self._jobs.pop(key, None)
            if running is None or running.done:
                running = AnswerItem(citations, lambda: _maker(resources, course_id), out)
                running.begin()
            self._jobs[key] = running
            for other in [one for one, job in self._jobs.items() if job.done][:-_KEPT_JOBS]:
                del self._jobs[other]
            return running


def _key(resources: Resources, course_id: str, name: str) -> _Key:
    return resources.database().path, course_id, name


def _maker(resources: Resources, course_id: str) -> "AboutMaker":
    """What finds the item: it repeats nothing that was made for the learner, or answered of late.

    Raises as `Resources.retriever`, StoreError, and CourseError for a faulty bank.
    """
    from tutor.practice.making import about_maker_over, course_rivals, seen_items

    settings, attempts = resources.settings(), resources.attempts()
    since = resources.now() - timedelta(days=_NOT_AGAIN_DAYS)
    lately = frozenset(one.item_id for one in attempts.all(course_id, since=since))
    answered = {one.item_id for one in attempts.all(course_id)}

    def is_known(item: PracticeItem) -> bool:
        return item.id in answered

    bank = sorted(practice_tools().bank(resources, course_id), key=is_known)
    return about_maker_over(
        settings,
        resources.retriever(course_id),
        tuple(bank),
        seen_items(settings, course_id),
        lately | resources.items().reported_ids(),
        course_rivals(settings, course_id),
    )


@st.cache_resource(show_spinner=False)
def answer_items() -> AnswerItems:
    """The process's own."""
    return AnswerItems()
