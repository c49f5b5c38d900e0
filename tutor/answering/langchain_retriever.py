"""The retriever as LangChain's, for chains of other people. Adds nothing of its own."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from tutor.answering.retrieval import Passage, Retriever

__all__ = ["PassageRetriever"]


class PassageRetriever(BaseRetriever):
    """`retriever.invoke(question)` gives at most `count` LangChain documents, best first.

    The metadata of each says where the passage stands: document, page, heading, start, end, chunk_id, score.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    count: int = 8

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [
            Document(page_content=passage.chunk.text, metadata=_place(passage), id=passage.chunk.id)
            for passage in self.retriever.search(query, self.count)
        ]


def _place(passage: Passage) -> dict[str, str | int | float]:
    chunk = passage.chunk
    return {
        "document": chunk.document,
        "page": chunk.page,
        "heading": chunk.heading,
        "start": chunk.start,
        "end": chunk.end,
        "chunk_id": chunk.id,
        "score": passage.score,
    }
