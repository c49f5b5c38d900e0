"""The code of a lab on the page and in the learner's file; neither overwrites the other unseen."""

import streamlit as st

from tutor.labs.copies import LabCopy
from tutor.labs.types import LabError
from tutor.ui.lab_desk import LabDesk, Text

__all__ = ["code_key", "draw_code", "draw_file", "saved"]

_HEIGHT_PIXELS = 460
_HELP = "Run and Check save it first. Tab indents; Escape, then Tab leaves the box."
_BOTH_CHANGED = (
    "The file was changed elsewhere, and so was the code on this page. Choose which of the two you want to "
    "keep; nothing was written."
)


def code_key(copy: LabCopy) -> str:
    """The key of the copy's text area; a reset begins another one."""
    return f"lab_code_{copy.session}"


def draw_code(desk: LabDesk, copy: LabCopy) -> None:
    """Draw the code to complete. Raises LabError when the file cannot be read."""
    key, kept = code_key(copy), copy.code
    known = desk.texts.setdefault(copy.session, Text(kept))
    own = str(st.session_state.get(key, known.both))
    if kept != known.both and own in (known.both, kept):  # changed in an editor, not here
        known.both, own = kept, kept
    st.session_state[key] = own
    st.html('<h3 class="tutor-column">Your code</h3>')
    if kept != known.both:
        _draw_choice(desk, copy)
    st.text_area("Python, as in your file", key=key, height=_HEIGHT_PIXELS, help=_HELP)


def draw_file(copy: LabCopy) -> None:
    """Say where the code's file lies."""
    st.html('<p class="tutor-small">The code is this file. Your own editor can be used as well:</p>')
    st.code(str(copy.file), language=None, wrap_lines=True)


def saved(desk: LabDesk, copy: LabCopy) -> str:
    """Write the code of the page to the file; a sentence if it was not written, else nothing."""
    known, own = desk.texts.get(copy.session), st.session_state.get(code_key(copy))
    if known is None or own is None or own == known.both:
        return ""
    try:
        kept = copy.code
        if kept not in (known.both, own):
            return _BOTH_CHANGED
        copy.save(str(own))
    except LabError as fault:
        return str(fault)
    except OSError as fault:
        return f"{copy.file} cannot be written ({fault}). Check the disk, then save again."
    known.both = str(own)
    return ""


def _draw_choice(desk: LabDesk, copy: LabCopy) -> None:
    def take_file() -> None:
        code = copy.code
        desk.texts[copy.session], st.session_state[code_key(copy)] = Text(code), code

    def keep_page() -> None:
        desk.texts[copy.session] = Text(copy.code)
        desk.message = saved(desk, copy)

    st.warning(_BOTH_CHANGED)
    with st.container(horizontal=True, gap="small"):
        st.button("Take the file's", key="lab_take_file", on_click=take_file)
        st.button("Keep what is here", key="lab_keep_page", on_click=keep_page)
