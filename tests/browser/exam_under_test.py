"""The exam page over the beekeeping course with a bank; takes its home as argument.

The clock is ahead by the seconds in the home's `ahead.txt`, so that a test need not wait for an exam's end.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import streamlit as st

from tests.tutor.ui.bee_exam import exam_entry, exam_resources
from tutor.ui import frame
from tutor.ui.resources import KEY, Resources


@st.cache_resource(show_spinner=False)
def _resources(home: Path) -> Resources:
    ahead = home / "ahead.txt"

    def now() -> datetime:
        seconds = float(ahead.read_text(encoding="utf-8")) if ahead.exists() else 0.0
        return datetime.now(UTC) + timedelta(seconds=seconds)

    return exam_resources(home, now)


if __name__ == "__main__":
    st.set_page_config(page_title="tutor", layout="wide")
    st.session_state[KEY] = _resources(Path(sys.argv[1]))
    frame.draw_page(exam_entry())
