"""Learner code in a process of its own: environment, limits, clock and output bound; what came of it.

Knows the child's request and results (`tutor.labs.child`), nothing of courses or of the learner's data.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tutor.labs.aws_server import install_sentence, lab_environment, missing_packages, simulated_aws
from tutor.labs.types import Lab, LabError, Limits

__all__ = ["ChildRow", "Job", "RunEnd", "run_jobs", "run_script"]

_CHILD = Path(__file__).with_name("child.py")
_PROGRAM = Path(__file__).resolve().parents[2]
_KEPT_CHARS = 20_000
_CHUNK = 65_536
_LAST_WORDS_SECONDS = 2.0
_LOOK_SECONDS = 0.5
"""Between two looks at how many checks are done."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to judge, and the names of the checks to put it to."""

    file: Path
    checks: tuple[str, ...]
    until: str = ""
    """A regular expression: once a message holds it, the checks after it are left out."""


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A line of the child's results; `outcome` is begun, passed, wrong or unbegun."""

    job: int
    check: str
    outcome: str
    message: str


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a run ended: its results, what was printed, and one sentence if it was stopped."""

    rows: tuple[ChildRow, ...]
    output: str
    seconds: float
    stopped: str = ""


def run_jobs(
    lab: Lab,
    jobs: Sequence[Job],
    home: Path,
    limits: Limits | None = None,
    told: Callable[[int], None] = lambda done: None,
) -> RunEnd:
    """Judge the files one after another in one process. `home` is the tutor's own folder, hidden from them.

    `told` is called now and again with the number of checks that are done.
    Raises LabError when a package is missing or the simulated AWS does not start.
    """
    return _run(lab, "check", jobs, home, limits or lab.limits, told)


def run_script(lab: Lab, file: Path, home: Path, limits: Limits | None = None) -> RunEnd:
    """Run a file as a script, with an empty simulated AWS where the lab has one. Raises as `run_jobs`."""
    return _run(lab, "run", [Job(file, ())], home, limits or lab.limits, lambda done: None)


def _run(
    lab: Lab, mode: str, jobs: Sequence[Job], home: Path, limits: Limits, told: Callable[[int], None]
) -> RunEnd:
    if missing := missing_packages(lab.services):
        raise LabError(install_sentence(missing))
    with tempfile.TemporaryDirectory(prefix="tutor-lab-") as folder:
        scratch = Path(folder).resolve()
        (scratch / "aws").mkdir()
        with _port(lab, scratch / "aws") as port:
            request = {
                "mode": mode,
                "jobs": [
                    {"file": str(job.file.resolve()), "checks": list(job.checks), "until": job.until}
                    for job in jobs
                ],
                "checks": [str(path.resolve()) for path in lab.checks_files],
                "services": list(lab.services),
                "port": port,
                "program": str(_PROGRAM),
                "lab_folder": str(lab.directory.resolve()),
                "scratch": str(scratch),
                "results": str(scratch / "results.jsonl"),
                "writable": [str(scratch), *(str(job.file.parent.resolve()) for job in jobs)],
                "hidden": [str(home.resolve())],
                "limits": asdict(limits),
            }
            (scratch / "request.json").write_text(json.dumps(request), encoding="utf-8")
            return _child(scratch, jobs[0].file.parent, port, limits, told)


@contextmanager
def _port(lab: Lab, scratch: Path) -> Iterator[int]:
    if not lab.services:
        yield 0
        return
    with simulated_aws(scratch) as port:
        yield port


def _child(scratch: Path, folder: Path, port: int, limits: Limits, told: Callable[[int], None]) -> RunEnd:
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", str(_CHILD), str(scratch / "request.json")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=lab_environment(scratch, port),
        cwd=folder,
        start_new_session=True,
    )
    reader = _Reader(process, limits.output_kb * 1024)
    reader.start()
    try:
        timed_out = _outlasts(process, limits.wall_seconds, scratch / "results.jsonl", told)
    finally:
        _kill_group(process)
        process.wait()
        reader.join(_LAST_WORDS_SECONDS)
    rows = _rows(scratch / "results.jsonl")
    stopped = _why_stopped(process.returncode, limits, timed_out=timed_out, flooded=reader.flooded)
    if stopped and not rows:
        last = (reader.text.strip().splitlines() or ["it said nothing"])[-1]
        raise LabError(f"The process that runs labs could not begin ({last}). Run `tutor doctor`.")
    return RunEnd(rows, reader.text, time.monotonic() - began, stopped)


def _outlasts(
    process: "subprocess.Popen[bytes]", seconds: float, results: Path, told: Callable[[int], None]
) -> bool:
    """Whether the process still runs after this time; until then its finished checks are told."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        try:
            process.wait(min(_LOOK_SECONDS, left))
        except subprocess.TimeoutExpired:
            told(sum(row.outcome != "begun" for row in _rows(results)))
        else:
            return False
    return True


class _Reader(threading.Thread):
    """Keeps the first of what a process writes, counts the rest, and ends it when that is too much."""

    def __init__(self, process: "subprocess.Popen[bytes]", most_bytes: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._most_bytes = most_bytes
        self._kept = bytearray()
        self.flooded = False

    @property
    def text(self) -> str:
        """What was kept."""
        return bytes(self._kept).decode("utf-8", errors="replace")[:_KEPT_CHARS]

    def run(self) -> None:
        assert self._process.stdout is not None
        count = 0
        with self._process.stdout as pipe:
            while chunk := os.read(pipe.fileno(), _CHUNK):
                count += len(chunk)
                self._kept += chunk[: max(0, 4 * _KEPT_CHARS - len(self._kept))]
                if count > self._most_bytes:
                    self.flooded = True
                    _kill_group(self._process)
                    return


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    """End the process and whatever it started; its group bears its number, since it began a session."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # all gone; on macOS a dead group refuses
        process.kill()


def _why_stopped(code: int, limits: Limits, *, timed_out: bool, flooded: bool) -> str:
    if flooded:
        return f"Your code wrote more than {limits.output_kb} KB of output and was stopped; print less."
    look = "look for a loop that does not end, or for work done again and again"
    if timed_out:
        return f"Your code ran longer than {limits.wall_seconds} s and was stopped; {look}."
    if code in (-signal.SIGXCPU, 128 + signal.SIGXCPU):
        return f"Your code used more than {limits.cpu_seconds} s of processor time and was stopped; {look}."
    if code:
        said = f"signal {-code}" if code < 0 else f"exit code {code}"
        return (
            f"Your code ended the run before its checks were done ({said}); look for os._exit, for far too "
            "deep recursion, or for more memory than the lab allows."
        )
    return ""


def _rows(path: Path) -> tuple[ChildRow, ...]:
    """The whole lines of the results; a last one may have been cut off."""
    if not path.exists():
        return ()
    rows: list[ChildRow] = []
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            rows.append(ChildRow(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return tuple(rows)
