"""Five items in a real browser, by keys alone: one wrong answer, its source, a reload, the summary."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.tutor.ui.harbour_desk import COURSE_ID
from tutor.learner.database import Database
from tutor.learner.items import ItemStore
from tutor.learner.practice_sets import PracticeSetStore

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
WAIT_MS = 30_000
COUNT = 5
SETTLE_MS = 500
"""The browser listens for a new button's key a moment after it has drawn the button."""
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
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("practice-home")


@pytest.fixture(scope="module")
def address(home):
    """The page's address, served for the tests of this module."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "tests/browser/practice_under_test.py"]
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
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.set_default_timeout(WAIT_MS)
    elsewhere = []
    tab.on(
        "request",
        lambda request: (
            None if request.url.startswith((address, "data:", "blob:")) else elsewhere.append(request.url)
        ),
    )
    tab.goto(f"{address}/?practice={COURSE_ID}.start")  # whatever an earlier test left
    tab.get_by_role("heading", name="Practice", exact=True).wait_for()
    yield tab
    assert elsewhere == []
    tab.close()


def item_at(home, place):
    """The item at a place of the latest set, once it is there."""
    database = Database(home / "learners" / "me" / "learner.sqlite3")
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        latest = PracticeSetStore(database).latest(COURSE_ID)
        if latest is not None and len(latest.item_ids) > place:
            item = ItemStore(database).get(latest.item_ids[place])
            assert item is not None
            return item
        time.sleep(0.2)
    pytest.fail(f"item {place + 1} was not made")


def answer_by_keys(page, item, places):
    page.locator(f".st-key-practice_{item.id}_option_{len(item.options) - 1} button").wait_for()
    page.locator(".st-key-practice_submit button").wait_for()
    page.wait_for_timeout(SETTLE_MS)
    for place in places:
        page.keyboard.press(str(place + 1))
        page.locator("button", has_text="· chosen").nth(list(places).index(place)).wait_for()
    page.locator(".st-key-practice_submit button:not([disabled])").wait_for()
    page.keyboard.press("Enter")
    page.locator(".tutor-verdict").wait_for()


def at_item(page, number):
    page.locator(".stProgress", has_text=f"Item {number} of {COUNT}").wait_for()


def test_a_quiz_of_five_by_keys_with_one_wrong_answer_whose_source_opens(page, home):
    page.get_by_role("radio", name="5", exact=True).click()
    begun = time.monotonic()
    page.locator(".st-key-practice_start button").click()
    page.locator(".tutor-stem").first.wait_for()
    assert time.monotonic() - begun < 10  # 3 s where nothing else runs
    for place in range(COUNT):
        at_item(page, place + 1)
        item = item_at(home, place)
        wrong = next(p for p in range(len(item.options)) if p not in item.key)
        answer_by_keys(page, item, (*item.key[1:], wrong) if place == 1 else item.key)
        if place == 1:
            _reads_why(page)
        page.keyboard.press("n")
    page.get_by_text(f"{COUNT - 1} of {COUNT} right, 80 %").wait_for()
    assert page.get_by_text("1 item of this set went to Review.").is_visible()


def _reads_why(page):
    """The explanation of a wrong answer, its source opened, and a reload in between."""
    assert page.locator(".tutor-verdict").inner_text() == "✕ Wrong."
    page.get_by_role("heading", name="What tells them apart").wait_for()
    page.reload()
    page.get_by_text("✕ Wrong.").wait_for()
    page.get_by_role("heading", name="What tells them apart").wait_for()
    page.locator("button.cite").first.click()
    mark = page.get_by_role("dialog").locator(".tutor-page mark").first
    mark.wait_for()
    assert mark.is_visible()
    page.wait_for_timeout(SETTLE_MS)
    page.keyboard.press("n")  # a key that is pressed while a source is open does nothing
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    at_item(page, 2)


def test_nothing_scrolls_sideways_at_400_pixels(page, home):
    page.set_viewport_size({"width": 400, "height": 800})
    page.locator(".st-key-practice_start button").click()
    page.locator(".tutor-stem").first.wait_for()
    item = item_at(home, 0)
    answer_by_keys(page, item, item.key)
    page.get_by_role("heading", name=re.compile("Why [A-F] is right")).first.wait_for()
    wide = page.evaluate(
        "() => [document.scrollingElement, ...document.querySelectorAll('.stMain, .stAppViewContainer, "
        ".stMainBlockContainer')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.className)"
    )
    assert wide == []
