"""The checks of the lab "A streaming fraud pipeline": endpoint and batch transform."""

import numpy as np
from botocore.exceptions import ClientError
from lab_data import labelled
from pipeline import fresh, reference_features
from tutor.labs.checking import Wrong, expect

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
