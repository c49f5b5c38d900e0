"""Whether a text permits or forbids, requires or leaves free, what a question asks of. Pure functions."""

import re

from ingest.words import search_words
from tutor.answering.asked_for import Verdict

__all__ = ["stance"]

_NO = {
    Verdict.PERMISSION: re.compile(
        r"\b(?:may|can|could|must|shall|should|will|is|are|was|were|do|does) (?:not|never)\b|\b(?:cannot"
        r"|can't|mustn't)\b"
        r"|\b(?:forbidden|prohibited|banned|barred|disallowed|impossible|not (?:be )?(?:allowed|permitted"
        r"|admitted|possible))\b"
        r"|^[\W_]*no (?:\w+ ){1,4}(?:may|can|is|are)\b|\bnobody may\b",
        re.I,
    ),
    Verdict.OBLIGATION: re.compile(
        r"\b(?:optional|voluntary|unnecessary|dispensable)\b"
        r"|\b(?:not|never|no longer) (?:be )?(?:required|needed|necessary|compulsory|mandatory|obligatory)\b"
        r"|\b(?:needs?|requires?) no\b"
        r"|\bneed not\b|\bneedn't\b|\bno need\b|\b(?:do|does|did) not (?:need|have to)\b|\b(?:don't"
        r"|doesn't|didn't) (?:need|have to)\b"
        r"|\bwithout (?:any|an?) \w+ (?:is|are) (?:fine|enough)\b",
        re.I,
    ),
}
_YES = {
    Verdict.PERMISSION: re.compile(
        r"\b(?:may|can|could|allowed|permitted|welcome|admitted|possible|fine|okay)\b", re.I
    ),
    Verdict.OBLIGATION: re.compile(
        r"\b(?:must|required|requires?|needs?|needed|compulsory|mandatory|obligatory|necessary|ha(?:s"
        r"|ve) to)\b",
        re.I,
    ),
}
_CLAUSE = re.compile(r"[,;:]\s+|\s(?:but|though|although|whereas|while)\s", re.I)


def stance(question: str, text: str, verdict: Verdict) -> int:
    """1 for yes, -1 for no, 0 where the text does not say.

    Of the clauses that say anything the first that shares most words with the question counts.
    """
    asked = set(search_words(question))
    best, says = 0, 0
    for clause in _CLAUSE.split(text):
        shared = len(asked & set(search_words(clause)))
        said = _said(clause, verdict)
        if said and shared > best:
            best, says = shared, said
    return says


def _said(text: str, verdict: Verdict) -> int:
    if _NO[verdict].search(text):
        return -1
    return 1 if _YES[verdict].search(text) else 0
