"""Is "X is better than Y" what the source says, and not the other way round?

Deterministic, as `facts` is: it can only object. Knows nothing of vectors or models.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ingest.sentences import sentence_spans
from ingest.words import search_words

__all__ = ["Comparison", "comparison_in", "not_of_both", "one_sided_comparison", "wrong_comparison"]

_COMPARES = re.compile(
    r"\b(?:(?P<degree>more|less|fewer|worse|[a-z]+er)\b(?P<rest>[^.;,]{0,40}?)\bthan\b"
    r"|(?P<wins>beats?|outperforms?|wins (?:over|against))\b)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[,;.](?:\s|$)")
_QUALIFIER = re.compile(r"\b(?:for|with|when|if|on|in|while|where)\b(.*)", re.IGNORECASE)
_SPEAKS_AGAINST = re.compile(r"\b(?:not|never|cannot|no|without|neither|nor|poor|wrong)\b", re.IGNORECASE)

_OF_BOTH = re.compile(r"\band\b[^.;]{0,60}\bboth\b", re.IGNORECASE)
_ADDS = re.compile(r"\b(?:also|too|as well|likewise|similarly)\b", re.IGNORECASE)
_SHARED = re.compile(r"\b(?:both|all|each|either|neither|every|any|alike|same|two)\b", re.IGNORECASE)
_NAMES_BOTH = 0.75
"""Share of the words for the two that a sentence has to hold, so that its "all" means them."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Who is said to be more of something than whom, as sets of stemmed words of their names."""

    left: frozenset[str]
    right: frozenset[str]
    degree: str
    """The words that compare, in small letters: "faster", "beats"."""
    qualifier: frozenset[str]
    """Stemmed words of the case that it is said of: "for one single series"."""


def comparison_in(text: str, names: Callable[[str], Iterable[str]]) -> Comparison | None:
    """The first comparison between two named things of a sentence; None when there is none."""
    found = _COMPARES.search(text)
    if found is None:
        return None
    end = _CLAUSE_END.search(text, found.end())
    after = text[found.end() : end.start() if end else len(text)]
    left = _words(names(text[: found.start()]))
    right = _words(names(after)) - left
    if not left or not right:
        return None
    said = _QUALIFIER.search(after)
    qualifier = frozenset(search_words(said[1])) - left - right if said else frozenset()
    return Comparison(left, right, (found["degree"] or found["wins"]).lower(), qualifier)


def not_of_both(claim: str, evidence: str) -> str:
    """An objection to "X and Y both do this" where the evidence says nothing of the two together, else ""."""
    found = _OF_BOTH.search(claim)
    if found is None or _ADDS.search(evidence):
        return ""
    named = set(search_words(claim[: found.end()])) - set(search_words("both"))
    for span in sentence_spans(evidence):
        sentence = evidence[span.start : span.end]
        if _SHARED.search(sentence) and len(named & set(search_words(sentence))) >= _NAMES_BOTH * len(named):
            return ""
    return "the source does not say it of both"


def wrong_comparison(claim: str, evidence: str, names: Callable[[str], Iterable[str]]) -> str:
    """Why the evidence speaks against a claim's comparison, or "" when it does not."""
    known = _words((*names(claim), *names(evidence)))

    def named(text: str) -> list[str]:
        # the first word of a sentence has a capital anyhow; it is a name if it is one elsewhere
        return [*names(text), *(word for word in search_words(text) if word in known)]

    said = comparison_in(claim, named)
    if said is None:
        return ""
    sentences = [evidence[span.start : span.end] for span in sentence_spans(evidence)]
    for sentence in sentences:
        stated = comparison_in(sentence, named)
        if (
            stated
            and stated.degree == said.degree
            and said.left <= stated.right
            and said.right <= stated.left
        ):
            return "the source compares them the other way round"
    return "for this case the source names the other one" if _names_other_one(said, sentences) else ""


def one_sided_comparison(claim: str, text: str, names: Callable[[str], Iterable[str]]) -> str:
    """Why `text`, without the headings above it, says nothing of a claim's comparison; "" when it may.

    A sentence about one thing under a heading that names both compares nothing.
    """
    said = comparison_in(claim, names)
    present = set(search_words(text))
    if said is None or (said.left & present and said.right & present):
        return ""
    return "the source does not compare the two"


def _names_other_one(said: Comparison, sentences: Iterable[str]) -> bool:
    """True when what is said on this very case speaks well of the other one only, or ill of this one."""
    found = [(set(search_words(sentence)), sentence) for sentence in sentences]
    most = max((len(words & said.qualifier) for words, _ in found), default=0)
    if not most:
        return False
    for words, sentence in found:
        if len(words & said.qualifier) < most:
            continue
        is_against = _SPEAKS_AGAINST.search(sentence) is not None
        one, other = bool(words & said.left), bool(words & said.right)
        if (other and not one and not is_against) or (one and not other and is_against):
            return True
    return False


def _words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in search_words(name))
