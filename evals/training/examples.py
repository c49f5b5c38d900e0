"""What the verifier learns from: claims and questions with a passage and a verdict, read from files.

Whole documents are kept back to judge by. Knows nothing of networks.
"""

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.training.counterfactuals import LabelledClaim, counterfactuals
from ingest.index_files import load_index
from tutor.answering.glossary import Glossary

__all__ = ["Examples", "answer_examples", "is_kept_back", "support_examples"]

_MADE_AN_EPOCH = 1_500
_HAND_WRITTEN_TIMES = 2


@dataclass(frozen=True, slots=True)
class Examples:
    """What is learned from, a list for each epoch (used in turn), and what is judged by."""

    epochs: tuple[tuple[LabelledClaim, ...], ...]
    kept_back: tuple[LabelledClaim, ...]


def is_kept_back(document: str) -> bool:
    """True for about every fourth document."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 4 == 0


def support_examples(index_dir: Path, files: Sequence[Path], chance: random.Random) -> Examples:
    """Hand-written claims, each twice an epoch, and 1,500 counterfactuals that change each epoch."""
    rows = _rows(files)
    claims = [
        LabelledClaim(r["claim"], r.get("heading", ""), r["evidence"], r["supported"], r["kind"])
        for r in rows
    ]
    apart = [is_kept_back(r["document"]) for r in rows]
    learned = [c for c, kept in zip(claims, apart, strict=True) if not kept]
    index = load_index(index_dir)
    names = Glossary.of(index.contents.pages.values()).other_names
    chunks = [c for c in index.chunks if not is_kept_back(c.document)]
    pools = [list(counterfactuals(chunks, chance, names)) for _ in range(2)]
    epochs = [
        (*learned * _HAND_WRITTEN_TIMES, *chance.sample(pool, min(_MADE_AN_EPOCH, len(pool))))
        for pool in pools
    ]
    return Examples(tuple(epochs), tuple(c for c, kept in zip(claims, apart, strict=True) if kept))


def answer_examples(files: Sequence[Path], chance: random.Random) -> Examples:
    """Hand-written questions before their passage, and answered ones before a stranger's passage."""
    rows = _rows(files)
    questions = [
        LabelledClaim(
            r["question"],
            r["heading"],
            r["evidence"],
            r["answered"],
            r.get("kind", f"answered: {r['answered']}"),
        )
        for r in rows
    ]
    apart = [is_kept_back(r["document"]) for r in rows]
    learned = [q for q, kept in zip(questions, apart, strict=True) if not kept]
    epochs = [(*learned, *_before_strangers(learned, chance)) for _ in range(4)]
    return Examples(tuple(epochs), tuple(q for q, kept in zip(questions, apart, strict=True) if kept))


def _before_strangers(questions: Sequence[LabelledClaim], chance: random.Random) -> list[LabelledClaim]:
    answered = [q for q in questions if q.supported and chance.random() < 0.5]
    pairs = [(q, chance.choice(questions)) for q in answered]
    return [
        LabelledClaim(q.claim, other.context, other.evidence, False, "answered: elsewhere")
        for q, other in pairs
        if other.evidence != q.evidence
    ]


def _rows(files: Sequence[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for file in files for line in file.open(encoding="utf-8") if line.strip()]
