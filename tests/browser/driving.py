"""A page served for a browser test, and the browser that drives it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
WAIT_MS = 30_000
_START_SECONDS = 60
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Served:
    """A Streamlit script of the tests on a port of its own; `home` is its first argument."""

    def __init__(self, script: str, home: Path) -> None:
        self._script, self._home = script, home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self.address = f"http://127.0.0.1:{self._port}"
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [sys.executable, "-m", "streamlit", "run", self._script]
        command += ["--server.port", str(self._port), "--", str(self._home)]
        with (self._home / "log.txt").open("ab") as log:
            self._server = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
            )
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self._server.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        pytest.fail("the page did not start")

    def kill(self) -> None:
        """End the server as a crash would."""
        if self._server is not None:
            self._server.kill()
            self._server.wait(10)


def settle(tab: Any) -> None:
    """Wait until the page has been drawn to its end.

    A press that comes while another one's run is about to start can be dropped by Streamlit, which looks
    for newer requests before it calls the callbacks. Hands leave more time between two presses.
    """
    tab.locator('[data-test-script-state="notRunning"]').wait_for()


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's chromium, driven by Playwright; the test is skipped where either is missing."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("needs chromium, which `make test` installs where it can")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="needs playwright: pip install -e '.[browser]'"
    )
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        yield opened
        opened.close()


@contextmanager
def local_tab(browser: Any, address: str, start: str) -> Iterator[Any]:
    """A new window on `start`; at its end, that it asked nothing of another machine is asserted."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.set_default_timeout(WAIT_MS)
    elsewhere: list[str] = []
    tab.on(
        "request",
        lambda request: (
            None if request.url.startswith((address, "data:", "blob:")) else elsewhere.append(request.url)
        ),
    )
    tab.goto(start)
    yield tab
    assert elsewhere == []
    tab.close()
