"""Does a word of a stem lead to the key's name by its meaning? "Footage" leads to "Video Streams".

Equal words are found by letters (`proving.giveaways`); these are found by the embedder's vectors of single
words. Knows nothing of sources.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ingest.embedding import Embedder
from ingest.words import search_words
from tutor.practice.types import PracticeItem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["NameLeads"]

_WORD = re.compile(r"[A-Za-z]{3,}")
_LEADS_FROM = 0.6
"""Cosine of two words from which one brings the other to mind: "video" and "footage" have .75."""
_BY_MORE = 0.3
"""... and by how much more than for any wrong option. Of 24 judged items only given-away ones had both."""


class NameLeads:
    """Compares the words of stems with the names among the options; words are read once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def lead(self, item: PracticeItem) -> str:
        """The word of the stem that leads to the key and to no other option, or ""."""
        stem = _words(item.stem)
        named = [_words(option) for option in item.options]
        common = Counter(word for words in named for word in set(words))
        found = [
            max(((self._cosine(own, word), word) for own in words if common[own] == 1 for word in stem),
                default=(0.0, ""))
            for words in named
        ]  # fmt: skip
        right = min(found[place] for place in item.key)
        wrong = max((value for place, (value, _) in enumerate(found) if place not in item.key), default=0.0)
        return right[1] if right[0] >= _LEADS_FROM and right[0] - wrong >= _BY_MORE else ""

    def _cosine(self, one: str, other: str) -> float:
        return float(self._vector(one) @ self._vector(other))

    def _vector(self, word: str) -> "NDArray[np.float32]":
        if word not in self._vectors:
            self._vectors[word] = self._embedder.embed_query(word).vector
        return self._vectors[word]


def _words(text: str) -> Sequence[str]:
    """The words to search for, each once, in small letters."""
    words: Iterable[str] = (word.lower() for word in _WORD.findall(text))
    return tuple(dict.fromkeys(word for word in words if search_words(word)))
