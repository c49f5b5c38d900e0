"""What an item gives away without its subject: lengths, words of the stem, grammar. Pure functions.

Knows nothing of sources.
"""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.words import search_words
from tutor.practice.types import ItemCheck, PracticeItem

__all__ = ["key_not_given_away"]

_MUCH_LONGER = 1.5
_FEW_CHARS = 15
"""Lengths that differ by less are alike, e.g. "Recall" and "Precision"."""
_FAMILY_CHARS = 6
"""Letters at the beginning that two words of one family share."""
_ARTICLE = re.compile(r"\b(a|an)\s*[:?]?$", re.I)
_NUMBER = re.compile(r"\b(is|are)\s*[:?]?$", re.I)


def key_not_given_away(item: PracticeItem) -> ItemCheck:
    """Passed if neither length, nor words of the stem, nor grammar points to the key."""
    name = "key_not_given_away"
    lengths = [float(len(option)) for option in item.options]
    if _stands_out_in_length(item, lengths):
        return ItemCheck(
            name, False, f"the key has {lengths[item.key[0]]:.0f} characters, the others far fewer"
        )
    shared = _shared_words(item)
    if _only_keys_lead(item, shared):
        return ItemCheck(name, False, "the key shares more words with the stem than any other option")
    if grammar := _grammar_points(item):
        return ItemCheck(name, False, grammar)
    rank = sorted(lengths, reverse=True).index(lengths[item.key[0]]) + 1
    return ItemCheck(
        name, True, f"key is number {rank} of {len(lengths)} by length; no word of the stem leads to it"
    )


def _stands_out_in_length(item: PracticeItem, lengths: Sequence[float]) -> bool:
    wrong = [length for place, length in enumerate(lengths) if place not in item.key]
    right = [lengths[place] for place in item.key]
    return min(right) > max(_MUCH_LONGER * max(wrong), max(wrong) + _FEW_CHARS)


def _shared_words(item: PracticeItem) -> list[float]:
    """Of each option, how many of its own words lead from the stem to it.

    A word that another option has too leads to neither: all may be features of SageMaker.
    """
    stem = set(search_words(item.stem))
    words = [set(search_words(option)) for option in item.options]
    common = Counter(word for each in words for word in each)
    own = [{word for word in each if common[word] == 1} for each in words]
    return [float(sum(any(_akin(word, other) for other in stem) for word in each)) for each in own]


def _akin(one: str, other: str) -> bool:
    """True for equal stems and for words of one family: "standard", "standardisation"."""
    return one == other or (len(one) >= _FAMILY_CHARS and one[:_FAMILY_CHARS] == other[:_FAMILY_CHARS])


def _only_keys_lead(item: PracticeItem, values: Sequence[float]) -> bool:
    """True if every right option has more than every wrong one."""
    wrong = [value for place, value in enumerate(values) if place not in item.key]
    return min(values[place] for place in item.key) > max(wrong)


def _grammar_points(item: PracticeItem) -> str:
    """Why an unfinished stem fits the keys alone, or "" if it does not."""
    stem = item.stem.strip()
    article, verb = _ARTICLE.search(stem), _NUMBER.search(stem)
    if article:
        wants_vowel = article[1].lower() == "an"
        fits = [(option[:1].lower() in "aeiou") == wants_vowel for option in item.options]
        if _only_keys_lead(item, [float(fit) for fit in fits]):
            return f"only the key fits the stem's last word, {article[1]}"
    if verb:
        wants_many = verb[1].lower() == "are"
        fits = [_is_plural(option) == wants_many for option in item.options]
        if _only_keys_lead(item, [float(fit) for fit in fits]):
            return f"only the key fits the stem's last word, {verb[1]}"
    return ""


def _is_plural(option: str) -> bool:
    last = option.strip(" .").rpartition(" ")[2].lower()
    return last.endswith("s") and not last.endswith(("ss", "us", "is"))
