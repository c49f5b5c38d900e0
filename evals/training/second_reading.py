"""Fits the weights of `tutor.answering.second_reading` on development questions and prints them.

    python -m evals.training.second_reading --questions FILE... [--course ID]

Only questions that the chain would have read again count. Asks the language model of the settings, about
two seconds a question. The figures printed are those of cross-validation over ten folds.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from tutor.answering.answerable import answerability
from tutor.answering.chain import AnswerSettings
from tutor.answering.second_reading import log_odds, second_reading
from tutor.config import load_settings
from tutor.llm import chat_model
from tutor.tutoring import retriever_for, verifier_for

__all__ = ["main"]

_FOLDS = 10


def main() -> int:
    """Both readings of all questions in doubt, a fit, and what each threshold would refuse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--course")
    arguments = parser.parse_args()
    readings, labels = _readings(arguments.questions, arguments.course)
    values = np.vectorize(log_odds)(readings)
    model = LogisticRegression(C=3, max_iter=2000)
    expected = cross_val_predict(model, values, labels, cv=_FOLDS, method="predict_proba")[:, 1]
    model.fit(values, labels)
    say = sys.stdout.write
    for name, column in zip(("first", "second"), readings.T, strict=True):
        say(f"{name} reading: AUROC alone {roc_auc_score(labels, column):.3f}\n")
    say(f"AUROC together {roc_auc_score(labels, expected):.3f}, n {len(labels)}\n")
    for threshold in np.arange(0.2, 0.75, 0.05):
        refused = expected < threshold
        recall, wrong = refused[~labels].mean(), refused[labels].mean()
        say(f"below {threshold:.2f}: recall {recall:.2f}, wrong {wrong:.2f}\n")
    say(f"bias {model.intercept_[0]:.2f}, first and second {model.coef_[0].round(2).tolist()}\n")
    return 0


def _readings(files: Sequence[Path], course: str | None) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(n, 2) probabilities of the first and second reading, and (n,) labels, of the questions in doubt."""
    settings = load_settings(os.environ)
    retriever = retriever_for(settings, course)
    verifier, model = verifier_for(settings, retriever), chat_model(settings)
    chosen = AnswerSettings()
    if model is None:
        raise SystemExit("Nothing was read: the settings name no language model; set TUTOR_LLM.")
    readings, labels = [], []
    for row in (json.loads(line) for file in files for line in file.open(encoding="utf-8")):
        asked = row["question"]
        found = retriever.search(asked, chosen.passages)
        first = answerability(asked, found, verifier, retriever.glossary.mentions)
        if not chosen.read_again_from <= first <= chosen.read_again_up_to:
            continue
        second = second_reading(model, asked, found, retriever.embedder, first)
        if second is not None:
            readings.append((first, second))
            labels.append(row["answerable"])
    return np.array(readings), np.array(labels)


if __name__ == "__main__":
    sys.exit(main())
