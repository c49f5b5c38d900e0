"""Tells whether a passage supports a claim, or answers a question.

MiniLM reads both texts; a small network that was trained for this aligns their tokens and compares them
(`alignment`). Its weights come with the program, MiniLM is the stored one. The only user of transformers
in the product besides the chat model. Knows nothing of where passages come from.
"""

import json
import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from tutor.answering.alignment import TokenStates, logit

__all__ = [
    "LAYERS",
    "SHIPPED_WEIGHTS",
    "AlignmentVerifier",
    "Evidence",
    "Reading",
    "TokenReader",
    "Verifier",
    "read_passage",
]

SHIPPED_WEIGHTS = Path(__file__).parent / "weights" / "verifier.safetensors"
LAYERS = (3, 6)
"""Layers of MiniLM whose token states are read: the middle keeps the words, the last the meaning."""
LONGEST_TOKENS = 160
_BATCH = 16
_REMEMBERED_TEXTS = 2_000
"""Token states kept, e.g. 2,000 texts of 40 tokens of 3 kB = 240 MB at the most."""


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


def read_passage(evidence: Evidence) -> str:
    """The last heading and the text, in one line, as in training."""
    heading = evidence.context.splitlines()[0].split(" > ")[-1] if evidence.context else ""
    return f"{heading}. {evidence.text}" if heading and not heading.startswith("|") else evidence.text


class TokenReader:
    """MiniLM from a folder: texts to the states of their tokens. Loaded at the first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: tuple[Any, Any] | None = None
        self._known: OrderedDict[str, TokenStates] = OrderedDict()

    def read(self, texts: Sequence[str]) -> dict[str, TokenStates]:
        """The states of each text; those read lately are remembered."""
        fresh = sorted({text for text in texts if text not in self._known}, key=len)
        for first in range(0, len(fresh), _BATCH):
            self._known.update(self._states(fresh[first : first + _BATCH]))
        result = {text: self._known[text] for text in texts}
        while len(self._known) > _REMEMBERED_TEXTS:
            self._known.popitem(last=False)
        return result

    def _states(self, texts: Sequence[str]) -> dict[str, TokenStates]:
        import torch

        tokenizer, model = self._load()
        encoded = tokenizer(
            list(texts), padding=True, truncation=True, max_length=LONGEST_TOKENS, return_tensors="pt"
        )
        with torch.inference_mode():
            hidden = model(**encoded, output_hidden_states=True).hidden_states
        layers = [torch.nn.functional.normalize(hidden[layer], dim=-1) for layer in LAYERS]
        states = torch.cat(layers, dim=-1).numpy()
        lengths = encoded["attention_mask"].sum(dim=1).tolist()
        ids = encoded["input_ids"].numpy()
        return {
            text: TokenStates(states[row, 1 : lengths[row] - 1], ids[row, 1 : lengths[row] - 1])
            for row, text in enumerate(texts)
        }

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            import torch
            from transformers import AutoTokenizer, BertModel
            from transformers.utils import logging

            logging.disable_progress_bar()
            logging.set_verbosity_error()  # MiniLM's unused pooler is reported at length otherwise
            tokenizer = AutoTokenizer.from_pretrained(self._folder)
            model = BertModel.from_pretrained(self._folder, add_pooling_layer=False, dtype=torch.float32)
            self._loaded = (tokenizer, model.eval())
        return self._loaded


class AlignmentVerifier:
    """`Verifier` from a reader of MiniLM and a file of trained weights."""

    def __init__(self, reader: TokenReader, weights: Path = SHIPPED_WEIGHTS) -> None:
        self._reader = reader
        self._path = weights
        self._members: dict[Reading, list[dict[str, np.ndarray]]] = {}
        self._calibration: dict[Reading, tuple[float, float]] = {}

    def probabilities(self, pairs: Sequence[tuple[str, Evidence]], reading: Reading) -> tuple[float, ...]:
        slope, offset = self._calibrated(reading)
        return tuple(1 / (1 + math.exp(-(slope * value + offset))) for value in self.logits(pairs, reading))

    def logits(self, pairs: Sequence[tuple[str, Evidence]], reading: Reading) -> tuple[float, ...]:
        """The network's numbers before calibration; above 0 is yes."""
        if not pairs:
            return ()
        self._calibrated(reading)
        passages = [read_passage(evidence) for _, evidence in pairs]
        states = self._reader.read([*passages, *(text for text, _ in pairs)])
        members = self._members[reading]
        return tuple(
            logit(states[passage], states[text], members)
            for passage, (text, _) in zip(passages, pairs, strict=True)
        )

    def _calibrated(self, reading: Reading) -> tuple[float, float]:
        if not self._calibration:
            self._load()
        return self._calibration[reading]

    def _load(self) -> None:
        from safetensors import safe_open

        with safe_open(self._path, framework="np") as stored:
            metadata = stored.metadata()
            tensors = {name: stored.get_tensor(name).astype(np.float32) for name in stored.keys()}  # noqa: SIM118
        for name, values in tensors.items():
            reading, member, key = name.split("/")
            members = self._members.setdefault(Reading(reading), [])
            while len(members) <= int(member):
                members.append({})
            members[int(member)][key] = values
        fitted = json.loads(metadata["calibration"])
        self._calibration = {Reading(name): (slope, offset) for name, (slope, offset) in fitted.items()}
