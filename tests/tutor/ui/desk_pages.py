"""A page inside its frame under Streamlit's test runner, whether or not the navigation has it."""

from datetime import UTC, datetime, timedelta

from streamlit.testing.v1 import AppTest

from tutor.ui.resources import KEY


class Clock:
    """A time that stands until it is moved on."""

    def __init__(self, now: datetime = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **interval: float) -> None:
        self.now += timedelta(**interval)


def opened(resources, module: str, learner: str = "") -> AppTest:
    """The page of `tutor.ui.<module>`; `learner` as the address names one."""
    script = (
        f"from tutor.ui import frame, {module}\nfrom tutor.ui.pages import PageEntry\n"
        f"frame.draw_page(PageEntry('', '', '{module}', '', {module}.draw))\n"
    )
    at = AppTest.from_string(script, default_timeout=30)
    at.session_state[KEY] = resources
    if learner:
        at.query_params["learner"] = learner
    return at.run()


def html(at: AppTest) -> str:
    """All that was drawn as HTML, without the style sheet."""
    return "\n".join(element.proto.body for element in at.get("html") if "<style>" not in element.proto.body)


def keys(at: AppTest) -> list[str]:
    return [button.key for button in at.button if button.key]
