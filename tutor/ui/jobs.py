"""Work that goes on beside the page: answering, indexing, fetching. Knows nothing of Streamlit.

Streamlit ends a script wherever it stands when the learner touches anything. Work of more than a moment
therefore runs in a thread of its own, and the page looks at it as often as it is drawn.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from ingest.build import BuildReport, Progress, Stage
from ingest.errors import TutorError
from tutor.answering.chain import Event, EvidenceFound, TextArrived
from tutor.answering.retrieval import Passage
from tutor.answering.types import Answer

__all__ = ["FetchProgress", "Fetching", "Generation", "Indexing", "Job", "Step", "Warming"]

_BROKEN_OFF = "The work broke off for a reason that is written in the terminal; try once more."

_STAGE_WORDS = {
    Stage.READING: "Reading files",
    Stage.EMBEDDING: "Embedding passages",
    Stage.SAVING: "Saving the index",
}


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job is: what it does now, and how much of how much; `total` 0 where nobody knows."""

    what: str = ""
    done: int = 0
    total: int = 0


class Job:
    """A thread that runs `work` once. `error` is one sentence when it failed, else empty."""

    def __init__(self, name: str) -> None:
        self.step = Step()
        self.error = ""
        self.started_at = time.monotonic()
        self._stop = threading.Event()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def begin(self) -> None:
        """Start the thread."""
        self._thread.start()

    def work(self) -> None:
        """What the job does; TutorErrors become its `error`."""
        raise NotImplementedError

    def stop(self) -> None:
        """Ask the job to end; it does at its next step."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether somebody asked it to end."""
        return self._stop.is_set()

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return self._done.is_set()

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self.started_at

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within this time."""
        return self._done.wait(seconds)

    def _run(self) -> None:
        self.error = _BROKEN_OFF  # stands when an exception passes that nobody foresaw
        try:
            self.work()
            self.error = ""
        except TutorError as fault:
            self.error = str(fault)
        finally:
            self._done.set()


class Generation(Job):
    """The making of one answer. `events` is called in the thread; `finished` is told how it ended.

    `passages` and `text` fill up while it runs, `answer` stands at the end. Stopping closes the stream of
    events, and with it the request to the model.
    """

    def __init__(
        self, turn_id: int, events: Callable[[], Iterator[Event]], finished: Callable[["Generation"], None]
    ) -> None:
        super().__init__(f"answer-{turn_id}")
        self.turn_id = turn_id
        self.passages: tuple[Passage, ...] = ()
        self.text = ""
        self.answer: Answer | None = None
        self._events = events
        self._finished = finished

    def work(self) -> None:
        try:
            self._collect()
        except TutorError as fault:
            self.error = str(fault)
            raise
        else:
            self.error = ""
        finally:
            self._finished(self)

    def _collect(self) -> None:
        self.step = Step("Looking for passages")
        with closing(self._events()) as events:  # type: ignore[type-var]  # events come from generators
            for event in events:
                if self.stopped:
                    return
                self._take(event)

    def _take(self, event: Event) -> None:
        if isinstance(event, EvidenceFound):
            self.passages = event.passages
            self.step = Step("Reading the passages")
        elif isinstance(event, TextArrived):
            self.text += event.text
            self.step = Step("Writing")
        else:
            self.answer = event.answer


class Warming(Job):
    """Does what the first question, item or explanation needs, while the learner still chooses."""

    def __init__(self, name: str, what: str, load: Callable[[], object]) -> None:
        super().__init__(name)
        self.step = Step(what)
        self._load = load

    def work(self) -> None:
        self._load()


class Indexing(Job):
    """One build of an index; `report` stands at the end. `build` is handed the progress to call."""

    def __init__(self, build: Callable[[Progress], BuildReport]) -> None:
        super().__init__("indexing")
        self.report: BuildReport | None = None
        self._build = build

    def work(self) -> None:
        self.report = self._build(self._note)

    def _note(self, stage: Stage, done: int, total: int, detail: str) -> None:
        words = _STAGE_WORDS[stage]
        self.step = Step(f"{words}: {detail}" if detail else words, done, total)


class Fetching(Job):
    """One model's fetch; `fetch` is handed the `tutor.models.Progress` to report to."""

    def __init__(self, label: str, fetch: Callable[["FetchProgress"], None]) -> None:
        super().__init__(f"fetch-{label}")
        self._fetch = fetch

    def work(self) -> None:
        self._fetch(FetchProgress(self))


class FetchProgress:
    """The `tutor.models.Progress` of a job: bytes as its step."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def begin(self, label: str, total_bytes: int, done_bytes: int) -> None:
        """See the protocol."""
        self._job.step = Step(f"Fetching {label}", done_bytes, total_bytes)

    def advance(self, count_bytes: int) -> None:
        """See the protocol."""
        self._job.step = replace(self._job.step, done=max(0, self._job.step.done + count_bytes))

    def note(self, text: str) -> None:
        """See the protocol."""
        self._job.step = replace(self._job.step, what=text)

    def end(self) -> None:
        """See the protocol."""
