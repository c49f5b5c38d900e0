"""The exam page in Streamlit's test runner: how the tests open it, press its buttons and read it."""

import json

from streamlit.testing.v1 import AppTest

from tutor.ui.resources import KEY

PAGE = """
from tests.tutor.ui.bee_exam import exam_entry
from tutor.ui import frame

frame.draw_page(exam_entry())
"""


def opened(resources) -> AppTest:
    """The page in a new browser session: what a reload gives."""
    at = AppTest.from_string(PAGE, default_timeout=30)
    at.session_state[KEY] = resources
    return shown(at)


def shown(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    assert not at.error
    return at


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click()
    return shown(at)


def html(at: AppTest) -> str:
    return "\n".join(element.proto.body for element in at.get("html") if "<style>" not in element.proto.body)


def component(at: AppTest, field: str) -> dict:
    """The data of the one browser component that has this field."""
    found = [json.loads(element.proto.json) for element in at.get("bidi_component")]
    (data,) = [data for data in found if field in data]
    return data


def keys(at: AppTest) -> set[str]:
    return {button.key for button in at.button if button.key}
