"""An exam in a real browser: by keyboard, through a reload and a killed server, to the report and beyond."""

import re

import pytest

from tests.browser.driving import WAIT_MS, Served, chromium, settle
from tests.tutor.ui.bee_exam import QUOTE

pytestmark = pytest.mark.browser

SHORT = "10 items, 38 minutes"


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def served(tmp_path):
    server = Served("tests/browser/exam_under_test.py", tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def page(browser, served):
    """A new window on the start page; it may ask nothing of other machines."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.set_default_timeout(WAIT_MS)
    elsewhere = []
    tab.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((served.address, "data:", "blob:"))
            else elsewhere.append(request.url)
        ),
    )
    tab.goto(served.address)
    tab.get_by_role("button", name="Begin the exam").wait_for()
    yield tab
    assert elsewhere == []
    tab.close()


def begin(page):
    page.get_by_text(SHORT, exact=True).click()
    settle(page)
    page.get_by_role("button", name="Begin the exam").click()
    at_item(page, 1)


def at_item(page, number, count=10):
    page.get_by_role("heading", name=re.compile(rf"^Item {number} of {count}")).wait_for()
    settle(page)


def strike(page, key, seen):
    """Press a key and wait for what it should bring to the page."""
    page.keyboard.press(key)
    page.get_by_text(seen).first.wait_for()
    settle(page)


def seconds_left(page):
    page.locator(".clock .word").filter(has_text="left").wait_for()
    hours, minutes, seconds = page.locator(".clock b").inner_text().split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def sideways(page):
    return page.evaluate(
        "() => [document.scrollingElement, ...document.querySelectorAll('.stMain, .stAppViewContainer, "
        ".stMainBlockContainer')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.className)"
    )


def test_an_exam_is_sat_by_keyboard_through_a_reload_and_a_crash(page, served):
    begin(page)
    assert 38 * 60 - 30 < seconds_left(page) <= 38 * 60
    strike(page, "2", "✓ 1 answered")
    page.keyboard.press("n")
    at_item(page, 2)
    strike(page, "f", "⚑ 1 flagged")
    strike(page, "1", "✓ 2 answered")
    page.reload()
    at_item(page, 2)
    assert page.locator(".grid button").nth(0).get_attribute("aria-label") == "Item 1: answered"
    assert page.locator(".grid button").nth(1).get_attribute("aria-label") == "Item 2: answered, flagged"
    assert page.locator('.grid button[aria-current="true"]').inner_text() == "2 ✓⚑"
    page.keyboard.press("n")
    at_item(page, 3)
    strike(page, "1", "✓ 3 answered")
    before = seconds_left(page)
    served.kill()
    served.start()
    page.goto(served.address)
    at_item(page, 3)
    assert before - 60 < seconds_left(page) < before
    page.get_by_text("✓ 3 answered").wait_for()
    page.locator(".grid button").nth(8).click()
    at_item(page, 9)
    page.keyboard.press("p")
    at_item(page, 8)
    page.get_by_role("button", name="Finish", exact=True).click()
    page.get_by_text("Finish the exam?").wait_for()
    settle(page)
    page.get_by_text("7 items without an answer will count as wrong.").wait_for()
    page.get_by_role("button", name="Finish the exam").click()
    page.get_by_role("heading", name=re.compile(r"(Pass|Fail): \d+ of 1000")).wait_for()
    assert page.get_by_text("You answered 3 of 10.").is_visible()
    mark, line = (
        page.locator(".tutor-scale .mark").bounding_box(),
        page.locator(".tutor-scale").bounding_box(),
    )
    assert (mark["x"] - line["x"]) / line["width"] == pytest.approx(2 / 3, abs=0.01)  # (700 - 100) / 900
    page.get_by_role("button", name="Open source 1").click()
    marked = page.get_by_role("dialog").locator(".tutor-page mark")
    marked.wait_for()
    assert marked.all_inner_texts() == [QUOTE]
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.set_viewport_size({"width": 400, "height": 800})
    page.wait_for_timeout(800)
    assert sideways(page) == []


def test_a_key_struck_before_the_page_has_followed_the_last_one_adds_to_it(page):
    begin(page)
    for number in range(1, 11):
        if page.get_by_text("Select TWO.").count():
            break
        page.keyboard.press("n")
        at_item(page, number + 1)
    page.get_by_text("Select TWO.").wait_for()
    page.keyboard.press("2")
    page.get_by_text("☑").wait_for()  # half of the page may still be as it was
    page.keyboard.press("4")
    page.get_by_text("2 of 2 chosen.").wait_for()
    chosen = page.locator("[class*='st-key-tutor_options'] button").filter(has_text="chosen")
    assert [text.split()[1] for text in chosen.all_inner_texts()] == ["B", "D"]


def test_the_time_runs_out_by_itself_while_the_page_is_open(page, tmp_path):
    begin(page)
    strike(page, "1", "✓ 1 answered")
    (tmp_path / "ahead.txt").write_text(str(38 * 60 - 12), encoding="utf-8")
    page.reload()
    at_item(page, 1)
    page.locator(".clock .word").filter(has_text="left, the last 5 minutes").wait_for()
    page.get_by_text("The time ran out.").wait_for()
    assert page.get_by_text("You answered 1 of 10.").is_visible()


def test_an_exam_fits_a_narrow_window(page):
    page.set_viewport_size({"width": 400, "height": 800})
    page.wait_for_timeout(800)
    assert sideways(page) == []
    begin(page)
    page.wait_for_timeout(800)
    assert sideways(page) == []
    grid, item = page.locator(".grid").bounding_box(), page.locator(".tutor-stem").first.bounding_box()
    assert grid["y"] > item["y"]
    assert grid["x"] + grid["width"] <= 400
