"""A rationale cut into claims that can be checked one by one, each readable by itself.

Knows nothing of sources.
"""

import re

from ingest.sentences import sentence_spans

__all__ = ["claims_of", "is_when_right", "without_verdict"]

_VERDICT = re.compile(r"^\s*(?:Right|Wrong)\s*:\s*")
_PART = re.compile(r"\s*;\s+")
_PRONOUN = re.compile(r"^(?:It|This)(?= (?:is|was|has|does|can|cannot|would|will|needs|only|[a-z]+s)\b)")
_WHEN_RIGHT = re.compile(
    r"\b(?:suits?|fits?|would be (?:right|the choice|best)|is (?:right|meant|made|best) (?:for|when)|serves?"
    r"|helps? (?:when|with)|is for)\b(?! (?:not|no)\b)"
)
_FEW_WORDS = 3
"""Less is no statement of its own."""


def without_verdict(rationale: str) -> str:
    """The rationale after its "Right:" or "Wrong:"."""
    return _VERDICT.sub("", rationale).strip()


def claims_of(rationale: str, subject: str = "") -> tuple[str, ...]:
    """The statements in order, split at sentences and semicolons, each with a capital and a full stop.

    "It" and "This" at the beginning become the `subject`, if there is one.
    """
    text = without_verdict(rationale)
    claims = []
    for span in sentence_spans(text):
        parts = _PART.split(text[span.start : span.end])
        if any(len(part.split()) < _FEW_WORDS for part in parts):
            parts = [text[span.start : span.end]]
        claims += [_whole(part, subject) for part in parts if part.strip()]
    return tuple(claims)


def _whole(part: str, subject: str) -> str:
    said = part.strip()
    said = said[0].upper() + said[1:]
    if subject:
        said = _PRONOUN.sub(lambda _: subject[0].upper() + subject[1:], said)
    is_closed = said.rstrip("”\"')")[-1:] in tuple(".!?")  # a quotation brings its own full stop
    return said if is_closed else f"{said}."


def is_when_right(claim: str) -> bool:
    """True if a statement on a wrong option says what it is good for."""
    return bool(_WHEN_RIGHT.search(claim)) and " not " not in f" {claim} "
