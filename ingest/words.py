"""Text to search words: lower-cased, stemmed, without stop words (only user of PyStemmer).

Knows nothing of chunks or of the index that counts the words.
"""

import functools
import re
from typing import Protocol, cast

__all__ = ["STOP_WORDS", "search_words"]

# Function words, and the words that questions are made of. "not", "no" and "without" are kept out of
# the list: they say little to a word index, but they are never noise ("without servers").
STOP_WORDS = frozenset(
    """
    a an and are as at be been being both but by can could did do does doing for from had has have
    having he her hers him his how i if in into is it its itself just me my of on or our ours should
    so some such than that the their theirs them then there these they this those to too us very was
    we were what when where which while who whom why will with would you your yours about also am
    any because before between during each few more most other same tell explain please does mean
    """.split()
)
_WORD = re.compile(r"[a-z0-9]+(?:[-'.&/][a-z0-9]+)*")
_INNER = re.compile(r"[-'.&/]")
_PLURAL_ACRONYM = re.compile(r"\b([A-Z][A-Z0-9]+)s\b")
"""GPUs, ARNs: the stemmer takes their s for a part of the word, as in "bonus"."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


@functools.cache
def _stemmer() -> _Stemmer:
    import Stemmer

    return cast(_Stemmer, Stemmer.Stemmer("english"))


@functools.lru_cache(maxsize=65_536)  # a course has some 10,000 different words; each costs ~1 µs to stem
def _stem(word: str) -> str:
    return _stemmer().stemWord(word)


def search_words(text: str) -> list[str]:
    """The words of `text` in order, stemmed and without stop words.

    A compound gives its parts and itself joined ("k-means" -> "k", "mean", "kmean"), so that
    "kmeans", "k means" and "k-means" find each other.
    """
    words: list[str] = []
    for match in _WORD.finditer(_PLURAL_ACRONYM.sub(r"\1", text).lower()):
        word = match.group()
        parts = [part for part in _INNER.split(word) if part]
        words += [_stem(part) for part in parts if part not in STOP_WORDS]
        if len(parts) > 1:
            words.append(_stem("".join(parts)))
    return words
