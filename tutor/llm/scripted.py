"""A chat model that says what it is told to: for tests and demonstrations, a real LangChain model.

It streams word by word and reports usage, as the servers do; tokens are words here.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

__all__ = ["ScriptedChatModel", "yes_no_reply"]

Reply = str | AIMessage


class ScriptedChatModel(BaseChatModel):
    """Answers with `replies` one after the other, or with what a function makes of the messages.

    `seen` holds the messages of each call. Raises IndexError when more is asked than was scripted: a
    test that calls the model once too often must fail.
    """

    replies: Sequence[Reply] | Callable[[list[BaseMessage]], Reply]
    seen: list[list[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _next(self, messages: list[BaseMessage]) -> AIMessage:
        self.seen.append(list(messages))
        if callable(self.replies):
            reply = self.replies(messages)
        else:
            if len(self.seen) > len(self.replies):
                raise IndexError(
                    f"call {len(self.seen)} of a model with {len(self.replies)} scripted replies"
                )
            reply = self.replies[len(self.seen) - 1]
        return AIMessage(reply) if isinstance(reply, str) else reply

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401  # LangChain's interface
    ) -> ChatResult:
        reply = self._next(messages)
        used = AIMessage(
            content=reply.text,
            response_metadata=reply.response_metadata,
            usage_metadata=_usage(messages, reply.text),
        )
        return ChatResult(generations=[ChatGeneration(message=used)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401  # LangChain's interface
    ) -> Iterator[ChatGenerationChunk]:
        text = self._next(messages).text
        for word in _words(text):
            yield ChatGenerationChunk(message=AIMessageChunk(content=word))
        last = AIMessageChunk(content="", usage_metadata=_usage(messages, text), chunk_position="last")
        yield ChatGenerationChunk(message=last)


def yes_no_reply(probability: float) -> AIMessage:
    """A reply whose first token is Yes with this probability, else No, as a server reports it."""
    top = [
        {"token": token, "logprob": math.log(max(share, 1e-9))}
        for token, share in (("Yes", probability), ("No", 1 - probability))
    ]
    return AIMessage(
        "Yes" if probability >= 0.5 else "No",
        response_metadata={"logprobs": {"content": [{"token": top[0]["token"], "top_logprobs": top}]}},
    )


def _words(text: str) -> list[str]:
    """Words with the blanks before them; joined they are the text."""
    pieces = text.split(" ")
    return [pieces[0], *(f" {piece}" for piece in pieces[1:])]


def _usage(messages: list[BaseMessage], text: str) -> UsageMetadata:
    read = sum(len(message.text.split()) for message in messages)
    written = len(text.split())
    return UsageMetadata(input_tokens=read, output_tokens=written, total_tokens=read + written)
