"""Puts the parts together: settings and a course to a chain that answers. Only this place knows them all."""

import functools
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from ingest.embedding import Embedder
from ingest.index import LocalIndex
from tutor.answering.chain import AnswerChain, AnswerSettings
from tutor.answering.glossary import Glossary
from tutor.answering.overlap import OverlapVerifier
from tutor.answering.retrieval import Retriever
from tutor.answering.support import SupportCheck
from tutor.answering.verifier import AlignmentVerifier, TokenReader, Verifier
from tutor.config import Settings
from tutor.prompts import cached_beginnings
from tutor.workspace import embedder_of, open_index, open_workspace

__all__ = [
    "answer_chain",
    "retriever_at",
    "retriever_for",
    "retriever_over",
    "verifier_for",
    "warm_model",
]

VERIFIER_EMBEDDER = "all-MiniLM-L6-v2"
"""Whose word embeddings the trained layers stand on, whatever embedder the index was made with."""


def retriever_over(
    index: LocalIndex, embedder: Embedder, course_documents: Collection[str] = ()
) -> Retriever:
    """A retriever that knows the glossaries among the index's documents."""
    glossary = Glossary.of(index.contents.pages.values())
    return Retriever(index, embedder, glossary, course_documents=course_documents)


def retriever_for(settings: Settings, course_id: str | None = None) -> Retriever:
    """The retriever of a course. Raises IndexUnavailableError or ModelError, each with what to run."""
    workspace = open_workspace(settings, course_id)
    index = open_index(workspace, settings)
    return retriever_over(index, embedder_of(settings), workspace.course_documents)


def retriever_at(settings: Settings, index_dir: Path, course_documents: Collection[str] = ()) -> Retriever:
    """The retriever over the index in a folder. Raises as `retriever_for`."""
    from ingest.index_files import load_index

    index = load_index(index_dir, settings.embedder)
    return retriever_over(index, embedder_of(settings), course_documents)


def answer_chain(settings: Settings, retriever: Retriever, title: str, length: str = "normal") -> AnswerChain:
    """A chain over a retriever with the settings' model, which is started if need be.

    Raises ModelError or EngineError when the model is not stored or does not start.
    """
    from tutor.llm import chat_model

    verifier = verifier_for(settings, retriever)
    check = SupportCheck(verifier, retriever.glossary.mentions)
    chosen = AnswerSettings(course_title=title, context_tokens=settings.context_tokens, length=length)
    if isinstance(verifier, OverlapVerifier):  # it knows nothing of questions
        chosen = replace(chosen, relevant_from=0.0)
    return AnswerChain(retriever, check, chat_model(settings), chosen)


def warm_model(settings: Settings) -> None:
    """Start the settings' model and let it read what each prompt begins with, some ten seconds' work.

    The first question then waits for the model no longer than any other. Raises as `answer_chain`.
    """
    from tutor.llm import chat_model

    model = chat_model(settings, max_tokens=1)
    if model is not None:
        for messages in cached_beginnings():
            model.invoke(messages)


@functools.cache  # a chain is made for each question; MiniLM is to be read once a process
def _alignment_verifier(folder: Path) -> AlignmentVerifier:
    return AlignmentVerifier(TokenReader(folder))


def verifier_for(settings: Settings, retriever: Retriever) -> Verifier:
    """The trained verifier where MiniLM is stored, else what words and vectors have in common."""
    from tutor.models import ModelError, model_path

    try:
        return _alignment_verifier(model_path(VERIFIER_EMBEDDER, settings))
    except ModelError:
        return OverlapVerifier(retriever.embedder, retriever.index.rarity)
