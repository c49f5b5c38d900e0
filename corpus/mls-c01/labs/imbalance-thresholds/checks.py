"""The checks of the lab "Imbalance and thresholds"."""

import numpy as np
import pandas as pd
from lab_data import FALSE_ALARM, MISS, pumps, scored
from sklearn.metrics import average_precision_score, roc_auc_score
from tutor.labs.checking import Wrong, expect

FAILED = np.array([1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
ALARM = np.array([1, 1, 0, 1, 1, 1, 0, 0, 0, 0])  # tp 2, fp 3, fn 1, tn 4


def as_dict(found, keys, name):
    """What the learner returned, if it is a dict with these keys."""
    good = isinstance(found, dict) and set(keys) <= set(found)
    expect(good, f"`{name}` has to return a dict with {', '.join(keys)}; it returned {str(found)[:60]}.")
    return found


# --- rates


def counts_are_right(lab, bench):
    """The four counts are right in a small example."""
    found = as_dict(lab.confusion(FAILED, ALARM), ("tp", "fp", "fn", "tn"), "confusion")
    wanted = {"tp": 2, "fp": 3, "fn": 1, "tn": 4}
    if (found["fp"], found["fn"]) == (1, 3):
        raise Wrong("fp and fn are exchanged: fp is an alarm without a failure, fn a failure without an alarm.")
    for name, count in wanted.items():
        expect(found[name] == count, f"{name} is {found[name]} in the example; it is {count}.")


def rates_are_right(lab, bench):
    """The four rates are right in a small example."""
    names = ("precision", "recall", "false_positive_rate", "accuracy")
    found = as_dict(lab.rates(FAILED, ALARM), names, "rates")
    wanted = {"precision": 2 / 5, "recall": 2 / 3, "false_positive_rate": 3 / 7, "accuracy": 6 / 10}
    if np.isclose(found["precision"], 2 / 3) and np.isclose(found["recall"], 2 / 5):
        raise Wrong("Precision and recall are exchanged: precision is the share of alarms that were right.")
    if np.isclose(found["false_positive_rate"], 3 / 5):
        raise Wrong(
            "The false positive rate is divided by the alarms; divide by all that did not fail, fp + tn."
        )
    for name, value in wanted.items():
        expect(np.isclose(found[name], value), f"{name} is {found[name]:.3f} in the example; it is {value:.3f}.")


def no_alarm_is_no_crash(lab, bench):
    """Without any alarm, precision is 0."""
    try:
        found = lab.rates(FAILED, np.zeros(10, dtype=int))
    except ZeroDivisionError as error:
        raise Wrong("Without any alarm your code divides by zero; set precision to 0 there.") from error
    value = as_dict(found, ("precision",), "rates")["precision"]
    expect(value == 0, f"Without any alarm precision is {value}; set it to 0.")


def doing_nothing_looks_accurate(lab, bench):
    """Never raising an alarm is accurate, and finds nothing."""
    failed = pumps()["failed"].to_numpy()
    found = as_dict(lab.rates(failed, np.zeros(len(failed), dtype=int)), ("accuracy", "recall"), "rates")
    expect(
        np.isclose(found["accuracy"], 1 - failed.mean()) and found["recall"] == 0,
        f"Without any alarm accuracy is {found['accuracy']:.3f} and recall {found['recall']:.3f}; they are "
        f"{1 - failed.mean():.3f} and 0. Look at tn.",
    )


# --- curves


def rivals():
    """Outcomes and two models: `wide` has the larger ROC area, `sharp` the larger precision-recall area."""
    rng = np.random.default_rng(3)
    failed = np.r_[np.ones(40), np.zeros(1960)].astype(int)
    wide = np.r_[rng.normal(1.9, 0.7, 40), rng.normal(0, 1, 1960)]
    found = np.r_[rng.normal(4.5, 0.3, 22), rng.normal(0.3, 1, 18)]
    sharp = np.r_[found, rng.normal(0, 1, 1960)]
    return failed, {"wide": wide, "sharp": sharp}


def areas_are_right(lab, bench):
    """Both areas are right."""
    failed, candidates = rivals()
    for scores in candidates.values():
        found = as_dict(lab.areas(failed, scores), ("roc_auc", "pr_auc"), "areas")
        roc, pr = roc_auc_score(failed, scores), average_precision_score(failed, scores)
        if np.isclose(found["roc_auc"], pr) and np.isclose(found["pr_auc"], roc):
            raise Wrong("The two areas are exchanged.")
        expect(np.isclose(found["roc_auc"], roc), f"roc_auc is {found['roc_auc']:.3f}; it is {roc:.3f}.")
        expect(
            np.isclose(found["pr_auc"], pr),
            f"pr_auc is {found['pr_auc']:.3f}; it is {pr:.3f}. Hand average_precision_score the scores, no flags.",
        )


def rare_failures_are_compared_by_pr(lab, bench):
    """The model with the better precision-recall curve is taken."""
    failed, candidates = rivals()
    found = lab.better(failed, dict(candidates))
    expect(found in candidates, f"`better` returned {found!r}; it has to return one of the names.")
    expect(
        found == "sharp",
        "You took the model with the larger ROC area. Only 2 % fail, so look at how many of its alarms are "
        "right: compare the areas under the precision-recall curve.",
    )


def order_of_models_does_not_matter(lab, bench):
    """The answer does not hang on the order of the models."""
    failed, candidates = rivals()
    answers = {lab.better(failed, {name: candidates[name] for name in order}) for order in (("wide", "sharp"), ("sharp", "wide"))}
    expect(answers == {"sharp"}, f"In one order or the other, `better` returned {sorted(answers)}; it is sharp.")


# --- oversample


def sides(lab):
    """The two tables of the learner's `split_and_oversample`."""
    found = lab.split_and_oversample(pumps())
    good = isinstance(found, tuple) and len(found) == 2 and all(isinstance(f, pd.DataFrame) for f in found)
    expect(good, "`split_and_oversample` has to return two DataFrames, training and test.")
    return found


def training_is_balanced(lab, bench):
    """Half of the training rows are failures."""
    share = sides(lab)[0]["failed"].mean()
    expect(abs(share - 0.5) < 0.02, f"{share:.0%} of the training rows are failures; half is wanted.")


def test_keeps_its_share(lab, bench):
    """The test rows have the share of failures that the whole table has."""
    wanted, found = pumps()["failed"].mean(), sides(lab)[1]["failed"].mean()
    expect(
        abs(found - wanted) < 0.004,
        f"{found:.1%} of the test rows are failures, and {wanted:.1%} of all pumps. Leave the test rows as "
        "they are, and stratify the split.",
    )


def no_row_is_on_both_sides(lab, bench):
    """No pump is on both sides."""
    train, test = sides(lab)
    both = set(train["pump_id"]) & set(test["pump_id"])
    expect(
        not both,
        f"{len(both)} pumps are on both sides, so the test asks what training has told. Split first, "
        "oversample afterwards.",
    )


def nothing_is_thrown_away(lab, bench):
    """Every pump is on one side or the other."""
    train, test = sides(lab)
    lost = len(pumps()) - len(set(train["pump_id"]) | set(test["pump_id"]))
    expect(
        not lost,
        f"{lost} pumps are on neither side. Repeat the rare class; thinning out the frequent one throws "
        "data away.",
    )
    share = len(test) / len(pumps())
    expect(abs(share - 0.25) < 0.02, f"{share:.0%} of the pumps are in the test table; a quarter is wanted.")


# --- threshold


def reference_cost(failed, scores, threshold, false_alarm, miss):
    """The total cost, independent of the learner's own."""
    alarm = np.asarray(scores) >= threshold
    return ((failed == 0) & alarm).sum() * false_alarm + ((failed == 1) & ~alarm).sum() * miss


def reference_lowest(failed, scores, false_alarm, miss):
    """The smallest total cost that any threshold reaches."""
    thresholds = np.r_[np.unique(scores), 2.0]
    return min(reference_cost(failed, scores, each, false_alarm, miss) for each in thresholds)


def cost_is_right(lab, bench):
    """The total is right in a small example."""
    scores = np.array([0.9, 0.6, 0.2, 0.7, 0.6, 0.6, 0.3, 0.2, 0.1, 0.0])
    found = lab.total_cost(FAILED, scores, 0.6, 200, 3000)
    if found == 3 * 3000 + 1 * 200:
        raise Wrong("The two costs are exchanged: a false alarm costs false_alarm, a missed failure miss.")
    if found == reference_cost(FAILED, scores, 0.6001, 200, 3000):
        raise Wrong("A score equal to the threshold raises an alarm; look at > and >=.")
    wanted = reference_cost(FAILED, scores, 0.6, 200, 3000)
    expect(found == wanted, f"The total is {found} in the example; it is {wanted}: 3 false alarms and 1 miss.")


def threshold_is_cheapest(lab, bench):
    """No other threshold costs less."""
    failed, scores = scored()[0]
    found = lab.cheapest_threshold(failed, scores, FALSE_ALARM, MISS)
    cost = reference_cost(failed, scores, found, FALSE_ALARM, MISS)
    lowest = reference_lowest(failed, scores, FALSE_ALARM, MISS)
    if found == 0.5:
        raise Wrong("0.5 is nobody's cheapest threshold here; try every score as a threshold and compare totals.")
    expect(
        cost <= lowest,
        f"At your threshold {found:.3f} the total is {cost}; another one costs {lowest}. Look at what you make "
        "smallest: the total cost, not errors or F1, and over all scores.",
    )


def threshold_follows_the_costs(lab, bench):
    """Other costs give another threshold."""
    failed, scores = scored()[0]
    dear_miss, dear_alarm = (lab.cheapest_threshold(failed, scores, *costs) for costs in ((1, 50), (50, 1)))
    expect(
        dear_miss < dear_alarm,
        f"When a miss is dear your threshold is {dear_miss:.3f}, when a false alarm is dear {dear_alarm:.3f}; "
        "the first has to be lower. Look at how the costs are used.",
    )
    cost = reference_cost(failed, scores, dear_alarm, 50, 1)
    expect(
        cost <= reference_lowest(failed, scores, 50, 1),
        "When false alarms are dear, never raising one costs least; let one threshold lie above all scores.",
    )


# --- report


def reported(lab, validation, test):
    """What the learner's `report` returns."""
    found = lab.report(validation, test, FALSE_ALARM, MISS)
    return as_dict(found, ("threshold", "cost", "saving"), "report")


def threshold_ignores_the_test(lab, bench):
    """Other test rows leave the threshold where it is."""
    validation, test, later = scored()
    first, second = reported(lab, validation, test)["threshold"], reported(lab, validation, later)["threshold"]
    expect(
        first == second,
        f"With other test rows the threshold moves from {first:.3f} to {second:.3f}, so it was chosen on them; "
        "choose it on the validation pumps.",
    )
    cost = reference_cost(*validation, first, FALSE_ALARM, MISS)
    expect(
        cost <= reference_lowest(*validation, FALSE_ALARM, MISS),
        f"On the validation pumps your threshold {first:.3f} is not the cheapest; look at cheapest_threshold.",
    )


def cost_is_that_of_the_test(lab, bench):
    """The cost is that of the test pumps at the threshold."""
    validation, test, _ = scored()
    found = reported(lab, validation, test)
    if found["cost"] == reference_cost(*validation, found["threshold"], FALSE_ALARM, MISS):
        raise Wrong("The cost is that of the validation pumps, on which the threshold was chosen; use the test pumps.")
    wanted = reference_cost(*test, found["threshold"], FALSE_ALARM, MISS)
    expect(found["cost"] == wanted, f"The cost is {found['cost']}; at your threshold it is {wanted} on the test pumps.")


def saving_is_told(lab, bench):
    """The saving compares with never raising an alarm."""
    validation, test, _ = scored()
    found = reported(lab, validation, test)
    nothing = int(test[0].sum()) * MISS
    expect(
        found["saving"] == nothing - reference_cost(*test, found["threshold"], FALSE_ALARM, MISS),
        f"The saving is {found['saving']}. Never raising an alarm costs {nothing} on the test pumps; subtract "
        "the cost at your threshold.",
    )
