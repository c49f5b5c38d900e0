"""A solution of the lab "Imbalance and thresholds"."""

import numpy as np
import pandas as pd
from lab_data import FALSE_ALARM, MISS, pumps, scored
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split


def confusion(failed, alarm):
    """A dict with the counts tp, fp, fn, tn."""
    failed, alarm = np.asarray(failed).astype(bool), np.asarray(alarm).astype(bool)
    return {
        "tp": int((failed & alarm).sum()),
        "fp": int((~failed & alarm).sum()),
        "fn": int((failed & ~alarm).sum()),
        "tn": int((~failed & ~alarm).sum()),
    }


def rates(failed, alarm):
    """A dict with precision, recall, false_positive_rate and accuracy."""
    c = confusion(failed, alarm)
    alarms, failures, others = c["tp"] + c["fp"], c["tp"] + c["fn"], c["fp"] + c["tn"]
    return {
        "precision": c["tp"] / alarms if alarms else 0.0,
        "recall": c["tp"] / failures if failures else 0.0,
        "false_positive_rate": c["fp"] / others if others else 0.0,
        "accuracy": (c["tp"] + c["tn"]) / (failures + others),
    }


def areas(failed, scores):
    """A dict with roc_auc and pr_auc."""
    return {"roc_auc": roc_auc_score(failed, scores), "pr_auc": average_precision_score(failed, scores)}


def better(failed, candidates):
    """The name of the model to take for rare failures; `candidates` maps names to scores."""
    return max(candidates, key=lambda name: areas(failed, candidates[name])["pr_auc"])


def split_and_oversample(table):
    """Training rows with as many failures as others, and test rows as they are."""
    train, test = train_test_split(table, test_size=0.25, stratify=table["failed"], random_state=0)
    failures = train[train["failed"] == 1]
    missing = (train["failed"] == 0).sum() - len(failures)
    return pd.concat([train, failures.sample(missing, replace=True, random_state=0)]), test


def total_cost(failed, scores, threshold, false_alarm, miss):
    """What the false alarms and the misses cost at this threshold."""
    c = confusion(failed, np.asarray(scores) >= threshold)
    return c["fp"] * false_alarm + c["fn"] * miss


def cheapest_threshold(failed, scores, false_alarm, miss):
    """The threshold with the smallest total cost."""
    thresholds = [*np.unique(scores), np.max(scores) + 1]
    return float(min(thresholds, key=lambda t: total_cost(failed, scores, t, false_alarm, miss)))


def report(validation, test, false_alarm, miss):
    """A dict with threshold, cost and saving."""
    threshold = cheapest_threshold(*validation, false_alarm, miss)
    failed, scores = test
    cost = total_cost(failed, scores, threshold, false_alarm, miss)
    return {"threshold": threshold, "cost": cost, "saving": int(np.sum(failed)) * miss - cost}


if __name__ == "__main__":
    validation, test, _ = scored()
    failed, scores = validation
    print("at 0.5:", {name: round(value, 3) for name, value in rates(failed, scores >= 0.5).items()})
    print("areas:", {name: round(float(value), 3) for name, value in areas(failed, scores).items()})
    train, _ = split_and_oversample(pumps())
    print(f"{len(train)} training rows, {train['failed'].mean():.0%} of them failures")
    print(report(validation, test, FALSE_ALARM, MISS))
