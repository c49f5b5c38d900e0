"""The values of labs: a lab, its steps and limits; what checking them found."""

from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import TutorError

__all__ = [
    "CheckResult",
    "CheckedLab",
    "Lab",
    "LabError",
    "LabSource",
    "LabStep",
    "Limits",
    "RanLab",
    "StepResult",
    "WrongAttempt",
]


class LabError(TutorError):
    """A lab cannot be started, run or reset."""


@dataclass(frozen=True, slots=True)
class LabSource:
    """A section of the course's notes that a step rests on."""

    document: str
    """Path relative to the course's folder, with `/`."""
    heading: str


@dataclass(frozen=True, slots=True)
class LabStep:
    """One thing to do. `checks` names functions of the lab's check files, in the order they are run."""

    id: str
    title: str
    text: str
    """Markdown: what to do."""
    tasks: tuple[str, ...]
    """Task statements ("2.1") that the step is practice for."""
    checks: tuple[str, ...]
    hints: tuple[str, ...]
    """From general to specific."""
    takeaways: tuple[str, ...]
    """What to keep for the exam, a sentence each."""
    sources: tuple[LabSource, ...]
    given: tuple[str, ...] = ()
    """Checks that the untouched starter passes already."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run of learner code may use; more ends it. A lab may lower or raise its own in `lab.toml`."""

    cpu_seconds: int = 60
    wall_seconds: int = 120
    memory_mb: int = 2048  # of address space; pandas and scikit-learn map about 600
    file_mb: int = 50
    open_files: int = 256
    output_kb: int = 1024


@dataclass(frozen=True, slots=True)
class Lab:
    """One lab as its folder describes it."""

    id: str
    title: str
    summary: str
    minutes: int
    order: int
    """Place in the list, from 1."""
    services: tuple[str, ...]
    """AWS services that the lab calls ("s3"); with none, no server is started."""
    items: tuple[str, ...]
    """Ids of the practice items at the end."""
    intro: str
    """Markdown above the first step."""
    steps: tuple[LabStep, ...]
    directory: Path
    limits: Limits = field(default_factory=Limits)

    @property
    def starter(self) -> Path:
        """The file that a learner begins with."""
        return self.directory / "starter.py"

    @property
    def solution(self) -> Path:
        """A file that passes every check."""
        return self.directory / "solution.py"

    @property
    def checks_files(self) -> tuple[Path, ...]:
        """The functions that judge: checks.py, and `checks_*.py` where a lab has many."""
        return (self.directory / "checks.py", *sorted(self.directory.glob("checks_*.py")))

    def step(self, step_id: str) -> LabStep:
        """The step of that id. Raises LabError naming the steps that there are."""
        for step in self.steps:
            if step.id == step_id:
                return step
        names = ", ".join(step.id for step in self.steps)
        raise LabError(f"The lab {self.id} has no step {step_id!r}. Its steps are: {names}.")


@dataclass(frozen=True, slots=True)
class WrongAttempt:
    """A plausible mistake of `wrong/*.py`: laid over the solution, `step` must fail with that message."""

    path: Path
    step: str
    message: str
    """A regular expression found in one of the step's messages."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: `title` says what was looked at, `message` what to look at when it did not pass."""

    name: str
    title: str
    passed: bool
    message: str = ""
    begun: bool = True
    """False while the code is still the starter's `NotImplementedError`, or the check was not reached."""


@dataclass(frozen=True, slots=True)
class StepResult:
    """The checks of one step, in order."""

    step: str
    checks: tuple[CheckResult, ...]

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)

    @property
    def begun(self) -> bool:
        """Whether there was anything to judge: an unwritten function alone is no failure."""
        return self.passed or any(check.begun and not check.passed for check in self.checks)

    @property
    def message(self) -> str:
        """What to look at first; empty when the step passed."""
        return next((check.message for check in self.checks if not check.passed), "")


@dataclass(frozen=True, slots=True)
class CheckedLab:
    """What a run of one file came to."""

    steps: tuple[StepResult, ...]
    output: str
    """What the code printed, cut to a readable length."""
    seconds: float
    stopped: str = ""
    """One sentence when the run was ended by a limit; empty otherwise."""

    @property
    def passed(self) -> bool:
        """Whether every step passed."""
        return all(step.passed for step in self.steps)


@dataclass(frozen=True, slots=True)
class RanLab:
    """What running a file as a script came to; `message` is what went wrong, or empty."""

    output: str
    message: str
    seconds: float
