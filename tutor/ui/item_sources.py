"""Where an item's quotes stand, and buttons that open their pages with the quote marked."""

import streamlit as st

from ingest.errors import IndexUnavailableError
from ingest.index import LocalIndex
from ingest.types import Page
from tutor.practice.types import ItemSource, PracticeItem
from tutor.ui.originals import quote_place
from tutor.ui.page_text import Stretch
from tutor.ui.resources import Resources
from tutor.ui.session import OpenedPage
from tutor.ui.shown import escaped
from tutor.ui.source_page import open_page

__all__ = ["draw_sources", "source_place"]


def source_place(index: LocalIndex, source: ItemSource) -> OpenedPage | None:
    """The page with the quote to be marked; None when no page of the document holds it now.

    The page that the source names is looked at first.
    """
    pages = [page for (document, _), page in index.contents.pages.items() if document == source.document]
    for page in sorted(pages, key=lambda page: (page.number != source.page, page.number)):
        stretch = _stretch(page, source.quote)
        if stretch is not None:
            return OpenedPage(source.document, page.number, stretch, source.heading)
    return None


def _stretch(page: Page, quote: str) -> Stretch | None:
    if not quote:
        return None
    start = page.text.find(quote)
    if start >= 0:
        return Stretch(start, start + len(quote))
    found = quote_place(page.text, quote)  # the same words, broken into lines otherwise
    return Stretch(found[0], found[0] + found[1]) if found else None


def draw_sources(resources: Resources, course_id: str, item: PracticeItem, key: str) -> None:
    """Draw each source of an item: document, heading, quote, and a button that opens its page.

    The page must call `draw_opened_page` in the same run. Raises as `Resources.workspace`.
    """
    try:
        index = resources.index(course_id)
    except IndexUnavailableError:
        index = None
    for number, source in enumerate(item.sources, start=1):
        place = source_place(index, source) if index is not None else None
        heading = f" · {escaped(source.heading)}" if source.heading else ""
        with st.container(border=True, gap="xsmall", key=f"tutor_card_{key}_{number}"):
            st.html(
                f'<div class="tutor-card"><p class="where">{escaped(source.document)}{heading}</p>'
                f"<p><mark>{escaped(source.quote)}</mark></p></div>"
            )
            if place is not None:
                st.button(
                    f"Open source {number}",
                    key=f"open_{key}_{number}",
                    type="tertiary",
                    on_click=open_page,
                    args=(place,),
                )
            else:
                why = "No index yet, see Library" if index is None else "This is no longer in the material"
                st.html(f'<p class="tutor-small">{why}, so the page cannot be opened.</p>')
