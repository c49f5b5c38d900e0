"""What a long question asks: both halves of "Which port does X need, and why is Y slow?", a scenario's end.

Knows nothing of searching.
"""

import re

from ingest.sentences import sentence_spans
from ingest.words import search_words

__all__ = ["asking_part", "asking_sentence", "halves"]

_SECOND = re.compile(
    r",?\s+and\s+(?=(?:which|what|whats|how|why|does|do|is|are|can|when|where|who"
    r"|(?:in|on|by|between|for|to|from|with|under) (?:which|what|whom))\b)|;\s+",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3
"""Different words to search for in each half: "and what is it for?" asks for nothing by itself."""

_SCENARIO_SENTENCES = 3
"""From so many sentences on a question tells of a situation before it asks."""


def asking_part(question: str) -> str:
    """The last two sentences of a scenario, which ask; any other question whole."""
    sentences = sentence_spans(question)
    return question[sentences[-2].start :] if len(sentences) >= _SCENARIO_SENTENCES else question


def asking_sentence(question: str) -> str:
    """The sentence of a scenario that asks, the last with a question mark; any other question whole.

    The company before it, its 40 million events and its low price are nobody else's.
    """
    spans = sentence_spans(question)
    if len(spans) < _SCENARIO_SENTENCES:
        return question
    sentences = [question[span.start : span.end] for span in spans]
    return next((one for one in reversed(sentences) if "?" in one), sentences[-1])


def halves(question: str) -> tuple[str, str] | tuple[()]:
    """Both questions of a question that joins two; empty for any other. Of three the first is cut off."""
    for match in _SECOND.finditer(question):
        parts = question[: match.start()], question[match.end() :]
        if min(len(set(search_words(part))) for part in parts) >= _FEWEST_WORDS:
            return parts
    return ()
