"""The page in a real browser: ask, see evidence, open a citation, stop, be safe, fit a narrow window."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.app_under_test import HOSTILE_NAME
from tests.tutor.ui.bee_desk import QUESTION, SUPPORTED

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
WAIT_MS = 30_000
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The page's address, served for the tests of this module."""
    home, port = tmp_path_factory.mktemp("browser-home"), _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "tests/browser/app_under_test.py"]
    command += ["--server.port", str(port), "--", str(home)]
    with (home / "log.txt").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
        )
    try:
        _await_health(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _await_health(url: str, server: subprocess.Popen) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the page did not start")


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs chromium, which `make test` installs where it can")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="needs playwright: pip install -e '.[browser]'"
    )
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def page(browser, address):
    """A new window on the chat; `page.elsewhere` lists what it asked of other machines."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.set_default_timeout(WAIT_MS)
    elsewhere = []
    tab.on(
        "request",
        lambda request: (
            None if request.url.startswith((address, "data:", "blob:")) else elsewhere.append(request.url)
        ),
    )
    tab.goto(address)
    tab.get_by_role("heading", name="Chat", exact=True).wait_for()
    yield tab
    assert elsewhere == []
    tab.close()


def ask(page, question):
    page.get_by_placeholder("Ask about the course").fill(question)
    page.keyboard.press("Enter")


def answered(page, question=QUESTION):
    ask(page, question)
    page.get_by_text("1 of 2 sentences supported").wait_for()


def test_a_citation_opens_the_exact_words_highlighted_in_their_page(page):
    ask(page, QUESTION)
    page.get_by_role("button", name="Open passage 1").wait_for()  # evidence stands before the text comes
    assert page.get_by_text("sentences supported").count() == 0
    page.get_by_text("1 of 2 sentences supported").wait_for()
    page.locator(".answer .mark").wait_for()
    assert page.locator(".answer .mark").inner_text() in ("✓ supported", "~ weakly supported")
    page.get_by_role("button", name="Open source 1", exact=True).first.click()
    mark = page.get_by_role("dialog").locator(".tutor-page mark")
    mark.wait_for()
    assert mark.all_inner_texts() == [SUPPORTED]
    assert mark.is_visible()
    assert page.get_by_role("dialog").get_by_text("notes/hive.md").is_visible()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")


def test_a_citation_can_be_reached_and_opened_with_the_keyboard(page):
    answered(page)
    page.locator("button.cite").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").locator("mark").wait_for()


def test_stop_frees_the_page_at_once(page):
    ask(page, QUESTION)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_text("Stopped before the answer was finished.").wait_for()
    page.get_by_role("button", name="Ask again").click()
    page.get_by_text("1 of 2 sentences supported").wait_for()


def test_nothing_of_a_hostile_document_or_question_acts(page):
    ask(page, ":smile: $E$ :red[b] <b>wax moths hate cold combs ![p](http://beacon.invalid/q.png)")
    page.get_by_text("Ask again").wait_for()
    card = page.locator("[class*='st-key-tutor_card_']").filter(has_text=HOSTILE_NAME)
    card.get_by_role("button").first.click()
    shown = page.get_by_role("dialog").locator(".tutor-page")
    shown.wait_for()
    assert ":red[stop] $E=mc^2$ :smile:" in shown.inner_text()
    assert page.title() != "broken"
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Library").click()
    page.get_by_role("cell", name=HOSTILE_NAME).wait_for()
    page.get_by_role("link", name="Chat").click()
    listed = page.locator("[class*='st-key-chat_'] button").filter(has_text="<b>wax").first
    listed.wait_for()
    assert listed.inner_text().replace("\u2060", "").startswith(":smile: $E$ :red[b] <b>wax")
    assert page.title() != "broken"
    assert page.locator(".stMain img, .katex").count() == 0


@pytest.mark.parametrize("path", ["chat", "library", "settings"])
def test_nothing_scrolls_sideways_at_400_pixels(page, address, path):
    if path == "chat":
        answered(page)
    page.set_viewport_size({"width": 400, "height": 800})
    if path != "chat":
        page.goto(f"{address}/{path}")
        page.locator(".stMain h1").wait_for()
        page.get_by_role("tab").first.wait_for() if path == "library" else None
    page.wait_for_timeout(800)
    wide = page.evaluate(
        "() => [document.scrollingElement, ...document.querySelectorAll('.stMain, .stAppViewContainer, "
        ".stMainBlockContainer')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.className)"
    )
    assert wide == []
