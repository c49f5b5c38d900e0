"""A LangChain chat model, whatever runs it: the embedded engine, a server, transformers, or none."""

from typing import TYPE_CHECKING

from tutor.config import Settings
from tutor.llm.choice import LlmChoice, LlmKind, llm_choice
from tutor.llm.engine import Engine, EngineError, physical_cores, shared_engine, stop_engines
from tutor.llm.first_word import letter_probabilities, yes_probability

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = [
    "Engine",
    "EngineError",
    "LlmChoice",
    "LlmKind",
    "chat_model",
    "count_tokens",
    "embedded_engine",
    "letter_probabilities",
    "llm_choice",
    "physical_cores",
    "shared_engine",
    "stop_engines",
    "yes_probability",
]


def chat_model(settings: Settings, *, max_tokens: int | None = None) -> "BaseChatModel | None":
    """The chat model of the settings; None when `llm` is `none` and the caller answers with extracts.

    Cheap to call once a question. The embedded engine is started here or found running, and checked
    again before each request. Raises SettingsError, ModelError or EngineError, one sentence each.
    """
    choice = llm_choice(settings)
    if choice.kind is LlmKind.NONE:
        return None
    limit = settings.answer_tokens if max_tokens is None else max_tokens
    if choice.kind is LlmKind.TRANSFORMERS:
        from tutor.llm.transformers_chat import TransformersChatModel

        return TransformersChatModel(hub_id=choice.value, max_tokens=limit, temperature=settings.temperature)
    from tutor.llm.server_chat import Sampling, served_model, server_chat_model

    sampling = Sampling(settings.temperature, settings.seed, limit)
    if choice.kind is LlmKind.SERVER:
        name = settings.llm_model or served_model(choice.value, settings.openai_api_key)
        return server_chat_model(choice.value, settings.openai_api_key, name, sampling)
    engine = shared_engine(settings, choice)
    return server_chat_model(engine.base_url, engine.api_key, engine.model.stem, sampling, engine.ensure)


def embedded_engine(settings: Settings) -> Engine | None:
    """The engine that the settings ask for, started or not; None when they ask for something else."""
    choice = llm_choice(settings)
    return shared_engine(settings, choice) if choice.kind in (LlmKind.CATALOGUE, LlmKind.FILE) else None


def count_tokens(text: str, settings: Settings) -> int | None:
    """The length of `text` in the tokens of the embedded engine, which is started; None without one."""
    engine = embedded_engine(settings)
    return None if engine is None else engine.count_tokens(text)
