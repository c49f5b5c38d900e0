"""The real frame over the harbour course and a scripted model; takes its home as argument."""

import sys
from pathlib import Path

import streamlit as st

from tests.tutor.ui.harbour_desk import harbour_resources, pilot_reply
from tutor.ui import frame
from tutor.ui.resources import KEY, Resources


@st.cache_resource(show_spinner=False)
def _resources(home: Path) -> Resources:
    return harbour_resources(home, reply=pilot_reply)


if __name__ == "__main__":
    st.session_state[KEY] = _resources(Path(sys.argv[1]))
    frame.show()
