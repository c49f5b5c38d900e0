"""A passage's page, opened: its text with the quote marked, a PDF also as a picture with it boxed."""

import streamlit as st

from ingest.errors import TutorError
from ingest.index import DocumentEntry, LocalIndex
from ingest.types import Page
from tutor.ui.components import scroll_to
from tutor.ui.originals import PagePicture, original_of, page_picture
from tutor.ui.page_text import around, page_html
from tutor.ui.resources import Resources
from tutor.ui.session import OpenedPage, desk
from tutor.ui.shown import escaped, plain

__all__ = ["draw_opened_page", "open_page"]

_DRAWER_PIXELS = 720  # a measure of 74 characters with its margins; the learner can drag it wider
_WHOLE_UP_TO_BLOCKS = 30
"""Longer pages open at the quote's own section."""


def open_page(place: OpenedPage) -> None:
    """Remember a page to be opened in the next run; for `on_click`."""
    desk().opened = place


def draw_opened_page(resources: Resources, course_id: str) -> None:
    """Open the remembered page in a drawer at the right; nothing when there is none."""
    place = desk().opened
    if place is None:
        return
    title = f"Source {place.n}" if place.n else "Source"

    @st.dialog(title, width=_DRAWER_PIXELS, position="right", on_dismiss=desk().close_page)
    def drawer() -> None:
        try:
            _draw(resources, course_id, place)
        except TutorError as fault:
            st.error(plain(str(fault)))

    drawer()


def _draw(resources: Resources, course_id: str, place: OpenedPage) -> None:
    index = resources.index(course_id)
    try:
        page = index.page(place.document, place.page)
    except KeyError:
        st.warning(
            f"{plain(place.document)} is no longer part of the index; it was removed or changed since."
        )
        return
    entry = next(entry for entry in index.documents if entry.name == place.document)
    _draw_where(place, entry)
    if place.document.lower().endswith(".pdf"):
        shown = st.segmented_control(
            "How to show the page",
            ("Page", "Text"),
            default="Page",
            required=True,
            label_visibility="collapsed",
            key="tutor_page_form",
        )
        if shown == "Page" and _draw_picture(resources, course_id, place, (index, entry)):
            return
    _draw_text(page, place)


def _draw_where(place: OpenedPage, entry: DocumentEntry) -> None:
    pages = f"page {place.page} of {entry.pages}" if entry.pages > 1 else "one page"
    heading = f"<br>{escaped(place.heading)}" if place.heading else ""
    st.html(f'<p class="tutor-small"><b>{escaped(place.document)}</b> · {pages}{heading}</p>')


def _draw_text(page: Page, place: OpenedPage) -> None:
    blocks = page.blocks
    if len(blocks) > _WHOLE_UP_TO_BLOCKS and not st.toggle("Show the whole page", key="tutor_whole_page"):
        blocks = around(page, place.stretch)
    if place.stretch.end > len(page.text):
        st.warning("The document was changed since this answer; the marked words may have moved.")
    st.html(page_html(page, (place.stretch,), blocks))
    key = f"scroll-{place.document}-{place.page}-{place.stretch.start}-{len(blocks)}"
    scroll_to('[role="dialog"] .tutor-page mark', "center", key)


def _draw_picture(
    resources: Resources, course_id: str, place: OpenedPage, found: tuple[LocalIndex, DocumentEntry]
) -> bool:
    """Draw the PDF's page; False, with the reason said, when only the text can be shown."""
    index, entry = found
    quote = index.page(place.document, place.page).text[place.stretch.start : place.stretch.end]
    try:
        path = original_of(resources.workspace(course_id), entry.name, entry.sha256)
        picture = _picture(str(path), entry.sha256, place.page, quote)
    except TutorError as fault:
        st.info(plain(str(fault)))
        return False
    if not picture.boxes:
        st.info("The words could not be found on the page's picture; the text view marks them.")
    st.image(picture.png, width="stretch", alt=f"Page {place.page} of {place.document}")
    return True


@st.cache_data(max_entries=16, show_spinner=False)
def _picture(path: str, sha256: str, number: int, quote: str) -> PagePicture:
    """See `page_picture`; the digest keeps pictures of different files of one name apart."""
    from pathlib import Path

    return page_picture(Path(path), number, quote)
