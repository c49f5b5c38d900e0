"""A practice item of an answer in a real browser: by keys alone, in a narrow window, after a reload."""

import pytest

from tests.browser.driving import Served, chromium, local_tab, settle
from tests.tutor.ui.harbour_desk import TANKER

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The page's address, served for the tests of this module."""
    served = Served("tests/browser/answer_item_under_test.py", tmp_path_factory.mktemp("answer-item-home"))
    try:
        served.start()
        yield served.address
    finally:
        served.kill()


@pytest.fixture
def page(address):
    """A new window on the chat."""
    with chromium() as browser, local_tab(browser, address, address) as tab:
        tab.get_by_role("heading", name="Chat", exact=True).wait_for()
        yield tab


def by_key(page, name):
    """Press a button with the keyboard, once the page stands still."""
    button = page.get_by_role("button", name=name, exact=True)
    button.wait_for()
    settle(page)
    button.focus()
    page.keyboard.press("Enter")


def test_an_answer_becomes_an_item_by_keys_alone(page):
    page.get_by_placeholder("Ask about the course").fill(TANKER)
    page.keyboard.press("Enter")
    by_key(page, "Make it a practice item")
    page.get_by_role("button", name="Ready: practise it").wait_for()
    page.set_viewport_size({"width": 400, "height": 800})
    page.wait_for_timeout(800)
    wide = page.evaluate(
        "() => [document.scrollingElement, ...document.querySelectorAll('.stMain, .stAppViewContainer, "
        ".stMainBlockContainer')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.className)"
    )
    assert wide == []
    by_key(page, "Ready: practise it")
    page.get_by_role("heading", name="Practice", exact=True).wait_for()
    stem = page.locator(".tutor-stem")
    stem.wait_for()
    asked = stem.inner_text()
    assert "A tanker must turn in a narrow basin." in asked
    settle(page)
    page.reload()
    stem.wait_for()
    assert stem.inner_text() == asked
