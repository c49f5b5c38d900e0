"""An embedder without weights: each word has a fixed pseudo-random direction.

It finds texts that share words and nothing more. It is real, fast and the same on every machine,
so tests and demonstrations that are not about meaning run on it. Knows nothing of models.
"""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import PassageVectors, QueryVectors, quantised
from ingest.words import search_words

__all__ = ["HashedWordsEmbedder"]


class HashedWordsEmbedder:
    """Texts as the mean of their words' directions in `dim` dimensions."""

    def __init__(self, dim: int = 64) -> None:
        self._dim = dim

    @property
    def name(self) -> str:
        return f"hashed-words-{self._dim}"

    @property
    def dim(self) -> int:
        return self._dim

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words split at white space."""
        return [len(text.split()) for text in texts]

    def embed_passages(
        self, texts: Sequence[str], advance: Callable[[int], None] = lambda done: None
    ) -> PassageVectors:
        """Vectors of all texts; a text without words gets a vector of zeros."""
        queries = [self.embed_query(text) for text in texts]
        advance(len(texts))
        vectors = np.stack([q.vector for q in queries]) if queries else np.zeros((0, self._dim), np.float32)
        return PassageVectors(vectors, tuple(quantised(q.tokens) for q in queries))

    def embed_query(self, text: str) -> QueryVectors:
        """Vectors of one text."""
        words = search_words(text)
        tokens = np.zeros((len(words), self._dim), dtype=np.float32)
        for i, word in enumerate(words):
            tokens[i] = self._direction(word)
        mean = tokens.sum(axis=0)
        length = float(np.linalg.norm(mean))
        vector = (mean / length if length else mean).astype(np.float32)
        return QueryVectors(vector, tokens, tuple(words))

    def _direction(self, word: str) -> NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).standard_normal(self._dim)
        direction: NDArray[np.float32] = (vector / np.linalg.norm(vector)).astype(np.float32)
        return direction
