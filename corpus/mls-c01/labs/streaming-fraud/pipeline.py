"""What the checks of the lab "A streaming fraud pipeline" begin with; none of it the learner's."""

import gzip
import json

import numpy as np
from lab_data import labelled

ROLE = "arn:aws:iam::123456789012:role/LabRole"


def reference_stream(lab, bench):
    """The bucket and the stream, independent of the learner's own."""
    bench.client("s3").create_bucket(Bucket=lab.BUCKET)
    bench.client("firehose").create_delivery_stream(
        DeliveryStreamName=lab.STREAM,
        DeliveryStreamType="DirectPut",
        ExtendedS3DestinationConfiguration={
            "RoleARN": ROLE,
            "BucketARN": f"arn:aws:s3:::{lab.BUCKET}",
            "Prefix": "raw/",
            "BufferingHints": {"SizeInMBs": 5, "IntervalInSeconds": 60},
            "CompressionFormat": "GZIP",
        },
    )


def reference_features(raw):
    """The features, independent of the learner's own."""
    high = (raw["amount"] > 1000).astype(int)
    return raw.assign(
        amount_log=np.log1p(raw["amount"]),
        is_high_value=high,
        is_recent_activity=(raw["hours_since_last"] < 1).astype(int),
        risk_score=0.4 * high + 0.3 * raw["is_international"] + 0.3 * (raw["distance_km"] > 100),
    )


def stored(lab, bench, groups):
    """Put each group of payments into S3 as one compressed object."""
    s3 = bench.client("s3")
    s3.create_bucket(Bucket=lab.BUCKET)
    for number, group in enumerate(groups):
        body = "".join(json.dumps(row) + "\n" for row in group).encode()
        key = f"raw/2026/02/02/09/{lab.STREAM}-1-{number:04d}.gz"
        s3.put_object(Bucket=lab.BUCKET, Key=key, Body=gzip.compress(body))
    return s3


def fresh():
    """Features and outcome of payments that no model has seen."""
    raw, fraud = labelled(4000, seed=11)
    return reference_features(raw), fraud
