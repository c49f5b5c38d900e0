"""A chat model over Hugging Face transformers, for machines with a GPU (`TUTOR_LLM=hf:<hub id>`).

On a laptop's processor the embedded engine is about seven times faster. Imports torch, so it is imported
by `chat_model` and by nothing else.
"""

import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from tutor.llm.engine import EngineError

__all__ = ["TransformersChatModel"]

ROLES = {"human": "user", "ai": "assistant", "system": "system"}


class TransformersChatModel(BaseChatModel):
    """`hub_id` is a hub id or a folder; weights are loaded at the first request, once a process."""

    hub_id: str
    max_tokens: int = 220
    temperature: float = 0.0

    @property
    def _llm_type(self) -> str:
        return "transformers"

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401  # LangChain's interface; max_tokens may be bound
    ) -> Iterator[ChatGenerationChunk]:
        from transformers import TextIteratorStreamer

        tokenizer, model = _loaded(self.hub_id)
        turns = [{"role": ROLES[one.type], "content": one.text} for one in messages]
        inputs = tokenizer.apply_chat_template(
            turns, add_generation_prompt=True, return_tensors="pt", return_dict=True
        ).to(model.device)
        streamer = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
        options: dict[str, object] = {"max_new_tokens": kwargs.get("max_tokens", self.max_tokens)}
        options |= (
            {"do_sample": True, "temperature": self.temperature} if self.temperature else {"do_sample": False}
        )
        if stop:
            options |= {"stop_strings": stop, "tokenizer": tokenizer}
        outcome: list[Any] = []

        def generate() -> None:
            try:
                outcome.append(model.generate(**inputs, streamer=streamer, **options))
            except (RuntimeError, ValueError) as fault:  # out of memory, or a prompt that is too long
                outcome.append(fault)
                streamer.end()

        thread = threading.Thread(target=generate, daemon=True)
        thread.start()
        for text in streamer:
            if text:
                yield ChatGenerationChunk(message=AIMessageChunk(content=text))
        thread.join()
        if isinstance(outcome[0], Exception):
            raise EngineError(f"{self.hub_id} could not generate ({outcome[0]}).") from outcome[0]
        read = int(inputs["input_ids"].shape[1])
        written = int(outcome[0].shape[1]) - read
        usage = UsageMetadata(input_tokens=read, output_tokens=written, total_tokens=read + written)
        last = AIMessageChunk(content="", usage_metadata=usage, chunk_position="last")
        yield ChatGenerationChunk(message=last)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401  # LangChain's interface
    ) -> ChatResult:
        whole = AIMessageChunk(content="")
        for chunk in self._stream(messages, stop, run_manager, **kwargs):
            whole += chunk.message  # type: ignore[assignment]  # chunks add up to a chunk
        return ChatResult(generations=[ChatGeneration(message=whole)])


@lru_cache(maxsize=1)  # weights of gigabytes: one model in memory, shared by all
def _loaded(hub_id: str) -> tuple[Any, Any]:
    """Tokenizer and model. Raises EngineError when they cannot be had."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        tokenizer = AutoTokenizer.from_pretrained(hub_id)
        model = AutoModelForCausalLM.from_pretrained(hub_id, dtype="auto").to(device)
    except (OSError, ValueError, RuntimeError) as fault:
        reason = str(fault).splitlines()[0]
        raise EngineError(
            f"transformers could not load {hub_id} ({reason}); check the id and the network, or choose "
            "another with TUTOR_LLM."
        ) from fault
    return tokenizer, model
