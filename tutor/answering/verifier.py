"""A small cross-encoder that reads a passage with a claim or a question: supported? answered?

MiniLM's layers, trained for this by `evals/training/verifier.py`; the word embeddings under them are those
of the stored MiniLM, so that only the layers (11 MB, int8) come with the program. The only user of
transformers for checking. Knows nothing of where passages come from.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

__all__ = ["SHIPPED_WEIGHTS", "CrossEncoder", "Evidence", "Reading", "Verifier"]

SHIPPED_WEIGHTS = Path(__file__).parent / "weights" / "verifier.safetensors"
_LONGEST_TOKENS = 160
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of source text, and what stands above it (headings, a table's header)."""

    text: str
    context: str = ""


class Reading(StrEnum):
    """What is asked of a passage."""

    SUPPORTS = "supports"
    """Does it support this claim?"""
    ANSWERS = "answers"
    """Does it answer this question?"""


class Verifier(Protocol):
    """Tells how surely a passage supports a claim, or answers a question."""

    def probabilities(self, pairs: Sequence[tuple[str, Evidence]], reading: Reading) -> tuple[float, ...]:
        """One probability for each (claim or question, passage), in their order."""
        ...


class CrossEncoder:
    """`Verifier` from a MiniLM folder and a file of trained layers; both are read at the first use."""

    def __init__(self, embedder_folder: Path, weights: Path = SHIPPED_WEIGHTS) -> None:
        self._folder = embedder_folder
        self._weights = weights
        self._loaded: _Loaded | None = None

    def probabilities(self, pairs: Sequence[tuple[str, Evidence]], reading: Reading) -> tuple[float, ...]:
        if not pairs:
            return ()
        loaded = self._load()
        slope, offset = loaded.calibration[reading]
        logits = loaded.logits([(_passage(evidence), text) for text, evidence in pairs])
        return tuple(1 / (1 + math.exp(-(slope * logit + offset))) for logit in logits)

    def _load(self) -> "_Loaded":
        if self._loaded is None:
            self._loaded = _Loaded(self._folder, self._weights)
        return self._loaded


class _Loaded:
    """Tokenizer and network in memory."""

    def __init__(self, folder: Path, weights: Path) -> None:
        import torch
        from safetensors import safe_open
        from transformers import AutoTokenizer, BertModel

        self._torch = torch
        self._tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
        with safe_open(weights, framework="pt") as stored:
            metadata = stored.metadata()
            tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118 - no mapping
        state = {name: _restored(name, tensors) for name in tensors if not name.endswith(".scale")}
        self._head = (state.pop("head.weight")[0], state.pop("head.bias")[0])
        encoder.load_state_dict({k.removeprefix("encoder."): v for k, v in state.items()}, strict=False)
        self._encoder: Any = encoder.eval()
        self.calibration = {Reading(k): tuple(v) for k, v in json.loads(metadata["calibration"]).items()}

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """One number for each (passage, text); texts of like length go through together."""
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        result = [0.0] * len(pairs)
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            encoded = self._tokenizer(
                [pairs[i][0] for i in batch],
                [pairs[i][1] for i in batch],
                truncation=True,
                max_length=_LONGEST_TOKENS,
                padding=True,
                return_tensors="pt",
            )
            with self._torch.inference_mode():
                hidden = self._encoder(**encoded).last_hidden_state[:, 0]
                scores = hidden @ self._head[0] + self._head[1]
            for i, score in zip(batch, scores.tolist(), strict=True):
                result[i] = score
        return result


def _restored(name: str, tensors: dict[str, Any]) -> Any:  # noqa: ANN401 - torch tensors
    scale = tensors.get(f"{name}.scale")
    return tensors[name].float() * scale if scale is not None else tensors[name].float()


def _passage(evidence: Evidence) -> str:
    """The last heading and the text, as in training."""
    heading = evidence.context.splitlines()[0].split(" > ")[-1] if evidence.context else ""
    return f"{heading}. {evidence.text}" if heading and not heading.startswith("|") else evidence.text
