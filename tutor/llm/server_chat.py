"""The chat model class for every server of the OpenAI protocol, the embedded engine among them.

Imports LangChain's OpenAI client (two seconds), so it is imported by `chat_model` and by nothing else.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import openai
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI
from pydantic import Field, SecretStr

from tutor.llm.engine import EngineError

__all__ = ["Sampling", "ServerChatModel", "served_model", "server_chat_model"]

TIMEOUT_SECONDS = 600  # 6,144 tokens of prefill on one slow core


def _nothing() -> None:
    """Ready without doing anything: a server that others run."""


class ServerChatModel(ChatOpenAI):
    """ChatOpenAI that makes sure its server is up before each request, and fails in one sentence.

    `ready` is called before each request. Raises EngineError for whatever the server or the way to it
    does wrong.
    """

    ready: Callable[[], None] = Field(default=_nothing, exclude=True)

    # LangChain's interface passes a request's own options (stop, logprobs, max_tokens) as keywords

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> ChatResult:
        self.ready()
        with self._said_in_one_sentence():
            return super()._generate(messages, stop, run_manager, **kwargs)

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:  # noqa: ANN401
        self.ready()
        with self._said_in_one_sentence():
            yield from super()._stream(*args, **kwargs)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> ChatResult:
        self.ready()
        with self._said_in_one_sentence():
            return await super()._agenerate(messages, stop, run_manager, **kwargs)

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:  # noqa: ANN401
        self.ready()
        with self._said_in_one_sentence():
            async for chunk in super()._astream(*args, **kwargs):
                yield chunk

    @contextmanager
    def _said_in_one_sentence(self) -> Iterator[None]:
        where = f"The model server at {self.openai_api_base}"
        try:
            yield
        except openai.APITimeoutError as fault:
            raise EngineError(f"{where} did not answer in time; a smaller model answers sooner.") from fault
        except openai.APIConnectionError as fault:
            raise EngineError(
                f"{where} cannot be reached; start it, or choose another with TUTOR_LLM."
            ) from fault
        except openai.AuthenticationError as fault:
            raise EngineError(f"{where} refused the key; set OPENAI_API_KEY.") from fault
        except openai.APIStatusError as fault:
            raise EngineError(f"{where} answered {fault.status_code}: {fault.message}") from fault
        except openai.OpenAIError as fault:
            raise EngineError(f"{where} failed: {fault}") from fault


@dataclass(frozen=True, slots=True)
class Sampling:
    """How an answer is drawn, and how long it may be."""

    temperature: float
    seed: int
    max_tokens: int


def server_chat_model(
    base_url: str,
    api_key: str,
    model: str,
    sampling: Sampling,
    ready: Callable[[], None] | None = None,
) -> ServerChatModel:
    """A model behind `base_url` (`…/v1`).

    With `ready` the server is the embedded one, and no proxy of the environment stands between.
    """
    own = ready is not None
    return ServerChatModel(
        base_url=base_url,
        api_key=SecretStr(api_key or "none"),  # the client insists on one, local servers ignore it
        model=model,
        temperature=sampling.temperature,
        seed=sampling.seed,
        max_tokens=sampling.max_tokens,  # type: ignore[call-arg]  # an alias that mypy does not see
        stream_usage=True,
        max_retries=0,
        timeout=TIMEOUT_SECONDS,
        http_client=openai.DefaultHttpxClient(trust_env=False) if own else None,
        http_async_client=openai.DefaultAsyncHttpxClient(trust_env=False) if own else None,
        ready=ready or _nothing,
    )


def served_model(base_url: str, api_key: str) -> str:
    """The first model that the server lists. Raises EngineError when it does not answer or lists none."""
    client = openai.OpenAI(base_url=base_url, api_key=api_key or "none", max_retries=0, timeout=10)
    try:
        with client:
            for model in client.models.list():
                return model.id
    except openai.OpenAIError as fault:
        raise EngineError(
            f"The model server at {base_url} does not list its models ({fault}); start it, or name one with "
            "TUTOR_LLM_MODEL."
        ) from fault
    raise EngineError(f"The model server at {base_url} lists no model; name one with TUTOR_LLM_MODEL.")
