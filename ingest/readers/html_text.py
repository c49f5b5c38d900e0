"""The text of HTML elements on one line; what is dropped. Knows nothing of blocks."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import PageElement

__all__ = ["DROPPED", "flat_text", "is_hidden", "text_of_string"]

DROPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "svg", "canvas", "iframe", "object", "embed"}
)
DROPPED |= {"audio", "video", "button", "select", "option", "textarea", "input", "link", "meta"}
_APART = frozenset(
    {"br", "p", "div", "li", "tr", "td", "th", "dt", "dd", "ul", "ol", "dl", "table", "hr", "pre"}
)
_APART |= {"h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_EXPONENT = re.compile(r"[-\u2212]?(?:[0-9]{1,3}|[kmnx])")


def is_hidden(tag: "Tag") -> bool:
    """Whether a reader of the page would not see it: text that nobody sees must not be quoted."""
    if tag.has_attr("hidden"):
        return True
    style = tag.get("style")
    return isinstance(style, str) and _HIDDEN_STYLE.search(style) is not None


def text_of_string(node: "PageElement | str") -> str:
    """The characters of a text node; nothing for comments, doctypes and instructions."""
    from bs4.element import NavigableString

    return str(node) if type(node) is NavigableString else ""


def flat_text(tag: "Tag") -> str:
    """The text of an element with all below it; blocks are set apart by spaces, pictures give their alt.

    Walks with a stack of its own, since elements may be nested deeper than Python recurses.
    """
    from bs4 import Tag

    pieces: list[str] = []
    stack: list[PageElement | str] = [tag]  # a plain str is what to write when its turn comes
    while stack:
        node = stack.pop()
        if not isinstance(node, Tag):
            pieces.append(node if type(node) is str else text_of_string(node))
        elif node.name in DROPPED or is_hidden(node):
            continue
        elif node.name == "img":
            pieces.append(str(node.get("alt") or ""))
        else:
            apart = " " if node.name in _APART else ""
            pieces.append(apart + ("^" if _is_exponent(node) else ""))
            stack.append(apart)
            stack.extend(reversed(list(node.children)))
    return "".join(pieces)


def _is_exponent(tag: "Tag") -> bool:
    """Whether it is a raised power: 10<sup>6</sup> is 10^6, and by no means 106."""
    if tag.name != "sup" or _EXPONENT.fullmatch(tag.get_text(strip=True)) is None:
        return False
    before = tag.previous_sibling
    return before is not None and str(before)[-1:].isalnum()
