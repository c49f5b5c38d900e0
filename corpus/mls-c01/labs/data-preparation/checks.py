"""The checks of the lab "Data preparation and leakage"."""

import numpy as np
import pandas as pd
from lab_data import NUMBERS, deliveries
from sklearn.metrics import roc_auc_score
from tutor.labs.checking import Wrong, expect


def cleaned(lab):
    """What the learner's `clean` makes of the raw table, if it is a table with the columns of a delivery."""
    table = lab.clean(deliveries())
    expect(isinstance(table, pd.DataFrame), "`clean` has to return a DataFrame; look at its return line.")
    lost = [name for name in deliveries().columns.drop("refund_amount") if name not in table]
    expect(not lost, f"`clean` lost {', '.join(lost)}; drop only what is unknown at the time of ordering.")
    return table


def reference():
    """A clean table that does not depend on the learner's code."""
    table = deliveries().drop_duplicates("order_id").drop(columns="refund_amount")
    return table.assign(weight_kg=table["weight_kg"].replace(-1, np.nan)).reset_index(drop=True)


def sides(lab, table):
    """The two tables of the learner's `split`."""
    found = lab.split(table.copy())
    good = isinstance(found, tuple) and len(found) == 2 and all(isinstance(f, pd.DataFrame) for f in found)
    expect(good, "`split` has to return two DataFrames, training and test; look at its return line.")
    return found


def reference_sides():
    """Two tables by customer that do not depend on the learner's code."""
    table = reference()
    return table[table["customer_id"] % 5 != 0], table[table["customer_id"] % 5 == 0]


# --- clean


def duplicates_are_gone(lab, bench):
    """Every order is in the table once."""
    table, wanted = cleaned(lab), deliveries()["order_id"].nunique()
    doubled = int(table["order_id"].duplicated().sum())
    expect(not doubled, f"{doubled} orders are still in the table twice; look at `drop_duplicates`.")
    missing = wanted - len(table)
    expect(
        not missing,
        f"{missing} orders are gone that were there once; rows with gaps have to stay, so look for `dropna` "
        "or for duplicates taken by too few columns.",
    )


def sentinel_is_missing(lab, bench):
    """The weight -1 has become a gap, and no other value has changed."""
    table, wanted = cleaned(lab).set_index("order_id")["weight_kg"], reference().set_index("order_id")["weight_kg"]
    left = int((table == -1).sum())
    expect(not left, f"{left} parcels still weigh -1 kg; that is a sentinel for a missing value, so make it NaN.")
    expect(
        int(table.isna().sum()) >= int(wanted.isna().sum()),
        "The gaps in `weight_kg` are filled already. Leave them as NaN: a value that is computed before the "
        "split comes from test rows too.",
    )
    expect(
        np.allclose(table.reindex(wanted.index), wanted, equal_nan=True),
        "Weights other than -1 have changed; only the sentinel has to go.",
    )


def no_column_from_the_future(lab, bench):
    """The table holds nothing that is entered after the delivery."""
    expect(
        "refund_amount" not in cleaned(lab),
        "`refund_amount` is still there. It is entered after a late delivery, so it gives the answer away: "
        "look for target leakage.",
    )


def raw_table_is_unchanged(lab, bench):
    """The table that was handed in is as it was."""
    raw = deliveries()
    lab.clean(raw)
    expect(
        raw.equals(deliveries()),
        "`clean` changed the table that it was given; work on a copy, and leave out inplace=True.",
    )


# --- split


def every_row_is_on_one_side(lab, bench):
    """No row is lost or on both sides, and about a fifth is for testing."""
    table = reference()
    train, test = sides(lab, table)
    both = set(train["order_id"]) & set(test["order_id"])
    expect(not both, f"{len(both)} orders are on both sides; each row has to be on one.")
    lost = len(table) - len(train) - len(test)
    expect(lost == 0, f"{lost} orders are on neither side; look at how the rows are picked.")
    share = len(test) / len(table)
    expect(0.15 <= share <= 0.25, f"{share:.0%} of the rows are in the test set; about 20 % is wanted.")


def no_customer_on_both_sides(lab, bench):
    """All orders of a customer are on the same side."""
    train, test = sides(lab, reference())
    both = set(train["customer_id"]) & set(test["customer_id"])
    expect(
        not both,
        f"{len(both)} customers have orders on both sides, so the test set holds people that the model knows. "
        "Split by `customer_id`, with a splitter that takes groups.",
    )


def late_share_is_kept(lab, bench):
    """The share of late orders is about the same on both sides."""
    train, test = sides(lab, reference())
    points = 100 * abs(train["late"].mean() - test["late"].mean())
    expect(
        points <= 3,
        f"The share of late orders differs by {points:.1f} percentage points between the sides; stratify by "
        "`late`, for example with StratifiedGroupKFold.",
    )


def split_is_repeatable(lab, bench):
    """Calling it twice gives the same rows."""
    first, second = sides(lab, reference())[1], sides(lab, reference())[1]
    expect(
        set(first["order_id"]) == set(second["order_id"]),
        "Two calls gave two different test sets; set `random_state`, or results cannot be compared.",
    )


# --- prepare


def fitted(lab, train):
    """The learner's preparer fitted on these rows, as a function from rows to an array."""
    preparer = lab.make_preparer()
    expect(hasattr(preparer, "fit"), "`make_preparer` has to return a transformer; look at its return line.")
    preparer.fit(train)

    def transform(rows):
        out = preparer.transform(rows)
        return np.asarray(out.todense() if hasattr(out, "todense") else out, dtype=float)

    return transform


def typical(train, **changes):
    """One row with medians and common values, and these changes."""
    row = {name: train[name].median() for name in NUMBERS}
    row |= {"carrier": "alpha", "priority": "normal", "order_id": 1, "customer_id": 1, "late": 0}
    return pd.DataFrame([row | changes])


def columns_that_differ(one, other):
    """How many output columns differ between two transformed rows."""
    return int((~np.isclose(one, other)).sum())


def gaps_get_the_median(lab, bench):
    """A missing number gets the median of the training rows."""
    train, _ = reference_sides()
    transform = fitted(lab, train)
    gap = transform(typical(train, distance_km=np.nan))
    expect(np.isfinite(gap).all(), "There are still gaps after the preparer; look at the imputer.")
    if columns_that_differ(gap, transform(typical(train))) > 1:
        mean = transform(typical(train, distance_km=train["distance_km"].mean()))
        if columns_that_differ(gap, mean) <= 1:
            raise Wrong("A gap gets the mean, which a few very long ways pull up; use the median.")
        raise Wrong("A gap gets something other than the training median; look at the imputer's strategy.")


def gaps_leave_a_mark(lab, bench):
    """An extra column says that a number was missing."""
    train, _ = reference_sides()
    transform = fitted(lab, train)
    for name in ("distance_km", "weight_kg"):
        same = columns_that_differ(transform(typical(train, **{name: np.nan})), transform(typical(train))) == 0
        expect(
            not same,
            f"After filling, nothing tells that `{name}` was missing. Here a gap says something about being "
            "late; look at `add_indicator`.",
        )


def unknown_carrier_is_accepted(lab, bench):
    """A carrier that training never saw does not stop the program."""
    train, _ = reference_sides()
    transform = fitted(lab, train)
    try:
        out = transform(typical(train, carrier="zulu"))
    except ValueError as error:
        raise Wrong(
            "The preparer stops at the carrier zulu, which is not in the training rows; look at "
            "`handle_unknown` of the encoder."
        ) from error
    expect(np.isfinite(out).all(), "An unknown carrier becomes a gap; look at `handle_unknown`.")
    known = [transform(typical(train, carrier=name)) for name in ("alpha", "bravo", "delta")]
    differing = [columns_that_differ(known[0], other) for other in known[1:]]
    expect(
        min(differing) >= 2,
        "The carriers share one column, as if they had an order; give each its own with one-hot encoding.",
    )


def priority_keeps_its_order(lab, bench):
    """The priority is one column in which normal lies between low and express."""
    train, _ = reference_sides()
    transform = fitted(lab, train)
    low, normal, express = (transform(typical(train, priority=name))[0] for name in ("low", "normal", "express"))
    moved = ~(np.isclose(low, normal) & np.isclose(normal, express))
    expect(moved.any(), "The priority makes no difference to the output; look for it in the preparer.")
    expect(
        moved.sum() == 1,
        "The priority fills several columns, so its order is lost; use an ordinal encoder.",
    )
    place = int(np.flatnonzero(moved)[0])
    expect(
        (normal[place] - low[place]) * (express[place] - normal[place]) > 0,
        "normal does not lie between low and express. Without `categories`, OrdinalEncoder sorts by the "
        "alphabet; hand it the order.",
    )


def numbers_are_scaled(lab, bench):
    """The unit of a number makes no difference."""
    train, _ = reference_sides()
    in_cents = train.assign(basket_value=train["basket_value"] * 100)
    same = np.allclose(fitted(lab, train)(train), fitted(lab, in_cents)(in_cents), atol=1e-6)
    expect(
        same,
        "With `basket_value` in cents the output differs, so one unit weighs more than another; add a scaler "
        "for the numbers.",
    )


# --- evaluate


def model_and_score(lab, train, test):
    """The model and the score of the learner's `fit_and_score`."""
    found = lab.fit_and_score(train.copy(), test.copy())
    good = isinstance(found, tuple) and len(found) == 2 and hasattr(found[0], "predict_proba")
    expect(good, "`fit_and_score` has to return the fitted model and the score; look at its return line.")
    return found


def test_rows_are_not_learned_from(lab, bench):
    """Changing the test rows changes nothing in the model."""
    train, test = reference_sides()
    wild = test.assign(distance_km=test["distance_km"] * 50, basket_value=1e6, late=1 - test["late"])
    calm, stirred = (model_and_score(lab, train, each)[0].predict_proba(train) for each in (test, wild))
    expect(
        np.allclose(calm, stirred),
        "Other test rows give another model, so something is fitted on them too: the scaler, the imputer or "
        "the classifier. Fit on `train` only.",
    )


def score_comes_from_test_probabilities(lab, bench):
    """The score is the ROC AUC of the test rows, from probabilities."""
    train, test = reference_sides()
    model, score = model_and_score(lab, train, test)
    wanted = roc_auc_score(test["late"], model.predict_proba(test)[:, 1])
    if np.isclose(score, roc_auc_score(train["late"], model.predict_proba(train)[:, 1])):
        raise Wrong("The score is that of the training rows, which the model has seen; use the test rows.")
    if np.isclose(score, roc_auc_score(test["late"], model.predict(test))):
        raise Wrong("The score is made from `predict`, which gives 0 and 1 only; use `predict_proba`.")
    expect(np.isclose(score, wanted), f"The score is {score:.3f}; ROC AUC of the test rows is {wanted:.3f}.")


def model_beats_chance(lab, bench):
    """The model ranks late orders above punctual ones better than a coin does."""
    train, test = reference_sides()
    model, _ = model_and_score(lab, train, test)
    auc = roc_auc_score(test["late"], model.predict_proba(test)[:, 1])
    expect(auc > 0.65, f"ROC AUC is {auc:.2f}; above 0.65 is possible, so look at which columns are used.")
