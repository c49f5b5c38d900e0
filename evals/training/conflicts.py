"""Fits the weights of `tutor.answering.conflicts` on development questions and prints them.

    python -m evals.training.conflicts [FOLDER...]

A folder holds notes that contradict each other in places and `cases.jsonl`: questions of the type "conflict"
(two sources differ), "agreement" (they say the same in other words) or "near" (another thing has another
figure). Each folder is indexed by itself. The figures are those of folders that were left out of the fit. The
settings' model reads names and yes or no; with TUTOR_LLM=none these are not compared.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.language_models import BaseChatModel
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from evals.matching import same_document, same_words
from ingest.build import build_index
from tutor.answering.conflicts import DifferingPair, differing_pairs, find_conflict
from tutor.answering.evidence_spans import EvidenceSpan
from tutor.config import Settings, load_settings
from tutor.llm import chat_model
from tutor.tutoring import retriever_at
from tutor.workspace import embedder_of

__all__ = ["main"]

_BUNDLED = Path(__file__).parents[1] / "data" / "dev" / "disagreements"
_FOUND = 8


@dataclass(frozen=True, slots=True)
class _Asked:
    """A case with what was found for it."""

    case: dict[str, Any]
    folder: str
    pairs: tuple[DifferingPair, ...]
    shown: tuple[EvidenceSpan, ...]


def main() -> int:
    """What is found now, and a fit with the figures of folders that it has not seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*")
    folders = parser.parse_args().folders or sorted(path for path in _BUNDLED.iterdir() if path.is_dir())
    settings = load_settings(os.environ)
    model = chat_model(settings)
    asked = [one for folder in folders for one in _asked(settings, folder, model)]
    _say_what_is_found(asked)
    _say_fit(asked)
    return 0


def _asked(settings: Settings, folder: Path, model: BaseChatModel | None) -> Iterator[_Asked]:
    with tempfile.TemporaryDirectory() as place:
        build_index(sorted(folder.glob("*.md")), Path(place), embedder_of(settings))
        retriever = retriever_at(settings, Path(place))
        for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            passages = retriever.search(case["question"], _FOUND)
            pairs = differing_pairs(case["question"], passages, retriever)
            found = find_conflict(case["question"], passages, retriever, model)
            yield _Asked(case, folder.name, pairs, found.spans if found else ())


def _say_what_is_found(asked: Sequence[_Asked]) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for one in asked:
        kind = one.case["type"] if one.case["type"] != "conflict" else f"conflict, {one.case['kind']}"
        counts[kind, "n"] += 1
        counts[kind, "shown"] += bool(one.shown)
        counts[kind, "right"] += bool(one.shown) and all(_is_gold(one.case, span) for span in one.shown)
    for kind in sorted({kind for kind, _ in counts}):
        n, shown, right = (counts[kind, what] for what in ("n", "shown", "right"))
        sys.stdout.write(
            f"{kind}: {shown} of {n} shown as conflicts, {right} of them with the marked words\n"
        )


def _say_fit(asked: Sequence[_Asked]) -> None:
    """Of pairs with values; a yes or no has a threshold of its own."""
    rows = [(one, pair) for one in asked for pair in one.pairs if pair.said.others is not None]
    values = np.array([pair.features for _, pair in rows])
    labels = np.array([_is_conflict(one.case, pair) for one, pair in rows])
    folders = np.array([one.folder for one, _ in rows])
    expected = np.zeros(len(rows))
    for folder in sorted(set(folders.tolist())):
        kept = folders != folder
        model = LogisticRegression(C=5).fit(values[kept], labels[kept])
        expected[~kept] = model.predict_proba(values[~kept])[:, 1]
    auroc = roc_auc_score(labels, expected)
    sys.stdout.write(f"{len(rows)} pairs, {labels.sum()} conflicts, AUROC of unseen folders {auroc:.3f}\n")
    for threshold in (0.3, 0.4, 0.5, 0.6):
        taken = expected >= threshold
        right, wrong = int((taken & labels).sum()), int((taken & ~labels).sum())
        sys.stdout.write(f"from {threshold}: {right} right, {wrong} wrong\n")
    model = LogisticRegression(C=5).fit(values, labels)
    weights = ", ".join(f"{weight:.2f}" for weight in model.coef_[0])
    sys.stdout.write(f"bias {model.intercept_[0]:.2f}, weights {weights}\n")


def _is_conflict(case: dict[str, Any], pair: DifferingPair) -> bool:
    both = (pair.nearest.span, pair.other.span)
    return case["type"] == "conflict" and all(_is_gold(case, span) for span in both)


def _is_gold(case: dict[str, Any], span: EvidenceSpan) -> bool:
    document, text = span.passage.chunk.document, same_words(span.text.replace("|", " "))
    quotes = [
        same_words(g["quote"].replace("|", " "))
        for g in case["gold"]
        if same_document(g["document"], document)
    ]
    return any(quote in text or text in quote for quote in quotes)


if __name__ == "__main__":
    raise SystemExit(main())
