"""The labs page in the real frame over the bundled course, without an index; takes its home as argument."""

import sys
from pathlib import Path

import streamlit as st

from ingest.hashed_words import HashedWordsEmbedder
from tutor.config import Settings
from tutor.ui import frame, labs_page
from tutor.ui.pages import PageEntry
from tutor.ui.resources import KEY, Parts, Resources


@st.cache_resource(show_spinner=False)
def _resources(home: Path) -> Resources:
    embedder = HashedWordsEmbedder()
    settings = Settings(home=home, course="mls-c01", llm="none", embedder=embedder.name)
    return Resources(Parts(lambda: settings, embedder=lambda settings: embedder))


if __name__ == "__main__":
    st.set_page_config(page_title="tutor", layout="wide")
    st.session_state[KEY] = _resources(Path(sys.argv[1]))
    frame.draw_page(PageEntry("Material", "Labs", "labs", "", labs_page.draw))
