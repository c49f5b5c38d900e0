"""A question that asks for two things: "Which port does X need, and why is Y slow?" -> its two halves.

Knows nothing of searching.
"""

import re

from ingest.words import search_words

__all__ = ["halves"]

_SECOND = re.compile(
    r",?\s+and\s+(?=(?:which|what|whats|how|why|does|do|is|are|can|when|where|who"
    r"|(?:in|on|by|between|for|to|from|with|under) (?:which|what|whom))\b)|;\s+",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3
"""Different words to search for in each half: "and what is it for?" asks for nothing by itself."""


def halves(question: str) -> tuple[str, str] | tuple[()]:
    """Both questions of a question that joins two; empty for any other. Of three the first is cut off."""
    for match in _SECOND.finditer(question):
        parts = question[: match.start()], question[match.end() :]
        if min(len(set(search_words(part))) for part in parts) >= _FEWEST_WORDS:
            return parts
    return ()
