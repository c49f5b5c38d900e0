"""The first step of the first lab in a real browser: started, red, typed, green, and kept."""

import pytest

from tests.browser.driving import Served, chromium, local_tab, settle
from tests.tutor.labs.lab_folder import needs_lab_packages
from tutor.learner.attempts import AttemptStore
from tutor.learner.database import Database

pytestmark = [pytest.mark.browser, needs_lab_packages]

LAB, STEP = "streaming-fraud", "stream"
TYPED = "s3.create_bucket(Bucket=BUCKET)\nfirehose.create_delivery_stream(\n"  # the page indents
PASTED = """\
DeliveryStreamName=STREAM,
        DeliveryStreamType="DirectPut",
        ExtendedS3DestinationConfiguration={
            "RoleARN": ROLE,
            "BucketARN": f"arn:aws:s3:::{BUCKET}",
            "Prefix": "raw/",
            "BufferingHints": {"SizeInMBs": 5, "IntervalInSeconds": 300},
            "CompressionFormat": "GZIP",
        },
"""
WRITTEN = f"""\
def create_pipeline(s3, firehose):
    \"\"\"Make BUCKET, and STREAM that delivers to it.\"\"\"
    s3.create_bucket(Bucket=BUCKET)
    firehose.create_delivery_stream(
        {PASTED}    )


def send(
"""
# from the comments below the first docstring to the end of the line that raises TODO 1
SELECT_TODO = """area => {
  const todo = 'raise NotImplementedError("TODO 1")';
  area.focus();
  area.setSelectionRange(area.value.indexOf('# The two calls'), area.value.indexOf(todo) + todo.length);
}"""
SCROLLS_SIDEWAYS = """() => [document.scrollingElement, ...document.querySelectorAll(
  '.stMain, .stAppViewContainer, .stMainBlockContainer')]
  .filter(e => e.scrollWidth > e.clientWidth).map(e => e.className)"""
SELECT_WORDS = """(area, words) => {
  area.focus();
  area.setSelectionRange(area.value.indexOf(words), area.value.indexOf(words) + words.length);
}"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("labs-home")


@pytest.fixture(scope="module")
def page(home):
    served = Served("tests/browser/labs_under_test.py", home)
    try:
        served.start()
        with chromium() as browser, local_tab(browser, served.address, served.address) as tab:
            yield tab
    finally:
        served.kill()


def press(page, key):
    settle(page)
    page.locator(f".st-key-{key} button").first.click()  # one with a tooltip is drawn twice


def first_line_seen(area):
    return area.evaluate(
        "a => a.value.split('\\n')[Math.ceil(a.scrollTop / parseFloat(getComputedStyle(a).lineHeight))]"
    )


def test_the_first_step_is_started_checked_mended_and_kept(page, home):
    press(page, f"lab_open_{LAB}")
    press(page, "lab_start")
    area = page.locator("textarea")
    area.wait_for()
    page.get_by_text("0 of 8 steps done").wait_for()
    page.wait_for_function("document.querySelector('textarea')?.scrollTop > 0")
    assert first_line_seen(area) == "def create_pipeline(s3, firehose):"

    area.evaluate(SELECT_TODO)
    page.keyboard.press("Delete")
    page.keyboard.type(TYPED)
    page.keyboard.insert_text(PASTED)
    page.keyboard.press("Tab")
    page.keyboard.type(")")
    assert WRITTEN.strip() in area.input_value()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")  # leaves the box, as its help says
    assert page.evaluate("document.activeElement.tagName") != "TEXTAREA"
    page.set_viewport_size({"width": 400, "height": 900})
    assert page.evaluate(SCROLLS_SIDEWAYS) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    press(page, f"lab_check_{STEP}")
    wrong = page.locator("ul.tutor-marked li.missed")
    wrong.wait_for()
    settle(page)
    assert wrong.count() == 1
    assert "The buffer waits for 60 seconds or 5 MB. · not yet" in wrong.inner_text()
    assert "300" in wrong.locator(".why").inner_text()

    area.evaluate(SELECT_WORDS, "300")
    page.keyboard.type("60")
    press(page, f"lab_check_{STEP}")
    page.get_by_text("1 of 8 steps done").wait_for()
    settle(page)  # the page is drawn from the top
    assert page.locator("ul.tutor-marked li.key").count() == 5
    assert page.locator("ul.tutor-marked li.missed").count() == 0
    assert page.get_by_text("✓ Create the delivery stream: done, 2 attempts").is_visible()
    page.get_by_role("heading", name="For the exam").wait_for()
    counted = AttemptStore(Database(home / "learners" / "me" / "learner.sqlite3")).all("mls-c01")
    assert [(one.task, one.correct) for one in counted] == [
        ("1.2", False), ("1.1", False), ("1.2", True), ("1.1", True),
    ]  # fmt: skip

    page.reload()
    page.get_by_text("1 of 8 steps done").wait_for()
    press(page, f"lab_open_{LAB}")
    page.get_by_text("✓ Create the delivery stream: done, 2 attempts").wait_for()
    page.wait_for_function("document.querySelector('textarea')?.value.includes('\"IntervalInSeconds\": 60')")
