"""The page in a real browser: ask, see evidence, open a citation, stop, be safe, fit a narrow window."""

import pytest

from tests.browser.app_under_test import HOSTILE_NAME
from tests.browser.driving import Served, chromium, local_tab
from tests.tutor.ui.bee_desk import QUESTION, SUPPORTED

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The page's address, served for the tests of this module."""
    served = Served("tests/browser/app_under_test.py", tmp_path_factory.mktemp("browser-home"))
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
    """A new window on the chat."""
    with local_tab(browser, address, address) as tab:
        tab.get_by_role("heading", name="Chat", exact=True).wait_for()
        yield tab


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
