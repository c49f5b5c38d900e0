"""What a session remembers of labs between runs, and their work beside the page. Knows nothing of drawing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import streamlit as st

from tutor.labs.copies import LabCopy
from tutor.labs.judge import check_file, run_file
from tutor.labs.progress import Attempts, record_check
from tutor.labs.types import CheckedLab, Lab, LabStep, RanLab, StepResult
from tutor.ui.jobs import Job, Step

__all__ = ["Checking", "LabDesk", "LabWork", "Running", "Text", "lab_desk"]

_DESK = "tutor_lab_desk"


@dataclass(frozen=True, slots=True)
class LabWork:
    """A learner's copy of a lab, and where what comes of it is kept."""

    lab: Lab
    copy: LabCopy
    home: Path
    """The tutor's own folder, which learner code does not see."""
    course: str
    attempts: Attempts
    now: Callable[[], datetime]


class Checking(Job):
    """Checks steps of a copy and counts them; `checked` stands at the end.

    `only_step` is the id of the one step that is checked, empty for all of them.
    """

    def __init__(self, work: LabWork, steps: Sequence[LabStep]) -> None:
        super().__init__(f"lab-check-{work.lab.id}")
        self.session = work.copy.session
        self.checked: CheckedLab | None = None
        self.only_step = steps[0].id if len(steps) == 1 else ""
        self._work, self._steps = work, tuple(steps)
        count = sum(len(step.checks) for step in steps)
        self.step = Step("Checking your code", 0, count)

    def work(self) -> None:
        on = self._work
        checked = check_file(on.lab, on.copy.file, on.home, self._steps, self._note)
        record_check(on.attempts, on.course, on.lab, on.copy, checked, on.now())
        self.checked = checked

    def _note(self, done: int) -> None:
        self.step = replace(self.step, done=done)


class Running(Job):
    """Runs a copy as a script; `ran` stands at the end."""

    def __init__(self, work: LabWork) -> None:
        super().__init__(f"lab-run-{work.lab.id}")
        self.session = work.copy.session
        self.only_step = ""
        self.ran: RanLab | None = None
        self._work = work
        self.step = Step("Running your code")

    def work(self) -> None:
        self.ran = run_file(self._work.lab, self._work.copy.file, self._work.home)


@dataclass(slots=True)
class Text:
    """The code of one copy as it was when file and text area last held the same."""

    both: str


@dataclass(slots=True)
class LabDesk:
    """Which lab is open in each course, what runs, what the latest checks of each copy found."""

    opened: dict[str, str] = field(default_factory=dict)
    job: Checking | Running | None = None
    texts: dict[str, Text] = field(default_factory=dict)
    """By the session of a copy, as what follows."""
    results: dict[str, dict[str, StepResult]] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)
    """The one step that the latest check was of; empty when it was of all."""
    ran: dict[str, RanLab] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    """A sentence on the latest work that failed, or was ended by a limit."""
    hints: dict[tuple[str, str], int] = field(default_factory=dict)
    """Hints shown, by the copy's session and the step."""
    chosen: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    """Options chosen in the items at the end, by the copy's session and the item."""
    message: str = ""
    """What the latest press of a button could not do."""

    def close(self, course_id: str) -> None:
        """Go back to the list of labs."""
        self.opened.pop(course_id, None)

    def take(self) -> None:
        """Keep what the job came to, once it is done."""
        job = self.job
        if job is None or not job.done:
            return
        self.job, self.said[job.session] = None, job.error
        if isinstance(job, Running):
            if job.ran is not None:
                self.ran[job.session] = job.ran
        elif job.checked is not None:
            found = {result.step: result for result in job.checked.steps}
            self.results[job.session] = self.results.get(job.session, {}) | found
            self.latest[job.session] = job.only_step
            self.said[job.session] = job.checked.stopped


def lab_desk() -> LabDesk:
    """This session's state, made at the first call."""
    if _DESK not in st.session_state:
        st.session_state[_DESK] = LabDesk()
    desk: LabDesk = st.session_state[_DESK]
    return desk
