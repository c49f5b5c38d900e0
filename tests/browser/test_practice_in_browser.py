"""Five items in a real browser, by keys alone: one wrong answer, its source, a reload, the summary."""

import re
import time

import pytest

from tests.browser.driving import Served, chromium, local_tab
from tests.tutor.ui.harbour_desk import COURSE_ID
from tutor.learner.database import Database
from tutor.learner.items import ItemStore
from tutor.learner.practice_sets import PracticeSetStore

pytestmark = pytest.mark.browser

START_SECONDS = 60
COUNT = 5
SETTLE_MS = 500
"""The browser listens for a new button's key a moment after it has drawn the button."""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("practice-home")


@pytest.fixture(scope="module")
def address(home):
    """The page's address, served for the tests of this module."""
    served = Served("tests/browser/practice_under_test.py", home)
    try:
        served.start()
        yield served.address
    finally:
        served.kill()


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser, address):
    start = f"{address}/?practice={COURSE_ID}.start"  # whatever an earlier test left
    with local_tab(browser, address, start) as tab:
        tab.get_by_role("heading", name="Practice", exact=True).wait_for()
        yield tab


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
    page.wait_for_timeout(SETTLE_MS)  # the page is drawn twice at its first run
    page.get_by_role("radio", name="5", exact=True).click()
    page.wait_for_timeout(SETTLE_MS)  # the choice has to reach the server before the start does
    assert page.get_by_role("radio", name="5", exact=True).is_checked()
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
        page.wait_for_timeout(SETTLE_MS)
        page.keyboard.press("n")
    page.get_by_text(f"{COUNT - 1} of {COUNT} right, 80 %").wait_for()
    page.get_by_text("1 item of this set went to Review.").wait_for()


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
    page.wait_for_timeout(SETTLE_MS)


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
