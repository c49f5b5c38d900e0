"""A page's resources over the beekeeping course: no weights, a model that follows a script."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.hashed_words import HashedWordsEmbedder
from tests.conftest import COURSES
from tutor.answering.chain import AnswerChain
from tutor.config import Settings
from tutor.llm.scripted import ScriptedChatModel
from tutor.tutoring import answer_chain
from tutor.ui.resources import Parts, Resources

QUESTION = "What is a queen excluder and what are its gaps?"
SUPPORTED = "A queen excluder is a grid with gaps of 4.2 mm."
UNSUPPORTED = "It was invented in 1865 by a monk."


def reply(messages):
    """What the script says to any question about the excluder, and to all others nothing from the notes."""
    return f"{SUPPORTED} {UNSUPPORTED}" if "excluder" in messages[-1].text.lower() else "NOT IN THE NOTES"


def slow_reply(messages):
    """As `reply`, after a second: time to press Stop."""
    time.sleep(1)
    return reply(messages)


def _now() -> datetime:
    return datetime.now(UTC)


def bee_resources(home: Path, answer=reply, now: Callable[[], datetime] = _now, **choices) -> Resources:
    """Resources whose index is built; `choices` are settings."""
    return Resources(bee_parts(home, answer, now, **choices))


def bee_parts(home: Path, answer=reply, now: Callable[[], datetime] = _now, **choices) -> Parts:
    """What `bee_resources` are made of."""
    embedder = HashedWordsEmbedder()
    settings = Settings(
        **{"home": home, "course": "bee-101", "llm": "none", "embedder": embedder.name} | choices
    )

    def chain(settings, retriever, title, length):
        made = answer_chain(settings, retriever, title, length)
        once = replace(made.settings, read_again_up_to=0.0, read_again_broad_up_to=0.0)
        return AnswerChain(retriever, made.check, ScriptedChatModel(replies=answer), once)

    parts = Parts(lambda: settings, COURSES, lambda settings: embedder, chain, now)
    Resources(parts).workspace("bee-101").build(embedder)
    return parts
