"""What the setting `llm` says, read into one value. Loads nothing."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tutor.config import Settings, SettingsError
from tutor.models import CATALOGUE, ModelKind, find_model

__all__ = ["LlmChoice", "LlmKind", "llm_choice"]

HUB_PREFIX = "hf:"


class LlmKind(StrEnum):
    """The ways to have a language model."""

    CATALOGUE = "catalogue"
    FILE = "file"
    SERVER = "server"
    TRANSFORMERS = "transformers"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class LlmChoice:
    """`value` is, by kind: the catalogue's name, the file's path, the address, the hub id, or nothing."""

    kind: LlmKind
    value: str = ""


def llm_choice(settings: Settings) -> LlmChoice:
    """The choice that `settings.llm` states. Raises SettingsError that names every form it may have."""
    text = settings.llm.strip()
    if text.casefold() == "none":
        return LlmChoice(LlmKind.NONE)
    if text == "server":
        if not settings.openai_base_url:
            raise SettingsError(("`llm` is server, and OPENAI_BASE_URL is not set; set it to the address.",))
        return LlmChoice(LlmKind.SERVER, settings.openai_base_url.rstrip("/"))
    if text.startswith(("http://", "https://")):
        return LlmChoice(LlmKind.SERVER, text.rstrip("/"))
    if text.startswith(HUB_PREFIX) and len(text) > len(HUB_PREFIX):
        return LlmChoice(LlmKind.TRANSFORMERS, text.removeprefix(HUB_PREFIX))
    if text.casefold().endswith(".gguf"):
        return LlmChoice(LlmKind.FILE, str(Path(text).expanduser().absolute()))
    model = find_model(text)
    if model is not None and model.kind is ModelKind.LANGUAGE:
        return LlmChoice(LlmKind.CATALOGUE, model.name)
    names = ", ".join(model.name for model in CATALOGUE if model.kind is ModelKind.LANGUAGE)
    raise SettingsError(
        (
            f"`llm` is {text!r}; it may be {names}, a path that ends in .gguf, `server` or an "
            "http(s) address that ends in /v1, `hf:` and a hub id, or `none`.",
        )
    )
