"""The straight path from a question to an answer, as a LangChain runnable and as a stream of events.

    small talk? -> stand alone -> search -> in doubt? read again -> too weak? refuse
                                    -> write (streamed) -> tie to spans -> in doubt? look again -> Answer
                                         -> an exam item? pick an option -> Answer

Nothing is written where the readings before it say that the sources do not answer. Knows nothing of pages or
of the command line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableConfig

from tutor.answering.about_the_exam import about_the_exam
from tutor.answering.answerable import answerability
from tutor.answering.attribution import Attributed
from tutor.answering.clock import Clock
from tutor.answering.conflicts import find_conflict
from tutor.answering.context import packed
from tutor.answering.definitions import definition
from tutor.answering.editing import Editor
from tutor.answering.evidence_spans import citation
from tutor.answering.follow_up import is_follow_up, standalone
from tutor.answering.introductions import Broad, broad
from tutor.answering.item_answer import item_answer
from tutor.answering.overview import is_bare_name, subjects_of
from tutor.answering.pasted_item import PastedItem, pasted_item
from tutor.answering.refusals import refusal_of
from tutor.answering.retrieval import Passage, Retriever
from tutor.answering.second_reading import answerable_on_second_reading, second_reading
from tutor.answering.settings import AnswerSettings
from tutor.answering.small_talk import small_talk_reply
from tutor.answering.support import SupportCheck
from tutor.answering.types import Answer, AnswerSentence, Citation, Conflict, Question
from tutor.llm.engine import EngineError
from tutor.prompts import answer_messages

__all__ = ["AnswerChain", "AnswerSettings", "Event", "EvidenceFound", "Finished", "TextArrived"]

_ITEM_ABOUT_FROM = 0.40
"""Best MaxSim of an exam item: none of 140 bank items lies below, 8 of 14 from other walks of life do."""


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """The passages, before the model is called."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class TextArrived:
    """A piece of the model's text, not checked yet."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The checked answer."""

    answer: Answer


Event = EvidenceFound | TextArrived | Finished


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for a question: all passages, those that are sent, and whether they answer it."""

    passages: tuple[Passage, ...]
    sent: tuple[Passage, ...]
    answerable: float
    broad: Broad | None = None
    """A broad question whose subjects the passages' headings name."""


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
        input: Question | str,
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
        clock = Clock()
        reply = small_talk_reply(question.text, self.settings.course_title)
        if reply is not None:
            yield Finished(_talk(question, reply, clock))
            return
        asked = self._standalone(question)
        named = about_the_exam(asked) if asked == question.text else asked
        found = self._found(named, question)
        clock.timings = replace(clock.timings, retrieve_seconds=clock.seconds())
        yield EvidenceFound(found.passages)
        defined = definition(asked, found.passages) if self.settings.length != "long" else None
        if defined is not None:
            told = self._editor().rounded(defined, found.broad)
            yield Finished(self._answered(question, found, told, (), clock))
            return
        item = pasted_item(asked)
        if item is not None and self.model is not None and _is_about(found.passages):
            yield Finished(self._picked(question, item, self.model, found, clock))
            return
        # sources that differ in what is asked for answer it, however little it looks so
        is_open = found.answerable <= self.settings.read_again_up_to
        differ = is_open and find_conflict(asked, found.passages, self.retriever) is not None
        found = found if differ else self._read_again(named, found)
        if found.answerable < self.settings.refuse_below and not differ:
            yield Finished(self._refused(question, asked, found, clock))
            return
        written = ""
        for piece in self._written(asked, found.sent, clock):
            written += piece
            yield TextArrived(piece)
        yield Finished(self._checked(question, asked, written, found, clock))

    def _standalone(self, question: Question) -> str:
        if pasted_item(question.text) is not None:
            return question.text  # an item stands alone, however much its scenario says "it"
        if about_the_exam(question.text) != question.text:
            return question.text  # so does "can I take it in Japanese", whatever was talked about before
        if not is_follow_up(question.text, question.history):
            return question.text
        return standalone(question.text, question.history, self.model)

    def _found(self, asked: str, question: Question) -> _Found:
        count = self.settings.passages if pasted_item(asked) is None else self.settings.item_passages
        passages = self.retriever.search(asked, count, question.selection)
        index, glossary = self.retriever.index, self.retriever.glossary
        sent = packed(passages, self.settings.context_tokens, lambda name, page: index.page(name, page).text)
        answered = answerability(asked, passages, self.check.verifier, glossary.mentions)
        return _Found(passages, sent, answered, broad(asked, passages, self.retriever, question.selection))

    def _read_again(self, asked: str, found: _Found) -> _Found:
        """With the model's reading of the nearest sentences where the trained one leaves doubt.

        Where headings name what a broad question is about, these say that the sources tell of it.
        """
        chosen = self.settings
        if found.broad:  # two sentences cannot tell of a whole thing
            return replace(found, answerable=max(found.answerable, chosen.trust_search_from))
        subjects = subjects_of(asked) if found.broad is None else ()
        is_bare = subjects and all(is_bare_name(one, self.retriever.index.rarity) for one in subjects)
        up_to = chosen.read_again_broad_up_to if is_bare else chosen.read_again_up_to
        if self.model is None or not chosen.read_again_from <= found.answerable <= up_to:
            return found
        try:
            second = second_reading(
                self.model, asked, found.passages, self.retriever.embedder, found.answerable
            )
        except EngineError:  # a server without probabilities, say: the trained reading stands alone
            return found
        if second is None:
            return found
        return replace(found, answerable=answerable_on_second_reading(found.answerable, second))

    def _written(self, asked: str, sent: Sequence[Passage], clock: Clock) -> Iterator[str]:
        """The model's text in pieces; nothing without a model."""
        if self.model is None:
            return
        for message in self.model.stream(
            answer_messages(asked, [p.chunk for p in sent], self.settings.length)
        ):
            usage = getattr(message, "usage_metadata", None)
            if usage:
                tokens = {"prompt_tokens": usage["input_tokens"], "completion_tokens": usage["output_tokens"]}
                clock.timings = replace(clock.timings, **tokens)
            piece = message.text
            if piece:
                clock.saw_token()
                yield piece

    def _picked(
        self, question: Question, item: PastedItem, model: BaseChatModel, found: _Found, clock: Clock
    ) -> Answer:
        """The option of a pasted exam item that the model picks, and what the passages say of it."""
        choice, reasons = item_answer(item, found.passages, found.sent, model, self.retriever)
        return replace(self._answered(question, found, reasons, (), clock), choice=choice)

    def _editor(self) -> Editor:
        return Editor(self.retriever, self.check, self.model, self.settings)

    def _checked(self, question: Question, asked: str, written: str, found: _Found, clock: Clock) -> Answer:
        """The written text tied to its sources; the sources' own sentences where nothing of it holds."""
        shown = self._editor().shown(asked, written, found.sent, found.answerable, found.broad)
        if shown is None:
            return self._refused(question, asked, found, clock)
        citations, conflicts = self._conflicts(asked, found, shown.citations)
        return self._answered(question, found, replace(shown, citations=citations), conflicts, clock)

    def _answered(
        self,
        question: Question,
        found: _Found,
        shown: Attributed,
        conflicts: tuple[Conflict, ...],
        clock: Clock,
    ) -> Answer:
        return Answer(
            question=question.text,
            sentences=shown.sentences,
            citations=shown.citations,
            passages=(*found.passages, *self._added(found, shown.citations)),
            conflicts=conflicts,
            answerable=found.answerable,
            timings=clock.finished(),
        )

    def _added(self, found: _Found, citations: Sequence[Citation]) -> tuple[Passage, ...]:
        """The passages of what was added to an answer and was not found for the question itself."""
        known = {passage.chunk.id for passage in (*found.passages, *found.sent)}
        wanted = {one.chunk_id for one in citations} - known
        chunks = self.retriever.index.chunks if wanted else ()
        return tuple(Passage(chunk, 0.0) for chunk in chunks if chunk.id in wanted)

    def _refused(self, question: Question, asked: str, found: _Found, clock: Clock) -> Answer:
        is_near = found.answerable > 0
        return Answer(
            question.text,
            passages=found.passages,
            refusal=refusal_of(asked, found.passages, self.retriever.embedder, is_near=is_near),
            answerable=found.answerable,
            timings=clock.finished(),
        )

    def _conflicts(
        self, asked: str, found: _Found, citations: tuple[Citation, ...]
    ) -> tuple[tuple[Citation, ...], tuple[Conflict, ...]]:
        """The citations with those of all sides of a conflict added, and the conflict."""
        conflict = find_conflict(asked, found.passages, self.retriever, self.model)
        if conflict is None:
            return citations, ()
        all_citations = list(citations)
        sides = []
        for span in conflict.spans:
            known = next((c.n for c in all_citations if (c.chunk_id, c.start, c.end) == span.place), None)
            if known is None:
                all_citations.append(citation(len(all_citations) + 1, span))
            sides.append(known or len(all_citations))
        return tuple(all_citations), (Conflict(conflict.subject, conflict.values, tuple(sides)),)


def _is_about(passages: Sequence[Passage]) -> bool:
    """Whether the passages found for an exam item speak of the same things, so that they help to choose."""
    return max((passage.token_similarity for passage in passages), default=0.0) >= _ITEM_ABOUT_FROM


def _talk(question: Question, reply: str, clock: Clock) -> Answer:
    sentence = AnswerSentence(reply, supported=True, score=1.0)
    return Answer(question.text, (sentence,), timings=clock.finished())
