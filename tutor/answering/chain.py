"""The straight path from a question to an answer, as a LangChain runnable and as a stream of events.

    small talk? -> stand alone -> search -> too weak? refuse -> write (streamed) -> tie to spans -> Answer

The model is never called when the search alone says that the sources do not answer. Knows nothing of
pages or of the command line.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableConfig

from ingest.sentences import sentence_spans
from tutor.answering.answerable import answerable, answerable_features
from tutor.answering.attribution import Attributed, attribute
from tutor.answering.conflicts import find_conflicts
from tutor.answering.context import packed
from tutor.answering.extract import extract_answer
from tutor.answering.follow_up import is_follow_up, standalone
from tutor.answering.retrieval import Passage, Retriever
from tutor.answering.small_talk import small_talk_reply
from tutor.answering.support import SupportCheck
from tutor.answering.types import Answer, AnswerSentence, Citation, Question, Refusal, Timings
from tutor.prompts import answer_messages, says_not_answered

__all__ = ["AnswerChain", "AnswerSettings", "Event", "EvidenceFound", "Finished", "TextArrived"]


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How answers are made."""

    course_title: str = "this course"
    context_tokens: int = 600
    length: str = "normal"
    """`short`, `normal` or `long`."""
    refuse_below: float = 0.35
    """Probability of being answerable below which the model is not called."""
    passages: int = 8
    """Found and offered as evidence; those that fit `context_tokens` are sent."""


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """The passages, before the model is called."""

    passages: tuple[Passage, ...]
    answerable: float


@dataclass(frozen=True, slots=True)
class TextArrived:
    """A piece of the model's text, not checked yet."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The checked answer."""

    answer: Answer


Event = EvidenceFound | TextArrived | Finished


@dataclass(slots=True)
class _Clock:
    """Fills in `Timings` as an answer is made."""

    started: float = field(default_factory=time.perf_counter)
    timings: Timings = field(default_factory=Timings)

    def seconds(self) -> float:
        return time.perf_counter() - self.started

    def finished(self) -> Timings:
        return replace(self.timings, total_seconds=self.seconds())


class AnswerChain(Runnable[Question | str, Answer]):
    """Answers questions from one index; `model` None answers in the sources' own sentences."""

    def __init__(
        self,
        retriever: Retriever,
        check: SupportCheck,
        model: BaseChatModel | None,
        settings: AnswerSettings | None = None,
    ) -> None:
        self.retriever = retriever
        self.check = check
        self.model = model
        self.settings = settings or AnswerSettings()

    def invoke(
        self,
        input: Question | str,  # noqa: A002 - the name is LangChain's
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> Answer:
        """The checked answer."""
        for event in self.events(input if isinstance(input, Question) else Question(input)):
            if isinstance(event, Finished):
                return event.answer
        raise AssertionError("events end with Finished")

    def events(self, question: Question) -> Iterator[Event]:
        """Evidence first, then text as it is written, then the checked answer; the last is `Finished`."""
        clock = _Clock()
        reply = small_talk_reply(question.text, self.settings.course_title)
        if reply is not None:
            yield Finished(_talk(question, reply, clock))
            return
        text = self._standalone(question)
        passages = self.retriever.search(text, self.settings.passages, question.selection)
        sure = self._answerable(text, passages)
        clock.timings = replace(clock.timings, retrieve_seconds=clock.seconds())
        yield EvidenceFound(passages, sure)
        if sure < self.settings.refuse_below:
            yield Finished(_refused(question, passages, sure, clock))
            return
        sent = packed(passages, self.settings.context_tokens)
        written = ""
        for piece in self._written(text, sent, clock):
            written += piece
            yield TextArrived(piece)
        yield Finished(self._checked(question, text, written, passages, sent, sure, clock))

    def _standalone(self, question: Question) -> str:
        if not is_follow_up(question.text, question.history):
            return question.text
        return standalone(question.text, question.history, self.model)

    def _answerable(self, text: str, passages: Sequence[Passage]) -> float:
        if not passages:
            return 0.0
        names = self.retriever.glossary.other_names
        return answerable(answerable_features(text, passages, self.retriever.index.rarity, names))

    def _written(self, text: str, sent: Sequence[Passage], clock: _Clock) -> Iterator[str]:
        """The model's text in pieces; nothing without a model."""
        if self.model is None:
            return
        for message in self.model.stream(answer_messages(text, [p.chunk for p in sent], self.settings.length)):
            piece = str(message.content)
            usage = getattr(message, "usage_metadata", None)
            if usage:
                clock.timings = replace(
                    clock.timings,
                    prompt_tokens=usage["input_tokens"],
                    completion_tokens=usage["output_tokens"],
                )
            if piece and not clock.timings.first_token_seconds:
                clock.timings = replace(clock.timings, first_token_seconds=clock.seconds())
            if piece:
                yield piece
