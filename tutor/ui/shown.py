"""Text of others (documents, questions, models, file names) made safe to show; pure functions.

Two ways only: inside HTML through `escaped`, and inside Streamlit's Markdown (labels of buttons, error
boxes) through `plain`. Neither lets a character of the text act as mark-up.
"""

import html
import re

__all__ = ["escaped", "one_line", "plain"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$^=&@])")
_COLON = re.compile(r":(?=\S)")
_WORD_JOINER = "\u2060"
_AUTOLINK = re.compile(r"\b(https?|ftp|mailto|www)(?=[:.])", re.IGNORECASE)


def escaped(text: str) -> str:
    """The text for HTML content or for a quoted attribute."""
    return html.escape(text, quote=True)


def plain(text: str) -> str:
    """The text for Streamlit's Markdown, where it reads as it stands and does nothing.

    A backslash disarms Markdown and LaTeX. `:emoji:` and `:red[...]` are looked for after backslashes are
    gone, and bare addresses become links, so an invisible joiner breaks those up.
    """
    text = _COLON.sub(f":{_WORD_JOINER}", " ".join(text.split()))
    text = _AUTOLINK.sub(lambda match: f"{match[0]}{_WORD_JOINER}", text)
    return _SPECIAL.sub(r"\\\1", text)


def one_line(text: str, longest_chars: int) -> str:
    """The text on one line, cut at a word where it is too long, with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= longest_chars:
        return line
    cut = line[: longest_chars + 1].rsplit(" ", 1)[0]
    return f"{cut[:longest_chars].rstrip(' ,;:.')}…"
