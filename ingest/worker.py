"""Reads files in a child process with limits of time, memory and output. Knows no format.

A hostile file may hang, crash or exhaust whatever parses it; here it takes only the child with it, and
the next file gets a fresh one. `python -m ingest.worker` is the child: a JSON line in, a JSON line out.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

from ingest.document_json import document_from_json, document_to_json
from ingest.errors import DamagedSourceError, SourceError, SourceTooLargeError, TutorError
from ingest.readers import read_document
from ingest.types import Document

__all__ = ["MEMORY_BYTES", "SECONDS", "ReaderWorker"]

SECONDS = 60.0
"""For one file: a PDF of 1,000 pages takes about half of it."""

MEMORY_BYTES = 2 * 1024**3
"""Address space of the child: an interpreter with lxml and pypdf takes 0.2 GiB, 20 million characters of
HTML about 1.2 GiB. Held where the system keeps RLIMIT_AS (Linux); elsewhere only the other limits hold."""

_ANSWER_BYTES = 512 * 1024**2
"""20 million characters of up to 4 bytes, their blocks, and room; a file that needs more is refused."""
_START_SECONDS = 60.0
_STOP_SECONDS = 5.0
_KINDS: tuple[type[SourceError], ...] = (SourceError, *SourceError.__subclasses__())
_ERRORS = {kind.__name__: kind for kind in _KINDS}
_SPLIT = "Split it into smaller files, or save its text alone."


class _Named(Protocol):
    """What is needed of a source: where it is, and what it is called."""

    @property
    def path(self) -> Path: ...

    @property
    def name(self) -> str: ...


class ReaderWorker:
    """Reads one file at a time in a child process; a context manager that ends the child.

    Args:
        seconds: Wall-clock limit for one file.
        memory_bytes: Limit of the child's address space.
    """

    def __init__(self, *, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES) -> None:
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def child_pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return self._child.pid if self._child is not None else None

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child is not None:
            self._child.stop()
            self._child = None

    def read(self, source: _Named) -> Document:
        """The document in a source, as `read_document` gives it.

        Raises:
            SourceError: The file cannot be read, or not within the limits.
            TutorError: No child can be started.
        """
        if self._child is None or not self._child.is_alive():
            self.close()
            self._child = _Child(self._seconds, self._memory_bytes)
        path = source.path.absolute()
        answer = self._child.ask({"path": os.fspath(path), "name": source.name}, self._seconds)
        if answer is None or not answer.endswith(b"\n"):
            raise self._failure(source.path, answer)
        value = json.loads(answer)
        if "error" in value:
            raise _ERRORS[value["error"]](source.path, value["reason"], value["advice"])
        return document_from_json(value["document"])

    def _failure(self, path: Path, answer: bytes | None) -> SourceError:
        """What to say of a child that gave no answer (None: in time); ends it."""
        child, self._child = self._child, None
        died = answer is not None and len(answer) < _ANSWER_BYTES
        code = child.stop(kill=not died) if child is not None else 0
        if answer is None:
            return SourceTooLargeError(path, f"Reading it took over {self._seconds:g} seconds.", _SPLIT)
        if len(answer) >= _ANSWER_BYTES:
            return SourceTooLargeError(path, "Its text goes over the limit of 512 MiB.", _SPLIT)
        if code in (-getattr(signal, "SIGKILL", 9), -getattr(signal, "SIGXCPU", 24)):
            return SourceTooLargeError(path, "Reading it took too much memory or time.", _SPLIT)
        return DamagedSourceError(
            path, f"Its reader crashed on it (exit {code}).", "Open it in its own program and save it again."
        )


class _Child:
    """A running child; a thread takes its lines, because a pipe cannot be waited for on every system."""

    def __init__(self, seconds: float, memory_bytes: int) -> None:
        package = Path(__file__).resolve().parent
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingest.worker", str(memory_bytes), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=package.parent,  # `-m` looks here first, so the child runs this very code
        )
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._take_lines, daemon=True)
        self._thread.start()
        if self._next_line(_START_SECONDS) != b"ready\n":
            code = self.stop(kill=False)
            raise TutorError(
                f"The process that reads files did not start (exit {code}). Install tutor again."
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: dict[str, str], seconds: float) -> bytes | None:
        """The line that answers; what there was of it if the child died or wrote too much; None if late."""
        stream = self._process.stdin
        try:
            if stream is not None:
                stream.write(json.dumps(request).encode() + b"\n")
                stream.flush()
        except OSError:
            return b""  # it died since the last file
        return self._next_line(seconds)

    def stop(self, *, kill: bool = True) -> int:
        """End the child, at once or when it has ended by itself; its exit code, a signal's number below 0."""
        if kill:
            self._process.kill()
        try:
            code = self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._thread.join(_STOP_SECONDS)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                _close(stream)
        return code

    def _next_line(self, seconds: float) -> bytes | None:
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return None

    def _take_lines(self) -> None:
        stream = self._process.stdout
        while stream is not None:
            line = stream.readline(_ANSWER_BYTES)
            self._lines.put(line)
            if not line.endswith(b"\n"):
                return


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:
        return  # what was still to be flushed has nobody to read it


def _main(arguments: list[str]) -> None:
    """The child: answers requests until there are no more."""
    memory_bytes, seconds = int(arguments[0]), float(arguments[1])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints must not get among the answers
    _limit_memory(memory_bytes)
    answers.write(b"ready\n")
    answers.flush()
    for line in sys.stdin.buffer:
        _limit_processor_time(seconds)
        request = json.loads(line)
        answers.write(_answer(Path(request["path"]), request["name"]) + b"\n")
        answers.flush()


def _answer(path: Path, name: str) -> bytes:
    try:
        return _encoded({"document": document_to_json(read_document(path, name))})
    except SourceError as error:
        return _encoded({"error": type(error).__name__, "reason": error.reason, "advice": error.advice})
    except MemoryError:
        reason, kind = "Reading it takes more memory than it may have.", SourceTooLargeError
        return _encoded({"error": kind.__name__, "reason": reason, "advice": _SPLIT})
    except Exception as error:  # noqa: BLE001 - parsers raise anything at all on hostile bytes, and one
        # file must never stop the others; the child has no state that an error could leave half done
        reason = f"Its reader failed on it ({type(error).__name__})."
        advice = "Open it in its own program and save it again."
        return _encoded({"error": DamagedSourceError.__name__, "reason": reason, "advice": advice})


def _encoded(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode(errors="replace")


def _limit_memory(memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limits
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return  # macOS knows the limit but refuses to set it


def _limit_processor_time(seconds: float) -> None:
    """Twice the wall-clock limit, so that a child whose parent was killed does not run for ever."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    limit = int(usage.ru_utime + usage.ru_stime + 2 * seconds) + 1
    resource.setrlimit(
        resource.RLIMIT_CPU, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard)
    )


if __name__ == "__main__":
    _main(sys.argv[1:])
