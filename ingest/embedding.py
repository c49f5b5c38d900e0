"""Text to unit vectors: one for each text, and one for each of its tokens.

The only user of sentence-transformers for embedding. Knows nothing of chunks or of the index.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Embedder", "PassageVectors", "QueryVectors", "SentenceEmbedder", "quantised"]


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """What n passages look like to the embedder."""

    vectors: NDArray[np.float32]
    """(n, dim), unit rows."""
    tokens: tuple[NDArray[np.int8], ...]
    """n arrays of (tokens, dim): the direction of each token's vector, see `quantised`."""


@dataclass(frozen=True, slots=True)
class QueryVectors:
    """What one question looks like to the embedder."""

    vector: NDArray[np.float32]
    """(dim,), of length 1."""
    tokens: NDArray[np.float32]
    """(tokens, dim), unit rows."""
    words: tuple[str, ...]
    """For each token the word of the question that it is part of; as many as `tokens` has rows."""


class Embedder(Protocol):
    """Turns text into vectors. `name` says which weights, and is written into every index."""

    @property
    def name(self) -> str: ...
    @property
    def dim(self) -> int: ...
    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Length of each text in tokens, without the special ones."""
        ...

    def embed_passages(
        self, texts: Sequence[str], advance: Callable[[int], None] = lambda done: None
    ) -> PassageVectors:
        """Vectors of all texts in their order; `advance` is called with how many more are done."""
        ...

    def embed_query(self, text: str) -> QueryVectors:
        """Vectors of one question."""
        ...


def quantised(tokens: NDArray[np.float32]) -> NDArray[np.int8]:
    """Directions of (n, dim) vectors in int8, a quarter of the size; lengths are not kept.

    Each row is scaled so that its largest component is 127.
    """
    largest = np.abs(tokens).max(axis=1, keepdims=True, initial=0.0)
    scaled: NDArray[np.float32] = tokens * (127.0 / np.maximum(largest, 1e-9))
    return np.rint(scaled).astype(np.int8)


class SentenceEmbedder:
    """A sentence-transformers model on the CPU, loaded at the first use.

    `source` is a folder or a hub id, `name` what indexes call it. Both of a text's outputs, its
    own vector and those of its tokens, come out of one forward pass.
    """

    _BATCH = 32

    def __init__(self, source: Path | str, name: str) -> None:
        self._source = str(source)
        self._name = name
        self._loaded: Any = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def dim(self) -> int:
        return int(self._model().get_embedding_dimension())

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Length of each text in word pieces, however long it is."""
        if not texts:
            return []
        encoded = self._model().tokenizer(
            list(texts), add_special_tokens=False, return_attention_mask=False, verbose=False
        )
        return [len(ids) for ids in encoded["input_ids"]]

    def embed_passages(
        self, texts: Sequence[str], advance: Callable[[int], None] = lambda done: None
    ) -> PassageVectors:
        """Vectors of all texts. Texts of like length go through together, which saves padding."""
        model = self._model()
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        tokens: list[NDArray[np.int8]] = [np.zeros((0, self.dim), dtype=np.int8)] * len(texts)
        for first in range(0, len(order), self._BATCH):
            batch = order[first : first + self._BATCH]
            outputs = model.encode_document(
                [texts[i] for i in batch],
                output_value=None,
                batch_size=self._BATCH,
                show_progress_bar=False,
            )
            for i, output in zip(batch, outputs, strict=True):
                vectors[i] = _unit(output["sentence_embedding"].numpy())
                tokens[i] = quantised(self._inner_tokens(output))
            advance(len(batch))
        return PassageVectors(vectors, tuple(tokens))

    def embed_query(self, text: str) -> QueryVectors:
        """Vectors of one question, cut after the model's own limit."""
        output = self._model().encode_query([text], output_value=None, show_progress_bar=False)[0]
        tokens = self._inner_tokens(output)
        words = self._words_of_tokens(text)[: len(tokens)]
        # a tokenizer that cuts otherwise than the model's own call must not shift the words
        words += ("",) * (len(tokens) - len(words))
        return QueryVectors(_unit(output["sentence_embedding"].numpy()), _unit(tokens), words)

    def _words_of_tokens(self, text: str) -> tuple[str, ...]:
        encoded = self._model().tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        return tuple(_word_around(text, start, end) for start, end in encoded["offset_mapping"])

    def _inner_tokens(self, output: dict[str, Any]) -> NDArray[np.float32]:
        """Token vectors without the special tokens, which say nothing of a single word."""
        special = self._model().tokenizer.all_special_ids
        keep = ~np.isin(output["input_ids"].numpy(), special)
        inner: NDArray[np.float32] = output["token_embeddings"].float().numpy()[keep]
        return inner

    def _model(self) -> Any:  # noqa: ANN401 - the library has no types
        if self._loaded is None:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.disable_progress_bar()  # "Loading weights" on stderr, where only errors belong

            self._loaded = SentenceTransformer(self._source, device="cpu")
        return self._loaded


def _word_around(text: str, start: int, end: int) -> str:
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]


def _unit(vectors: NDArray[Any]) -> NDArray[np.float32]:
    array = vectors.astype(np.float32)
    unit: NDArray[np.float32] = array / np.maximum(np.linalg.norm(array, axis=-1, keepdims=True), 1e-9)
    return unit
