"""A solution of the lab "A streaming fraud pipeline"."""

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
    s3.create_bucket(Bucket=BUCKET)
    firehose.create_delivery_stream(
        DeliveryStreamName=STREAM,
        DeliveryStreamType="DirectPut",
        ExtendedS3DestinationConfiguration={
            "RoleARN": ROLE,
            "BucketARN": f"arn:aws:s3:::{BUCKET}",
            "Prefix": "raw/",
            "BufferingHints": {"SizeInMBs": 5, "IntervalInSeconds": 60},
            "CompressionFormat": "GZIP",
        },
    )


def send(firehose, records):
    """Put every payment (a list of dicts) into STREAM, and see to it that each is accepted."""
    waiting = [{"Data": (json.dumps(record) + "\n").encode()} for record in records]
    while waiting:
        batch, waiting = waiting[:500], waiting[500:]
        answer = firehose.put_record_batch(DeliveryStreamName=STREAM, Records=batch)
        pairs = zip(batch, answer["RequestResponses"], strict=True)
        waiting += [record for record, result in pairs if "ErrorCode" in result]


def read_raw(s3):
    """A DataFrame of every payment that was delivered under raw/ of BUCKET."""
    rows = []
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="raw/"):
        for entry in page.get("Contents", []):
            body = s3.get_object(Bucket=BUCKET, Key=entry["Key"])["Body"].read()
            rows += [json.loads(line) for line in gzip.decompress(body).decode().splitlines()]
    return pd.DataFrame(rows)


def add_features(raw):
    """A new DataFrame: the raw columns and amount_log, is_high_value, is_recent_activity, risk_score."""
    high = (raw["amount"] > 1000).astype(int)
    far = (raw["distance_km"] > 100).astype(int)
    return raw.assign(
        amount_log=np.log1p(raw["amount"]),
        is_high_value=high,
        is_recent_activity=(raw["hours_since_last"] < 1).astype(int),
        risk_score=0.4 * high + 0.3 * raw["is_international"] + 0.3 * far,
    )


def process(source, target):
    """What the processing job does with its two folders. Nothing to do here."""
    lines = [line for path in sorted(source.rglob("*.gz")) for line in gzip.open(path, "rt")]
    features = add_features(pd.DataFrame([json.loads(line) for line in lines]))
    features.to_csv(target / "features.csv", index=False)


def start_processing(s3, sagemaker):
    """Put this file into BUCKET as code/lab.py, and start JOB, which runs it in a container."""
    s3.upload_file(__file__, BUCKET, "code/lab.py")
    base = "/opt/ml/processing"
    sagemaker.create_processing_job(
        ProcessingJobName=JOB,
        RoleArn=ROLE,
        AppSpecification={
            "ImageUri": IMAGE,
            "ContainerEntrypoint": ["python3", f"{base}/code/lab.py"],
            "ContainerArguments": [f"{base}/input", f"{base}/output"],
        },
        ProcessingResources={
            "ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10}
        },
        ProcessingInputs=[
            _input("code", f"s3://{BUCKET}/code/", f"{base}/code"),
            _input("raw", f"s3://{BUCKET}/raw/", f"{base}/input"),
        ],
        ProcessingOutputConfig={
            "Outputs": [
                {
                    "OutputName": "features",
                    "S3Output": {
                        "S3Uri": f"s3://{BUCKET}/features/",
                        "LocalPath": f"{base}/output",
                        "S3UploadMode": "EndOfJob",
                    },
                }
            ]
        },
    )


def _input(name, uri, path):
    return {
        "InputName": name,
        "S3Input": {"S3Uri": uri, "LocalPath": path, "S3DataType": "S3Prefix", "S3InputMode": "File"},
    }


def train(features, fraud):
    """A fitted classifier for FEATURES that finds most of the fraud, rare as it is."""
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", max_iter=1000))
    return model.fit(features[FEATURES].to_numpy(), fraud)


def judge(fraud, scores, threshold=0.5):
    """A dict with precision and recall at the threshold, and pr_auc."""
    flagged = np.asarray(scores) >= threshold
    return {
        "precision": precision_score(fraud, flagged, zero_division=0),
        "recall": recall_score(fraud, flagged),
        "pr_auc": average_precision_score(fraud, scores),
    }


def model_fn(model_dir):
    """The container calls this once: load the model from model.joblib of its folder."""
    return joblib.load(Path(model_dir) / "model.joblib")


def predict_fn(rows, model):
    """The container calls this for each request: the probability of fraud for each row of FEATURES."""
    return model.predict_proba(rows)[:, 1]


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
    s3.put_object(Bucket=BUCKET, Key="model/model.tar.gz", Body=pack(model))
    sagemaker.create_model(
        ModelName=MODEL,
        ExecutionRoleArn=ROLE,
        PrimaryContainer={
            "Image": IMAGE,
            "ModelDataUrl": f"s3://{BUCKET}/model/model.tar.gz",
            "Environment": {"SAGEMAKER_PROGRAM": "lab.py"},
        },
    )
    sagemaker.create_endpoint_config(
        EndpointConfigName=ENDPOINT,
        ProductionVariants=[
            {
                "VariantName": "main",
                "ModelName": MODEL,
                "InstanceType": "ml.m5.large",
                "InitialInstanceCount": 2,
            }
        ],
    )
    sagemaker.create_endpoint(EndpointName=ENDPOINT, EndpointConfigName=ENDPOINT)


def score_now(runtime, row):
    """The probability of fraud for one row of FEATURES, from ENDPOINT, as a float."""
    answer = runtime.invoke_endpoint(
        EndpointName=ENDPOINT,
        ContentType="text/csv",
        Accept="application/json",
        Body=",".join(str(value) for value in row),
    )
    return float(json.loads(answer["Body"].read())[0])


def score_batch(sagemaker):
    """Start BATCH_JOB: MODEL scores every CSV object under to-score/ of BUCKET, results under scored/."""
    sagemaker.create_transform_job(
        TransformJobName=BATCH_JOB,
        ModelName=MODEL,
        TransformInput={
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/to-score/"}},
            "ContentType": "text/csv",
            "SplitType": "Line",
        },
        TransformOutput={"S3OutputPath": f"s3://{BUCKET}/scored/", "Accept": "text/csv", "AssembleWith": "Line"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
    )


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
