"""Your work for the lab "A streaming fraud pipeline". Fill in each function; check with the tutor."""

import gzip
import io
import json
import sys
import tarfile
from pathlib import Path

import boto3
import joblib
import numpy as np
import pandas as pd
from lab_data import labelled, payments
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, precision_score, recall_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

BUCKET = "card-payments-lab"
STREAM = "card-payments"
ROLE = "arn:aws:iam::123456789012:role/LabRole"
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/scikit-learn:lab"
JOB = "payment-features"
MODEL = "fraud-model"
ENDPOINT = "fraud-endpoint"
BATCH_JOB = "fraud-batch"
FEATURES = ["amount_log", "is_high_value", "is_recent_activity", "is_international", "risk_score"]


def create_pipeline(s3, firehose):
    """Make BUCKET, and STREAM that delivers to it."""
    # The two calls, with dots where you have to fill in; the destination lacks three more settings.
    # s3.create_bucket(Bucket=...)
    # firehose.create_delivery_stream(
    #     DeliveryStreamName=...,
    #     DeliveryStreamType="DirectPut",
    #     ExtendedS3DestinationConfiguration={
    #         "RoleARN": ROLE,
    #         "BucketARN": f"arn:aws:s3:::{BUCKET}",
    #     },
    # )
    raise NotImplementedError("TODO 1")


def send(firehose, records):
    """Put every payment (a list of dicts) into STREAM, and see to it that each is accepted."""
    raise NotImplementedError("TODO 2")


def read_raw(s3):
    """A DataFrame of every payment that was delivered under raw/ of BUCKET."""
    raise NotImplementedError("TODO 3")


def add_features(raw):
    """A new DataFrame: the raw columns and amount_log, is_high_value, is_recent_activity, risk_score."""
    raise NotImplementedError("TODO 4")


def process(source, target):
    """What the processing job does with its two folders. Nothing to do here."""
    lines = [line for path in sorted(source.rglob("*.gz")) for line in gzip.open(path, "rt")]
    features = add_features(pd.DataFrame([json.loads(line) for line in lines]))
    features.to_csv(target / "features.csv", index=False)


def start_processing(s3, sagemaker):
    """Put this file into BUCKET as code/lab.py, and start JOB, which runs it in a container."""
    raise NotImplementedError("TODO 5")


def train(features, fraud):
    """A fitted classifier for FEATURES that finds most of the fraud, rare as it is."""
    raise NotImplementedError("TODO 6")


def judge(fraud, scores, threshold=0.5):
    """A dict with precision and recall at the threshold, and pr_auc."""
    raise NotImplementedError("TODO 6")


def model_fn(model_dir):
    """The container calls this once: load the model from model.joblib of its folder."""
    raise NotImplementedError("TODO 7")


def predict_fn(rows, model):
    """The container calls this for each request: the probability of fraud for each row of FEATURES."""
    raise NotImplementedError("TODO 7")


def pack(model):
    """model.tar.gz as bytes: the model, and this file as its code. Nothing to do here."""
    saved, archive = io.BytesIO(), io.BytesIO()
    joblib.dump(model, saved)
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        for name, content in (("model.joblib", saved.getvalue()), ("code/lab.py", Path(__file__).read_bytes())):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return archive.getvalue()


def deploy(s3, sagemaker, model):
    """Put the packed model into BUCKET; create MODEL, an endpoint configuration and ENDPOINT."""
    raise NotImplementedError("TODO 7")


def score_now(runtime, row):
    """The probability of fraud for one row of FEATURES, from ENDPOINT, as a float."""
    raise NotImplementedError("TODO 7")


def score_batch(sagemaker):
    """Start BATCH_JOB: MODEL scores every CSV object under to-score/ of BUCKET, results under scored/."""
    raise NotImplementedError("TODO 8")


def main():
    """The whole pipeline, as the Run button shows it."""
    from tutor.labs.clock import pass_time

    s3, firehose, sagemaker = (boto3.client(name) for name in ("s3", "firehose", "sagemaker"))
    create_pipeline(s3, firehose)
    send(firehose, payments())
    pass_time(60)
    print(f"{len(read_raw(s3))} payments came back from S3")
    start_processing(s3, sagemaker)
    raw, fraud = labelled()
    model = train(add_features(raw), fraud)
    fresh, outcome = labelled(seed=3)
    scores = model.predict_proba(add_features(fresh)[FEATURES])[:, 1]
    print({name: round(float(value), 3) for name, value in judge(outcome, scores).items()})
    deploy(s3, sagemaker, model)
    row = add_features(fresh)[FEATURES].iloc[0].tolist()
    print(f"one payment, scored now: {score_now(boto3.client('sagemaker-runtime'), row):.4f}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        process(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        main()
