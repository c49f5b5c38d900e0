"""The checks of the lab "A streaming fraud pipeline"."""

import gzip
import json

import numpy as np
import pandas as pd
from botocore.exceptions import ClientError
from lab_data import labelled, payments
from sklearn.metrics import average_precision_score, precision_score, recall_score, roc_auc_score
from tutor.labs.checking import Wrong, expect

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


# --- stream


def destination(lab, bench):
    """What the learner's stream says of its S3 destination."""
    lab.create_pipeline(bench.client("s3"), bench.client("firehose"))
    return described(lab, bench)["Destinations"][0].get("ExtendedS3DestinationDescription") or described(
        lab, bench
    )["Destinations"][0].get("S3DestinationDescription", {})


def described(lab, bench):
    """The description of the learner's stream."""
    try:
        found = bench.client("firehose").describe_delivery_stream(DeliveryStreamName=lab.STREAM)
    except ClientError as error:
        raise Wrong(f"There is no delivery stream {lab.STREAM}; look at create_delivery_stream.") from error
    return found["DeliveryStreamDescription"]


def bucket_exists(lab, bench):
    """The bucket is there."""
    lab.create_pipeline(bench.client("s3"), bench.client("firehose"))
    names = [bucket["Name"] for bucket in bench.client("s3").list_buckets()["Buckets"]]
    expect(lab.BUCKET in names, f"There is no bucket {lab.BUCKET}; the buckets are {names}. Look at create_bucket.")


def stream_takes_direct_puts(lab, bench):
    """Producers put records into the stream directly."""
    destination(lab, bench)
    kind = described(lab, bench).get("DeliveryStreamType")
    expect(kind == "DirectPut", f"The stream's type is {kind}; producers here call Firehose itself: DirectPut.")


def stream_delivers_under_raw(lab, bench):
    """Records go to the bucket under raw/."""
    found = destination(lab, bench)
    wanted = f"arn:aws:s3:::{lab.BUCKET}"
    expect(found.get("BucketARN") == wanted, f"BucketARN is {found.get('BucketARN')}; it has to be {wanted}.")
    prefix = found.get("Prefix", "")
    expect(
        prefix == "raw/",
        f"Prefix is {prefix!r}, and Firehose writes the date right behind it; it has to be 'raw/', slash included.",
    )


def stream_delivers_within_a_minute(lab, bench):
    """The buffer waits for 60 seconds or 5 MB."""
    hints = destination(lab, bench).get("BufferingHints", {})
    seconds, size = hints.get("IntervalInSeconds", 300), hints.get("SizeInMBs", 5)
    expect(
        seconds <= 60,
        f"The buffer waits {seconds} seconds; a minute is wanted. Look at IntervalInSeconds of BufferingHints.",
    )
    expect(size == 5, f"The buffer takes {size} MB; 5 MB are wanted. Look at SizeInMBs of BufferingHints.")


def stream_compresses(lab, bench):
    """Objects are compressed with GZIP."""
    form = destination(lab, bench).get("CompressionFormat", "UNCOMPRESSED")
    expect(form == "GZIP", f"Objects are written as {form}; look at CompressionFormat.")


# --- send


def sent(lab, bench, records, refuse=0):
    """The content of the objects in S3 after the learner has sent these records and a minute has passed."""
    reference_stream(lab, bench)
    bench.stand_in("firehose").refuse_next(refuse)
    lab.send(bench.client("firehose"), records)
    bench.pass_time(60)
    s3 = bench.client("s3")
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=lab.BUCKET).get("Contents", [])]
    return b"".join(gzip.decompress(s3.get_object(Bucket=lab.BUCKET, Key=key)["Body"].read()) for key in keys)


def every_payment_arrives(lab, bench):
    """Each payment is in S3 a minute later, once."""
    records = payments(30)
    content = sent(lab, bench, records).decode()
    missing = [row["payment_id"] for row in records if row["payment_id"] not in content]
    expect(
        not missing,
        f"{len(missing)} of {len(records)} payments never arrived in S3; look at the records that you hand to "
        "Firehose.",
    )
    doubled = [row["payment_id"] for row in records if content.count(row["payment_id"]) > 1]
    expect(not doubled, f"{len(doubled)} payments arrived more than once; each has to be sent once.")


def each_payment_is_a_line(lab, bench):
    """Each line in S3 is one payment in JSON."""
    records = payments(5)
    lines = sent(lab, bench, records).decode().splitlines()
    expect(
        len(lines) == len(records),
        f"{len(records)} payments became {len(lines)} line(s) in S3. Firehose joins records as they come, so "
        "end each with a newline.",
    )
    try:
        rows = [json.loads(line) for line in lines]
    except ValueError as error:
        raise Wrong(f"A line in S3 is no JSON ({lines[0][:60]}); look at json.dumps.") from error
    expect(rows == records, "The payments in S3 are not those that were handed in; send each dict as it is.")


def batches_are_used(lab, bench):
    """520 payments take two calls."""
    sent(lab, bench, payments(520))
    sizes = bench.stand_in("firehose").batch_sizes
    expect(
        len(sizes) <= 3,
        f"{len(sizes)} calls were made for 520 payments; put_record_batch takes 500 records a call.",
    )


def refused_payments_are_sent_again(lab, bench):
    """What the stream refuses is sent again, and nothing else."""
    records = payments(40)
    content = sent(lab, bench, records, refuse=7).decode()
    missing = sum(row["payment_id"] not in content for row in records)
    expect(
        not missing,
        f"{missing} payments that the busy stream refused are lost. The call succeeded all the same; look at "
        "FailedPutCount and RequestResponses.",
    )
    doubled = sum(content.count(row["payment_id"]) > 1 for row in records)
    expect(not doubled, f"{doubled} accepted payments were sent twice; send only the refused ones again.")


# --- read-back


def stored(lab, bench, groups):
    """Put each group of payments into S3 as one compressed object."""
    s3 = bench.client("s3")
    s3.create_bucket(Bucket=lab.BUCKET)
    for number, group in enumerate(groups):
        body = "".join(json.dumps(row) + "\n" for row in group).encode()
        key = f"raw/2026/02/02/09/{lab.STREAM}-1-{number:04d}.gz"
        s3.put_object(Bucket=lab.BUCKET, Key=key, Body=gzip.compress(body))
    return s3


def read(lab, s3):
    """What the learner's `read_raw` returns, if it is a table of payments."""
    table = lab.read_raw(s3)
    expect(isinstance(table, pd.DataFrame), "`read_raw` has to return a DataFrame; look at its return line.")
    expect("payment_id" in table, f"There is no column payment_id, only {list(table.columns)[:5]}; look at how lines are parsed.")
    return table


def all_lines_are_read(lab, bench):
    """Every line of every object is a row."""
    rows = payments(24)
    table = read(lab, stored(lab, bench, [rows[:10], rows[10:]]))
    expect(
        len(table) == len(rows),
        f"{len(rows)} payments lie in two objects and {len(table)} rows came back; each line is a payment.",
    )
    expect(sorted(table["payment_id"]) == sorted(row["payment_id"] for row in rows), "Payments are mixed up.")


def all_pages_are_read(lab, bench):
    """Objects beyond the first page of the listing are read too."""
    rows = payments(28)
    table = read(lab, stored(lab, bench, [[row] for row in rows]))
    expect(
        len(table) == len(rows),
        f"{len(rows)} objects are there and {len(table)} were read. A listing gives one page at a time; look "
        "at get_paginator.",
    )


def only_raw_is_read(lab, bench):
    """What lies elsewhere in the bucket is left alone."""
    rows = payments(4)
    s3 = stored(lab, bench, [rows])
    s3.put_object(Bucket=lab.BUCKET, Key="features/features.csv", Body=b"amount_log\n1.0\n")
    try:
        table = lab.read_raw(s3)
    except (gzip.BadGzipFile, ValueError) as error:
        raise Wrong("Objects outside raw/ are read too, and they are something else; look at Prefix.") from error
    expect(len(table) == len(rows), "Objects outside raw/ are read too; look at Prefix.")


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


def fresh():
    """Features and outcome of payments that no model has seen."""
    raw, fraud = labelled(4000, seed=11)
    return reference_features(raw), fraud


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


# --- endpoint and batch


def reference_model(bench):
    """A model of its own, so that serving does not hang on training."""
    from sklearn.linear_model import LogisticRegression

    names = ["amount_log", "is_high_value", "is_recent_activity", "is_international", "risk_score"]

    def make():
        raw, fraud = labelled(1500)
        rows = reference_features(raw)[names].to_numpy()
        return LogisticRegression(class_weight="balanced", max_iter=500).fit(rows, fraud)

    return bench.once("reference", make)


def deployed(lab, bench):
    """Deploy a model with the learner's `deploy`."""
    bench.client("s3").create_bucket(Bucket=lab.BUCKET)
    lab.deploy(bench.client("s3"), bench.client("sagemaker"), reference_model(bench))


def endpoint_is_in_service(lab, bench):
    """The endpoint is in service."""
    deployed(lab, bench)
    try:
        found = bench.client("sagemaker").describe_endpoint(EndpointName=lab.ENDPOINT)
    except ClientError as error:
        raise Wrong(
            f"There is no endpoint {lab.ENDPOINT}. A model and an endpoint configuration alone serve nothing; "
            "look at create_endpoint."
        ) from error
    expect(found["EndpointStatus"] == "InService", f"The endpoint is {found['EndpointStatus']}.")


def two_instances_serve(lab, bench):
    """Two instances serve, so that one may fail."""
    deployed(lab, bench)
    sagemaker = bench.client("sagemaker")
    try:
        endpoint = sagemaker.describe_endpoint(EndpointName=lab.ENDPOINT)
        config = sagemaker.describe_endpoint_config(EndpointConfigName=endpoint["EndpointConfigName"])
    except ClientError as error:
        raise Wrong(f"There is no endpoint {lab.ENDPOINT}; look at create_endpoint.") from error
    count = config["ProductionVariants"][0].get("InitialInstanceCount", 0)
    expect(
        count >= 2,
        f"The endpoint runs on {count} instance; if its Availability Zone fails, nobody scores. Look at "
        "InitialInstanceCount.",
    )


ROW = [6.9, 0, 1, 1, 0.6]


def wanted_score(bench):
    """What the reference model says of ROW."""
    return float(reference_model(bench).predict_proba([ROW])[0, 1])


def scored_now(lab, bench):
    """What the learner's `score_now` says of ROW."""
    deployed(lab, bench)
    try:
        found = lab.score_now(bench.client("sagemaker-runtime"), ROW)
    except ClientError as error:
        raise Wrong(f"The endpoint refused the request: {error.response['Error']['Message']}") from error
    expect(isinstance(found, float), f"`score_now` returned {found!r}; it has to be a float.")
    return found


def score_is_the_models(lab, bench):
    """The score is the model's probability of fraud."""
    found, wanted = scored_now(lab, bench), wanted_score(bench)
    if found in (0.0, 1.0):
        raise Wrong(
            f"The endpoint answers {found:g}, a label. The container calls your `predict_fn`; let it return "
            "the probability of fraud, from predict_proba."
        )
    if np.isclose(found, 1 - wanted):
        raise Wrong("The endpoint answers the probability of no fraud; look at the column of predict_proba.")
    expect(np.isclose(found, wanted, atol=1e-6), f"The score is {found:.4f}; the model gives {wanted:.4f}.")


def score_came_from_the_endpoint(lab, bench):
    """The score was asked of the endpoint."""
    scored_now(lab, bench)
    expect(
        bench.stand_in("sagemaker").invocations == 1,
        f"The endpoint was called {bench.stand_in('sagemaker').invocations} times for one payment; call "
        "invoke_endpoint once.",
    )


def transformed(lab, bench):
    """What came of scoring 30 rows in two files with the learner's job, which is run once."""
    return bench.once("transformed", lambda: transform(lab, bench))


def transform(lab, bench):
    """A dict with the rows, the job's description, the texts under scored/ and the calls of the endpoint."""
    deployed(lab, bench)
    s3, sagemaker = bench.client("s3"), bench.client("sagemaker")
    rows = fresh()[0][lab.FEATURES].head(30)
    for name, part in (("day-1.csv", rows[:20]), ("day-2.csv", rows[20:])):
        s3.put_object(Bucket=lab.BUCKET, Key=f"to-score/{name}", Body=part.to_csv(header=False, index=False))
    lab.score_batch(sagemaker)
    try:
        job = sagemaker.describe_transform_job(TransformJobName=lab.BATCH_JOB)
    except ClientError as error:
        raise Wrong(f"There is no transform job {lab.BATCH_JOB}; look at create_transform_job.") from error
    found = s3.list_objects_v2(Bucket=lab.BUCKET, Prefix="scored/").get("Contents", [])
    keys = [entry["Key"] for entry in found]
    texts = {key: s3.get_object(Bucket=lab.BUCKET, Key=key)["Body"].read().decode() for key in keys}
    calls = bench.stand_in("sagemaker").invocations
    return {"rows": rows, "job": job, "texts": texts, "calls": calls}


def batch_scores_every_row(lab, bench):
    """Each row has a score under scored/."""
    found = transformed(lab, bench)
    job, texts = found["job"], found["texts"]
    reason = job.get("FailureReason")
    expect(job["TransformJobStatus"] == "Completed", f"The transform job failed: {reason}.")
    for name in ("scored/day-1.csv.out", "scored/day-2.csv.out"):
        expect(name in texts, f"There is no {name} in the bucket; look at S3OutputPath, and at S3Uri of the input.")
    scores = [float(line) for name in sorted(texts) for line in texts[name].split()]
    wanted = reference_model(bench).predict_proba(found["rows"].to_numpy())[:, 1]
    good = len(scores) == len(wanted) and np.allclose(scores, wanted, atol=1e-6)
    expect(good, "The batch scores are not those of the model; look at predict_fn and at the input.")


def batch_needs_no_endpoint(lab, bench):
    """The job works without an endpoint."""
    calls = transformed(lab, bench)["calls"]
    expect(not calls, f"The endpoint was called {calls} times; a transform job scores without one.")


def batch_splits_by_line(lab, bench):
    """Rows are sent in small batches."""
    job = transformed(lab, bench)["job"]
    expect(
        job["TransformInput"].get("SplitType") == "Line",
        "Whole files are sent as one request, and a large one would break the payload limit; look at SplitType.",
    )
    expect(
        job["TransformOutput"].get("AssembleWith") == "Line",
        "The results are put together without line breaks between them; look at AssembleWith.",
    )
