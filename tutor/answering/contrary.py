"""The contrary of a yes-or-no answer: "Yes, X needs Y" -> "X does not need Y". Pure functions.

A small verifier tells what a text speaks of better than which way it decides; read beside its contrary, a
claim shows whether the text decides at all. Knows nothing of verifiers.
"""

import re

__all__ = ["contrary", "is_verdict", "without_verdict"]

_VERDICT = re.compile(r"(?:yes|no)[,.:;]\s+(?=\w)", re.I)
"""A mark has to follow: "No domain has a pass mark" says no to nothing."""
_NOT = re.compile(r"\b(?:do|does|did) not (?=[a-z])|\b(?:don't|doesn't|didn't) (?=[a-z])| not\b|n't\b", re.I)
_FUSED = ((re.compile(r"\b(?:cannot|can't)\b", re.I), "can"), (re.compile(r"\bwon't\b", re.I), "will"))
"""Words that hold their negation."""
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|can|could|must|should|will|would|may|might)\b", re.I)
_VERB = re.compile(
    r"\b(?P<verb>need|require|support|accept|allow|use|work|offer|provide|include|contain|give|let|keep|run|read"
    r"|train|handle|help|matter|cost|apply|count|change|affect|improve|reduce|increase|fit|suit|mean)(?P<s>s?)\b"
)


def is_verdict(claim: str) -> bool:
    """True for a sentence that begins with yes or no."""
    return bool(_VERDICT.match(claim))


def without_verdict(claim: str) -> str:
    """The sentence behind its yes or no, with a capital."""
    rest = _VERDICT.sub("", claim, count=1)
    return f"{rest[:1].upper()}{rest[1:]}"


def contrary(statement: str) -> str:
    """The statement with its negation taken out or put in; "" when its verb is not known."""
    for fused, plain in _FUSED:
        if fused.search(statement):
            return fused.sub(plain, statement, count=1)
    if _NOT.search(statement):
        return _NOT.sub("", statement, count=1)
    auxiliary = _AUXILIARY.search(statement)
    if auxiliary:
        return f"{statement[: auxiliary.end()]} not{statement[auxiliary.end() :]}"
    verb = _VERB.search(statement)
    if verb is None:
        return ""
    helper = "does not" if verb["s"] else "do not"
    return f"{statement[: verb.start()]}{helper} {verb['verb']}{statement[verb.end() :]}"
