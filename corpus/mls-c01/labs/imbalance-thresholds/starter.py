"""Your work for the lab "Imbalance and thresholds". Fill in each function; check with the tutor."""

import numpy as np
import pandas as pd
from lab_data import FALSE_ALARM, MISS, pumps, scored
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split


def confusion(failed, alarm):
    """A dict with the counts tp, fp, fn, tn."""
    raise NotImplementedError("TODO 1")


def rates(failed, alarm):
    """A dict with precision, recall, false_positive_rate and accuracy."""
    raise NotImplementedError("TODO 1")


def areas(failed, scores):
    """A dict with roc_auc and pr_auc."""
    raise NotImplementedError("TODO 2")


def better(failed, candidates):
    """The name of the model to take for rare failures; `candidates` maps names to scores."""
    raise NotImplementedError("TODO 2")


def split_and_oversample(table):
    """Training rows with as many failures as others, and test rows as they are."""
    raise NotImplementedError("TODO 3")


def total_cost(failed, scores, threshold, false_alarm, miss):
    """What the false alarms and the misses cost at this threshold."""
    raise NotImplementedError("TODO 4")


def cheapest_threshold(failed, scores, false_alarm, miss):
    """The threshold with the smallest total cost."""
    raise NotImplementedError("TODO 4")


def report(validation, test, false_alarm, miss):
    """A dict with threshold, cost and saving."""
    raise NotImplementedError("TODO 5")


if __name__ == "__main__":
    validation, test, _ = scored()
    failed, scores = validation
    print("at 0.5:", {name: round(value, 3) for name, value in rates(failed, scores >= 0.5).items()})
    print("areas:", {name: round(float(value), 3) for name, value in areas(failed, scores).items()})
    train, _ = split_and_oversample(pumps())
    print(f"{len(train)} training rows, {train['failed'].mean():.0%} of them failures")
    print(report(validation, test, FALSE_ALARM, MISS))
