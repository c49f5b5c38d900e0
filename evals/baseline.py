"""What others would do with the same documents and the same model: the systems compared with.

    stock        the usual LangChain recipe: recursive 1,000-character chunks with 200 of overlap, dense
                 top 4, all of it stuffed into one prompt that asks to say "I don't know"
    words        BM25 alone over the tutor's own passages
    dense        vectors alone over the tutor's own passages
    closed-book  the model alone

Only user of LangChain's text splitters and of its vector store.
"""

import hashlib
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evals.matching import Found
from ingest.embedding import Embedder
from ingest.words import search_words

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from ingest.index import LocalIndex

__all__ = [
    "Reply",
    "StockRecipe",
    "by_vectors",
    "by_words",
    "reply_of",
    "says_unknown",
]

CHUNK_CHARS = 1000
OVERLAP_CHARS = 200
STUFFED = 4
_UNKNOWN = re.compile(
    r"\b(?:i|we) (?:do not|don't|cannot|can't|am not able to|could not|couldn't) (?:\w+ ){0,3}"
    r"(?:know|find|answer|determine|sure)\b|\bi'm (?:not sure|sorry)\b|\bsorry, (?:but )?"
    r"|\b(?:context|text|passages?|information provided)\b[^.]{0,40}\b(?:does not|doesn't|do not|don't)\b"
    r"|\b(?:is|are) not (?:mentioned|provided|specified|stated|given|in the (?:\w+ )?context)\b"
)


def by_words(index: "LocalIndex", question: str, count: int) -> list[Found]:
    """The tutor's passages by BM25 alone."""
    hits = index.search_words(dict.fromkeys(search_words(question), 1.0), count)
    return [_of_chunk(index, hit.position) for hit in hits]


def by_vectors(index: "LocalIndex", embedder: Embedder, question: str, count: int) -> list[Found]:
    """The tutor's passages by the cosine of their vectors alone."""
    hits = index.search_vectors(embedder.embed_query(question).vector, count)
    return [_of_chunk(index, hit.position) for hit in hits]


class StockRecipe:
    """The stock recipe over an index's pages. `folder` keeps its chunks' vectors for the next run."""

    def __init__(self, index: "LocalIndex", embedder: Embedder, folder: Path) -> None:
        from langchain_core.vectorstores import InMemoryVectorStore
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARS, chunk_overlap=OVERLAP_CHARS)
        pages = [(name, page.text) for (name, _), page in index.contents.pages.items()]
        documents = splitter.create_documents(
            [text for _, text in pages], [{"document": name} for name, _ in pages]
        )
        self.store = InMemoryVectorStore(langchain_embeddings(embedder, folder))
        self.store.add_documents(documents)

    def search(self, question: str, count: int = STUFFED) -> list[Found]:
        """The nearest chunks, best first."""
        documents = self.store.similarity_search(question, count)
        return [Found(one.metadata["document"], one.page_content) for one in documents]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model wrote, and what it took; seconds from the request on."""

    text: str
    first_token_seconds: float
    total_seconds: float
    prompt_tokens: int = 0
    completion_tokens: int = 0


def reply_of(model: "BaseChatModel", messages: "Sequence[BaseMessage]") -> Reply:
    """The model's streamed reply to messages. Raises what the model raises."""
    started = time.perf_counter()
    first, text, usage = 0.0, "", {"input_tokens": 0, "output_tokens": 0}
    for message in model.stream(list(messages)):
        if message.text and not first:
            first = time.perf_counter() - started
        text += message.text
        usage = dict(getattr(message, "usage_metadata", None) or usage)
    total = time.perf_counter() - started
    return Reply(text.strip(), first, total, int(usage["input_tokens"]), int(usage["output_tokens"]))


def says_unknown(text: str) -> bool:
    """True if a model says in its own words that it does not know."""
    return not text.strip() or _UNKNOWN.search(text.lower().replace("’", "'")) is not None


def langchain_embeddings(embedder: Embedder, folder: Path) -> "Embeddings":
    """The embedder behind LangChain's interface; vectors of documents are kept in `folder`."""
    from langchain_core.embeddings import Embeddings

    class KeptEmbeddings(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            whole = hashlib.sha256("\0".join([embedder.name, *texts]).encode()).hexdigest()[:16]
            path = folder / "stock" / f"{whole}.npy"
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                temporary = path.with_suffix(".part.npy")
                np.save(temporary, embedder.embed_passages(texts).vectors, allow_pickle=False)
                temporary.replace(path)
            vectors: list[list[float]] = np.load(path, allow_pickle=False).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            vector: list[float] = embedder.embed_query(text).vector.tolist()
            return vector

    return KeptEmbeddings()


def _of_chunk(index: "LocalIndex", position: int) -> Found:
    chunk: Any = index.chunks[position]
    return Found(chunk.document, chunk.text, chunk.context, chunk.heading)
