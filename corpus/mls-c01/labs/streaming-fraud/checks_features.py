"""The checks of the lab "A streaming fraud pipeline": features, the Processing job, the model."""

import numpy as np
import pandas as pd
from botocore.exceptions import ClientError
from lab_data import labelled, payments
from pipeline import fresh, reference_features, stored
from sklearn.metrics import average_precision_score, precision_score, recall_score, roc_auc_score
from tutor.labs.checking import Wrong, expect

# --- features


def featured(lab, **changes):
    """The features of one payment with these values."""
    row = {"amount": 50.0, "distance_km": 10.0, "hours_since_last": 5.0, "is_international": 0} | changes
    table = lab.add_features(pd.DataFrame([row]))
    expect(isinstance(table, pd.DataFrame), "`add_features` has to return a DataFrame; look at its return line.")
    names = ["amount_log", "is_high_value", "is_recent_activity", "risk_score"]
    missing = [name for name in names if name not in table]
    expect(not missing, f"The features {', '.join(missing)} are missing; look at their names.")
    return table.iloc[0]


def amounts_are_logged(lab, bench):
    """amount_log is the logarithm of 1 + amount."""
    expect(
        np.isfinite(featured(lab, amount=0.0)["amount_log"]),
        "An amount of 0 gives minus infinity; use the logarithm of 1 + amount, `np.log1p`.",
    )
    found = featured(lab, amount=99.0)["amount_log"]
    expect(np.isclose(found, np.log(100)), f"amount_log of 99 is {found:.3f}; log(1 + 99) is {np.log(100):.3f}.")


def flags_are_right_at_their_edges(lab, bench):
    """1,000 is no high value, one hour is not recent."""
    for name, column, edge, inside in (
        ("is_high_value", "amount", 1000.0, 1000.01),
        ("is_recent_activity", "hours_since_last", 1.0, 0.99),
    ):
        at, beyond = (featured(lab, **{column: value})[name] for value in (edge, inside))
        expect(beyond == 1, f"{name} is {beyond} for {column} = {inside}; it has to be 1.")
        expect(at == 0, f"{name} is {at} for {column} = {edge:g} exactly; look at < and <=, > and >=.")


def risk_score_adds_up(lab, bench):
    """risk_score is the sum of its three parts."""
    parts = {"amount": (2000.0, 0.4), "is_international": (1, 0.3), "distance_km": (150.0, 0.3)}
    base = featured(lab)["risk_score"]
    expect(np.isclose(base, 0), f"risk_score of a harmless payment is {base:.2f}; it has to be 0.")
    for column, (value, weight) in parts.items():
        found = featured(lab, **{column: value})["risk_score"]
        expect(
            np.isclose(found, weight),
            f"With {column} = {value:g} alone risk_score is {found:.2f}; it has to be {weight}.",
        )
    edge = featured(lab, distance_km=100.0)["risk_score"]
    expect(np.isclose(edge, 0), f"At 100 km exactly risk_score is {edge:.2f}; farther than 100 km counts.")


def raw_columns_stay(lab, bench):
    """The raw columns are still there, and the table that was handed in is unchanged."""
    raw = labelled(20)[0]
    before = raw.copy()
    table = lab.add_features(raw)
    expect(raw.equals(before), "`add_features` changed the table that it was given; work on a copy.")
    lost = [name for name in before.columns if name not in table]
    expect(not lost, f"The columns {', '.join(lost)} are gone; a payment without its id cannot be followed up.")


# --- process


def processed(lab, bench):
    """The description of the learner's job after it ran on 50 payments."""
    rows = payments(50)
    s3 = stored(lab, bench, [rows[:20], rows[20:]])
    lab.start_processing(s3, bench.client("sagemaker"))
    try:
        return bench.client("sagemaker").describe_processing_job(ProcessingJobName=lab.JOB)
    except ClientError as error:
        raise Wrong(f"There is no processing job {lab.JOB}; look at create_processing_job.") from error


def job_completes(lab, bench):
    """The job runs to its end."""
    job = processed(lab, bench)
    expect(
        job["ProcessingJobStatus"] == "Completed",
        f"The job failed: {job.get('FailureReason')}. Look at the entry point, the arguments and the local paths.",
    )


def features_are_in_the_bucket(lab, bench):
    """features.csv with a row for each payment lies under features/."""
    job = processed(lab, bench)
    s3 = bench.client("s3")
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=lab.BUCKET).get("Contents", [])]
    expect(
        "features/features.csv" in keys,
        f"There is no features/features.csv in the bucket ({job.get('FailureReason', 'the job completed')}). Look "
        "at the job's output: its LocalPath is the folder that the script writes to, its S3Uri where that goes.",
    )
    table = pd.read_csv(s3.get_object(Bucket=lab.BUCKET, Key="features/features.csv")["Body"])
    expect(len(table) == 50, f"features.csv has {len(table)} rows for 50 payments; look at the raw input's S3Uri.")


# --- train


def trained(lab, bench):
    """The learner's model, trained once."""

    def make():
        raw, fraud = labelled()
        return lab.train(reference_features(raw), fraud)

    model = bench.once("model", make)
    expect(hasattr(model, "predict_proba"), "`train` has to return a fitted classifier; look at its return line.")
    return model


def scores_of(lab, model, features):
    """The learner's model on the reference features, as an array or as a table if it wants its names."""
    rows = features[lab.FEATURES]
    given = rows if hasattr(model, "feature_names_in_") else rows.to_numpy()
    return model.predict_proba(given)[:, 1]


def most_fraud_is_found(lab, bench):
    """At a threshold of 0.5, at least six of ten unseen frauds are found."""
    features, fraud = fresh()
    recall = recall_score(fraud, scores_of(lab, trained(lab, bench), features) >= 0.5)
    expect(
        recall >= 0.6,
        f"Recall is {recall:.2f} at 0.5, so most fraud passes. With 2 % positives a plain fit prefers to say "
        "no; look at class_weight.",
    )


def ranking_beats_the_base_rate(lab, bench):
    """The area under the precision-recall curve is far above the share of fraud, without flagging everything."""
    features, fraud = fresh()
    scores = scores_of(lab, trained(lab, bench), features)
    area = average_precision_score(fraud, scores)
    expect(
        area >= 5 * fraud.mean(),
        f"PR AUC is {area:.2f}, and chance gives {fraud.mean():.2f}. Look at which features are used.",
    )
    flagged = (scores >= 0.5).mean()
    expect(flagged <= 0.3, f"{flagged:.0%} of all payments are flagged at 0.5; the model says fraud to nearly all.")


def judgement_is_right(lab, bench):
    """Precision, recall and PR AUC are right in a small example."""
    fraud, scores = np.array([1, 0, 1, 0, 0, 0]), np.array([0.9, 0.8, 0.4, 0.3, 0.2, 0.1])
    found = lab.judge(fraud, scores, 0.5)
    expect(
        isinstance(found, dict) and set(found) == {"precision", "recall", "pr_auc"},
        "`judge` has to return a dict with precision, recall and pr_auc; look at its return line.",
    )
    wanted = {
        "precision": precision_score(fraud, scores >= 0.5),
        "recall": recall_score(fraud, scores >= 0.5),
        "pr_auc": average_precision_score(fraud, scores),
    }
    if np.isclose(found["pr_auc"], roc_auc_score(fraud, scores)):
        raise Wrong("pr_auc is the area under the ROC curve; with rare fraud take average_precision_score.")
    if np.isclose(found["pr_auc"], average_precision_score(fraud, scores >= 0.5)):
        raise Wrong("pr_auc is made from labels; hand it the scores, or the curve has one point only.")
    for name, value in wanted.items():
        expect(np.isclose(found[name], value), f"{name} is {found[name]:.3f} in the example; it is {value:.3f}.")


def threshold_is_used(lab, bench):
    """A lower threshold finds more and is less precise."""
    fraud, scores = np.array([1, 0, 1, 0, 0, 0]), np.array([0.9, 0.8, 0.4, 0.3, 0.2, 0.1])
    found = lab.judge(fraud, scores, 0.35)
    expect(
        np.isclose(found["recall"], 1.0),
        f"At a threshold of 0.35 recall is {found['recall']:.2f} in the example; it is 1. Look at where the "
        "threshold is used.",
    )
