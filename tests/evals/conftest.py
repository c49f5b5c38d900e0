"""A bench over the beekeeping course with whatever model a test scripts."""

from dataclasses import replace

import pytest

from evals.bench import Bench
from tutor.answering.chain import AnswerChain, AnswerSettings
from tutor.answering.overlap import OverlapVerifier
from tutor.answering.support import SupportCheck
from tutor.llm.scripted import ScriptedChatModel


@pytest.fixture
def bench_with(tmp_path, settings, hashed_retriever):
    """Makes a bench whose chain answers with these replies, or without a model if there are none."""

    def make(replies=None, refuse_below=0.0):
        model = None if replies is None else ScriptedChatModel(replies=replies)

        def make_chain(chosen, retriever, title):
            verifier = OverlapVerifier(retriever.embedder, retriever.index.rarity)
            check = SupportCheck(verifier, retriever.glossary.mentions)
            used = None if chosen.llm == "none" else model
            answering = AnswerSettings(
                title,
                refuse_below=refuse_below,
                read_again_up_to=0.0,
                read_again_broad_up_to=0.0,
                trust_search_from=1.0,
                relevant_from=0.0,
            )
            return AnswerChain(retriever, check, used, answering)

        named = settings if replies is None else replace(settings, llm="server")
        return Bench(named, hashed_retriever, "Beekeeping", tmp_path / "evals", make_chain)

    return make
