"""Fits the weights of `tutor.answering.answerable` on development questions and prints them.

    python -m evals.training.refusal --questions FILE... [--answered FILE...] [--course ID]

Of the verifier's own training questions (`--answered`) those of kept-back documents are taken, near misses
aside: another passage of the course may answer them. The figures printed are those of cross-validation over
ten folds.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from evals.training.examples import is_kept_back
from tutor.answering.answerable import AnswerableFeatures, answerable_features
from tutor.config import load_settings
from tutor.tutoring import retriever_for, verifier_for

__all__ = ["main"]

_FOLDS = 10
_FOUND = 8


def main() -> int:
    """Features of all questions, a fit, and what each threshold would refuse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--answered", type=Path, nargs="*", default=[])
    parser.add_argument("--course")
    arguments = parser.parse_args()
    settings = load_settings(os.environ)
    retriever = retriever_for(settings, arguments.course)
    verifier = verifier_for(settings, retriever)
    labelled = [(row["question"], row["answerable"]) for row in _rows(arguments.questions)]
    labelled += [
        (row["question"], row["answered"])
        for row in _rows(arguments.answered)
        if is_kept_back(row["document"]) and row.get("kind", "near_miss") != "near_miss"
    ]
    features = [
        answerable_features(
            question, retriever.search(question, _FOUND), verifier, retriever.glossary.mentions
        )
        for question, _ in labelled
    ]
    values = np.array([astuple(feature) for feature in features])
    labels = np.array([label for _, label in labelled])
    model = LogisticRegression(C=3, max_iter=2000)
    expected = cross_val_predict(model, values, labels, cv=_FOLDS, method="predict_proba")[:, 1]
    model.fit(values, labels)
    say = sys.stdout.write
    for field, column in zip(fields(AnswerableFeatures), values.T, strict=True):
        say(f"{field.name}: AUROC alone {roc_auc_score(labels, column):.3f}\n")
    say(f"AUROC together {roc_auc_score(labels, expected):.3f}, n {len(labels)}\n")
    for threshold in np.arange(0.2, 0.75, 0.05):
        refused = expected < threshold
        recall = (refused & ~labels).sum() / (~labels).sum()
        wrong = (refused & labels).sum() / labels.sum()
        precision = (refused & ~labels).sum() / max(1, refused.sum())
        say(f"below {threshold:.2f}: recall {recall:.2f}, precision {precision:.2f}, wrong {wrong:.2f}\n")
    weights = {
        field.name: round(float(w), 2)
        for field, w in zip(fields(AnswerableFeatures), model.coef_[0], strict=True)
    }
    say(f"bias {model.intercept_[0]:.2f}, {weights}\n")
    return 0


def _rows(files: Sequence[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for file in files for line in file.open(encoding="utf-8") if line.strip()]


if __name__ == "__main__":
    sys.exit(main())
