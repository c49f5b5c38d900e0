"""Fits the weights of `tutor.answering.answerable` on development questions and prints them.

    python -m evals.training.refusal --questions FILE... [--course ID]

The figures printed are those of cross-validation over ten folds.
"""

import argparse
import json
import os
import sys
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

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
    parser.add_argument("--course")
    arguments = parser.parse_args()
    settings = load_settings(os.environ)
    retriever = retriever_for(settings, arguments.course)
    verifier = verifier_for(settings, retriever)
    lines = [line for file in arguments.questions for line in file.open(encoding="utf-8") if line.strip()]
    rows = [json.loads(line) for line in lines]
    features = [
        answerable_features(
            row["question"], retriever.search(row["question"], _FOUND), verifier, retriever.glossary.mentions
        )
        for row in rows
    ]
    values = np.array([astuple(feature) for feature in features])
    labels = np.array([row["answerable"] for row in rows])
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


if __name__ == "__main__":
    sys.exit(main())
