"""What the pages have of one learner: the stores of the learner's file, and what is to be reviewed today.

Knows nothing of Streamlit or of who the learner is; `Resources` adds both.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.config import Settings
from tutor.learner.attempts import AttemptStore
from tutor.learner.database import Database
from tutor.learner.exams import ExamStore
from tutor.learner.items import ItemStore
from tutor.learner.journal import GoalStore, JournalStore
from tutor.learner.learners import learner_database
from tutor.learner.planning.plans import PlanStore
from tutor.learner.practice_sets import PracticeSetStore
from tutor.learner.review_day import ReviewDay, keep_cards_of, review_day
from tutor.learner.reviews import ReviewStore

if TYPE_CHECKING:
    from ingest.index import LocalIndex

__all__ = ["LearnerStores"]

_DAY_SECONDS = 15.0
"""A day's reviews are counted anew after this time, or at once when the file was written to."""


@dataclass(frozen=True, slots=True)
class _CountedDay:
    day: ReviewDay
    counted_at: datetime
    stamp: tuple[int, ...]
    exam_date: date | None


@dataclass(frozen=True, slots=True)
class _LearnerFile:
    """A learner's database, and by course what is remembered of it."""

    database: Database
    kept: "dict[str, LocalIndex]" = field(default_factory=dict)
    """The index that the cards were last brought up to date with."""
    days: dict[str, _CountedDay] = field(default_factory=dict)

    def stamp(self) -> tuple[int, ...]:
        """Another value after every commit: times and sizes of the file and of its log."""
        path = self.database.path
        return (*_time_and_size(path), *_time_and_size(path.with_name(f"{path.name}-wal")))


def _time_and_size(path: Path) -> tuple[int, ...]:
    """Of a file; zeros without one. SQLite takes its log away whenever the last reader closes it."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


class LearnerStores:
    """The stores of one learner. A store holds nothing but the file, so each call makes one."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._files: dict[Path, _LearnerFile] = {}

    def settings(self) -> Settings:
        """The settings of the learner whose stores these are."""
        raise NotImplementedError

    def index(self, course_id: str) -> "LocalIndex":
        """The course's present index."""
        raise NotImplementedError

    def now(self) -> datetime:
        """The present time, aware, in the zone of this machine: a learner's day begins at midnight there."""
        return self._now().astimezone()

    def database(self) -> Database:
        """The learner's own file, one object for each path."""
        return self._file().database

    def attempts(self) -> AttemptStore:
        """Every answer to an item."""
        return AttemptStore(self.database())

    def items(self) -> ItemStore:
        """The items that were made or imported."""
        return ItemStore(self.database(), self._now)

    def practice_sets(self) -> PracticeSetStore:
        """The practice sets."""
        return PracticeSetStore(self.database(), self._now)

    def reviews(self) -> ReviewStore:
        """The cards and their grades."""
        return ReviewStore(self.database(), self._now)

    def exams(self) -> ExamStore:
        """The sittings of exams."""
        return ExamStore(self.database(), self._now)

    def goals(self) -> GoalStore:
        """The exam's date and the hours a week."""
        return GoalStore(self.database(), self._now)

    def journal(self) -> JournalStore:
        """A note a day."""
        return JournalStore(self.database(), self._now)

    def plans(self) -> PlanStore:
        """The study plans."""
        return PlanStore(self.database())

    def exam_date(self, course_id: str) -> date | None:
        """When the learner sits the exam; None until a date was set."""
        goal = self.goals().latest(course_id)
        return goal.exam_date if goal else None

    def keep_cards(self, course_id: str) -> None:
        """Bring the course's cards up to date with its index, once for each version of it.

        Raises IndexUnavailableError without an index; the cards then stay as they are.
        """
        index, file = self.index(course_id), self._file()
        if file.kept.get(course_id) is not index:
            keep_cards_of(self.reviews(), course_id, index.contents.pages)
            file.kept[course_id] = index

    def review_day(self, course_id: str) -> ReviewDay:
        """What is to be reviewed today, not older than `_DAY_SECONDS` and than the last write."""
        file, now = self._file(), self.now()
        known, stamp, exam_date = file.days.get(course_id), file.stamp(), self.exam_date(course_id)
        if known is not None and (known.stamp, known.exam_date) == (stamp, exam_date):
            age = (now - known.counted_at).total_seconds()
            if 0 <= age < _DAY_SECONDS and known.counted_at.date() == now.date():
                return known.day
        day = review_day(self.reviews(), course_id, now, exam_date)
        file.days[course_id] = _CountedDay(day, now, stamp, exam_date)
        return day

    def _file(self) -> _LearnerFile:
        database = learner_database(self.settings())
        return self._files.setdefault(database.path, _LearnerFile(database))
