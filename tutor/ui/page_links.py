"""From one page to another, without a reload: what the session remembers stays.

Streamlit goes only to the pages that its navigation was given, so the frame tells which these are. Knows
nothing of what a page shows.
"""

from collections.abc import Mapping
from typing import NoReturn

import streamlit as st

__all__ = ["go_to_page", "know_pages"]

_PAGES = "tutor_pages"


def know_pages(pages: "Mapping[str, st.Page]") -> None:
    """Tell the session the pages of its navigation, by their paths."""
    st.session_state[_PAGES] = dict(pages)


def go_to_page(path: str) -> NoReturn:
    """End this run and draw another page; not from a callback.

    Raises:
        KeyError: The navigation has no page at that path.
    """
    st.switch_page(st.session_state[_PAGES][path])
