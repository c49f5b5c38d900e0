"""Whether a reworded predicate still says what its source says: words, structure, agents. Pure functions.

A small model drifts: it drops half a list, turns "A, B or C" into "A by B", or adds users of its own. These
rules read words only; they can object, and never prove. Knows nothing of items or indexes.
"""

import itertools
import re

from ingest.words import search_words
from tutor.answering.facts import disagreement

__all__ = ["drift_fault", "without_padding"]

_LEFT_OUT = 0.25
"""Share of the source's content words that may be missing, those told by an equal word not counted."""
_EQUAL = (
    "offers provides gives",
    "finds identifies detects",
    "picks chooses selects",
    "shows displays",
    "needs requires",
    "starts begins starting beginning",
    "stays remains",
    "stores keeps",
    "uses using",
    "builds creates makes",
    "colour color",
    "go continues operations",
    "gets receives has",
    "random randomly",
    "equals equal",
    "watches follows",
    "instance instances",
    "set dataset",
)
"""Words that say the same in a predicate."""
_GROUP = {stem: place for place, words in enumerate(_EQUAL) for stem in search_words(words)}
_NEUTRAL = frozenset(search_words("use used using design designed select selected queries"))
"""Words that add nothing when they are new: "a warehouse designed for complex SQL queries"."""
_SILENT = frozenset({"equals", "is"})
"""Verbs for which "is" may stand, which is no search word."""
_POSSESSIVE = re.compile(r"['’]s\b")
_NEGATION = re.compile(r"\b(?:not|no|never|none|neither|nor|without|cannot|unable|n't)\b", re.I)
_MODAL = re.compile(r"\b(?:must|should|may|might|needs? to|has to|have to)\b", re.I)
_MODAL_SAME = re.compile(r"\b(?:must|should|needs? to|has to|have to|requires?|needs?)\b", re.I)
_ADDED = (
    (re.compile(r"\bby\b(?! itself)", re.I), "by"),
    (re.compile(r"\bfor (?:the )?(?:users?|customers?|you|everyone)\b", re.I), "for users"),
    (re.compile(r"\bdifferences?\b", re.I), "difference"),
    (re.compile(r"\bwhich\b", re.I), "which"),
    (re.compile(r"\bbetween\b", re.I), "between"),
    (re.compile(r"\b(?:because|since|as it|so that)\b", re.I), "a reason"),
    (re.compile(r"\b(?:your?|they|we|our)\b", re.I), "a person"),
)
"""Small words that give a predicate another agent, another relation or a reason, when they are new."""
_PADDING = re.compile(r"\s+(?:for|to) (?:the )?(?:users|customers|the user)(?=[.,]|$)", re.I)
_COORDINATORS = (
    ("and", re.compile(r"\b(?:and|plus|as well as)\b", re.I)),
    ("or", re.compile(r"\bor\b", re.I)),
)
_MARKS = ",.;:()\"'"
_LIST = re.compile(r",[^,]+(?:,| and\b| or\b)")


def without_padding(sentence: str, said: str) -> str:
    """The sentence without "for users" and the like, where the source does not say so."""
    return sentence if _PADDING.search(said) else _PADDING.sub("", sentence)


def drift_fault(said: str, told: str) -> str:
    """How `told` departs from `said`, in a few words; "" when no rule objects. Both without their subject."""
    return _structure(said, told) or _words(said, told) or _pairs(said, told) or _facts(said, told)


def _structure(said: str, told: str) -> str:
    if bool(_NEGATION.search(said)) != bool(_NEGATION.search(told)):
        return "a negation came or went"
    if _MODAL.search(told) and not _MODAL_SAME.search(said):
        return "a duty was added"
    for pattern, name in _ADDED:
        if pattern.search(told) and not pattern.search(said):
            return f"“{name}” was added"
    for name, pattern in _COORDINATORS:
        if bool(pattern.search(said)) != bool(pattern.search(told)):
            return f"“{name}” came or went"
    if _LIST.search(said) and not _LIST.search(told):
        return "a list came apart"
    return ""


def _key(stem: str) -> str:
    return f"={_GROUP[stem]}" if stem in _GROUP else stem


def _words(said: str, told: str) -> str:
    source, used = (
        {_key(stem): stem for stem in search_words(_POSSESSIVE.sub("", text))} for text in (said, told)
    )
    neutral = {_key(stem) for stem in _NEUTRAL}
    if added := sorted(used.keys() - source.keys() - neutral):
        return f"“{used[added[0]]}” was added"
    if len(source.keys() - used.keys()) > _LEFT_OUT * len(source):
        return "words were left out"
    verb = said.split()[0]
    heads = {_key(stem) for stem in search_words(verb)}
    return "" if heads <= used.keys() or verb in _SILENT else "the verb was changed"


def _pairs(said: str, told: str) -> str:
    """Two words that stand together in `told` and were each part of another pair in `said`.

    "Similar tickets, or matching users" is not "tickets, or matching similar users".
    """
    source, new = _neighbours(said), _neighbours(told)
    firsts, seconds = {first for first, _ in source}, {second for _, second in source}
    for first, second in sorted(new - source):
        if first in firsts and second in seconds:
            return f"“{first} {second}” was paired anew"
    return ""


def _neighbours(text: str) -> set[tuple[str, str]]:
    """The pairs of stems of words that follow one another with no mark and no small word between."""
    pairs = set()
    words = [(word, search_words(word.strip(_MARKS))) for word in text.split()]
    for (word, stems), (_, after) in itertools.pairwise(words):
        if stems and after and word[-1] not in _MARKS:
            pairs.add((stems[-1], after[0]))
    return pairs


def _facts(said: str, told: str) -> str:
    return disagreement(f"it {told}", f"it {said}") or disagreement(f"it {said}", f"it {told}")
