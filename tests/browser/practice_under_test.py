"""The practice page in the real frame over the harbour course; takes its home as argument."""

import sys
from pathlib import Path

import streamlit as st

from tests.tutor.ui.harbour_desk import harbour_resources
from tutor.ui import frame, practice_page
from tutor.ui.pages import PageEntry
from tutor.ui.resources import KEY, Resources


@st.cache_resource(show_spinner=False)
def _resources(home: Path) -> Resources:
    return harbour_resources(home)


if __name__ == "__main__":
    st.set_page_config(page_title="tutor", layout="wide")
    st.session_state[KEY] = _resources(Path(sys.argv[1]))
    frame.draw_page(PageEntry("Learn", "Practice", "practice", "", practice_page.draw))
