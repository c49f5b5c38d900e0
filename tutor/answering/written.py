"""What a model wrote, as plain sentences. Pure functions."""

import re

from ingest.sentences import sentence_spans

__all__ = ["written_sentences"]

_MARKS = re.compile(r"\[\d+\]|^[ \t]*(?:[-*•]|\d+[.)])[ \t]+|\*\*|^#+\s*", re.MULTILINE)
_WORDS = re.compile(r"[A-Za-z]{2}")


def written_sentences(written: str) -> list[str]:
    """Sentence by sentence, without the list marks and numbers that models like to add."""
    text = _MARKS.sub("", written)
    return [
        text[span.start : span.end].strip()
        for span in sentence_spans(text)
        if _WORDS.search(text[span.start : span.end])
    ]
