"""HTML of other programs -> text, and text -> HTML. Knows no format."""

import html
import re

from ingest.readers.html import html_parts
from ingest.types import BlockKind

__all__ = ["html_of_text", "looks_like_html", "text_of_html"]

_BREAK = re.compile(r"<br\s*/?>\n?", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:a|b|i|u|p|br|hr|em|strong|span|div|font|ul|ol|li|sub|sup|code|pre|table|tr|td|th|img|h[1-6]|script"
    r"|style|iframe|blockquote)\b[^<>]*>|&(?:[a-z]{2,8}|#\d{1,6});",
    re.IGNORECASE,
)


def looks_like_html(text: str) -> bool:
    """Whether a text of unknown kind holds common tags or entities."""
    return _MARKUP.search(text) is not None


def text_of_html(markup: str) -> str:
    """What a reader of the markup would see: a line for each block, pictures as their words.

    Scripts, styles and hidden elements are dropped; markup with no tag but line breaks keeps its spaces.

    Raises:
        NestedTooDeep: Elements stand in each other deeper than a page of notes ever does.
    """
    broken = _BREAK.sub("\n", markup)
    if "<" not in broken:
        return html.unescape(broken.replace("&nbsp;", " "))
    # the reader of notes puts a line break as a space; a paragraph end keeps the lines of a question
    parts = html_parts(_BREAK.sub("<p>", markup))
    lines = [f"- {part.text}" if part.kind is BlockKind.LIST_ITEM else part.text for part in parts]
    return "\n".join(lines)


def html_of_text(text: str) -> str:
    """The text as HTML that shows it as it is; its line ends become `<br>`."""
    return html.escape(text).replace("\n", "<br>")
