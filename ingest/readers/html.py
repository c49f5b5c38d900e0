"""HTML -> parts; the only user of bs4 (and of lxml through it). Knows nothing of files' places.

Scripts, styles, hidden elements and the page's furniture are dropped; `<main>` or a single
`<article>` is read alone if there is one.
"""

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import SourceTooLargeError
from ingest.readers.files import decode
from ingest.readers.html_tables import read_table
from ingest.readers.html_text import DROPPED, flat_text, is_hidden, text_of_string
from ingest.readers.limits import MAX_NESTING
from ingest.readers.parts import Content, Part, clean, clean_code
from ingest.types import BlockKind

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

__all__ = ["NestedTooDeep", "html_parts", "read_html"]

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FURNITURE = frozenset({"nav", "header", "footer", "aside", "dialog"})
_BREAKS = frozenset(
    {"address", "article", "blockquote", "body", "center", "details", "div", "dl", "fieldset"}
)
_BREAKS |= {"figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "main", "p"}
_BREAKS |= {"section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr"}


class NestedTooDeep(Exception):
    """Elements stand in each other deeper than MAX_NESTING; whoever knows the path turns it into an error."""


def read_html(path: Path) -> Content:
    """The page as one page of parts, its `<title>` as title.

    Raises:
        SourceError: Empty, no text, or nested too deep.
    """
    raw = path.read_bytes()
    decoded = decode(path, raw, declared=_declared_encoding(raw[:4096]))
    try:
        soup = _parsed(decoded.text)
        title = clean(soup.title.get_text()) if soup.title else ""
        parts = _Walk(in_page=True).of(_root(soup))
    except NestedTooDeep as error:
        raise SourceTooLargeError(path, str(error), "Simplify it, or save it as text or PDF.") from error
    return Content(title, (tuple(parts),), (decoded.note,) if decoded.note else ())


def html_parts(html: str) -> list[Part]:
    """The parts of a piece of HTML, such as a table inside Markdown.

    Raises:
        NestedTooDeep: Elements stand in each other deeper than MAX_NESTING.
    """
    soup = _parsed(html)
    return _Walk(in_page=False).of(soup)


def _parsed(html: str) -> "BeautifulSoup":
    import warnings

    from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

    with warnings.catch_warnings():
        # Text that looks like a file name, and XHTML: both are read as they stand
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(_undeclared(html), "lxml")


def _undeclared(html: str) -> str:
    """The page without the XML declaration that XHTML begins with: it names an encoding, and this is text."""
    declaration = _DECLARATION.match(html)
    return html[declaration.end() :] if declaration else html


def _declared_encoding(head: bytes) -> str:
    """The encoding that a meta element names, if Python knows it and it can be read from bytes."""
    match = _CHARSET.search(head)
    if match is None:
        return ""
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return ""
    if name == "iso8859-1":
        return "cp1252"  # as browsers do: its quotes and dashes are what such pages mean
    # A page whose meta element is legible is no UTF-16; UTF-8 is what is tried anyway
    return name if name.startswith(("iso8859", "cp", "koi8", "shift_jis", "euc", "gb", "big5", "mac")) else ""


def _root(soup: "BeautifulSoup") -> "Tag":
    main = soup.find("main")
    if main is not None and main.get_text(strip=True):
        return main
    articles = soup.find_all("article", limit=2)
    if len(articles) == 1 and articles[0].get_text(strip=True):
        return articles[0]
    return soup.body or soup


class _Walk:
    """One walk through a tree; `of` returns the parts it met, in order."""

    def __init__(self, *, in_page: bool) -> None:
        self._dropped = DROPPED | _FURNITURE if in_page else DROPPED
        self._parts: list[Part] = []
        self._line: list[str] = []
        self._lists: list[int | None] = []
        """The open lists: the next number of an ordered one, None for the others."""
        self._item: Part | None = None
        self._term = ""

    def of(self, root: "Tag") -> list[Part]:
        # The header of a lone article holds its title, while the header of a page is furniture
        if root.name in ("main", "article"):
            self._dropped = self._dropped - {"header"}
        self._children(root, 0)
        self._flush()
        return self._parts

    def _children(self, tag: "Tag", depth: int) -> None:
        from bs4 import Tag

        if depth > MAX_NESTING:
            raise NestedTooDeep(f"Its elements are nested more than {MAX_NESTING} deep.")
        for child in tag.children:
            if isinstance(child, Tag):
                self._element(child, depth + 1)
            else:
                self._line.append(text_of_string(child))

    def _element(self, tag: "Tag", depth: int) -> None:
        name = tag.name
        if name in self._dropped or is_hidden(tag):
            return
        if name in _HEADINGS:
            self._flush()
            self._add(Part(BlockKind.HEADING, clean(flat_text(tag)), level=_HEADINGS[name]))
        elif name == "pre":
            self._flush()
            self._add(Part(BlockKind.CODE, clean_code(tag.get_text())))
        elif name == "table":
            self._table(tag, depth)
        elif name in ("ul", "ol", "menu"):
            self._list(tag, depth)
        elif name == "li":
            self._list_item(tag, depth)
        elif name in ("dt", "dd"):
            self._definition(tag, depth)
        elif name in _BREAKS:
            self._flush()
            self._children(tag, depth)
            self._flush()
        elif name in ("br", "img", "sup"):
            self._line.append(flat_text(tag))
        else:
            self._children(tag, depth)

    def _list(self, tag: "Tag", depth: int) -> None:
        self._flush()
        start = str(tag.get("start") or "1")
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        self._lists.append(number if tag.name == "ol" else None)
        self._children(tag, depth)
        self._flush()
        self._lists.pop()

    def _list_item(self, tag: "Tag", depth: int) -> None:
        self._flush()
        number = self._lists[-1] if self._lists else None
        if number is not None:
            self._lists[-1] = number + 1
        marker = "-" if number is None else f"{number}."
        self._item = Part(BlockKind.LIST_ITEM, "", level=max(1, len(self._lists)), marker=marker)
        self._children(tag, depth)
        self._flush()
        self._item = None

    def _definition(self, tag: "Tag", depth: int) -> None:
        """Of a list of definitions, a term and what it means stand in one item, to be read together."""
        self._flush()
        if tag.name == "dt":
            self._term = clean(flat_text(tag))
            return
        self._item = Part(BlockKind.LIST_ITEM, "", level=1)
        if self._term:
            self._line.append(f"{self._term}: ")
        self._children(tag, depth)
        self._flush()
        self._item = None

    def _table(self, tag: "Tag", depth: int) -> None:
        self._flush()
        # A table around tables, without header cells, only places things on the page
        if tag.find("table") is not None and tag.find("th") is None:
            self._children(tag, depth)
            self._flush()
            return
        caption = tag.find("caption")
        if caption is not None:
            self._add(Part(BlockKind.PROSE, clean(flat_text(caption))))
        self._parts += read_table(tag)

    def _flush(self) -> None:
        """End the running text: it is the open list item's text, or a paragraph."""
        text = clean("".join(self._line))
        self._line.clear()
        if not text:
            return
        if self._item is not None:
            item, self._item = self._item, None
            self._add(Part(item.kind, text, level=item.level, marker=item.marker))
        else:
            self._add(Part(BlockKind.PROSE, text))

    def _add(self, part: Part) -> None:
        if part.text:
            self._parts.append(part)
