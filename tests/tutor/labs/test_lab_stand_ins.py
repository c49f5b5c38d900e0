"""The stand-ins are asked through boto3 in the child, as the checks of a lab ask them."""

import pytest

from tests.tutor.labs.lab_folder import SOLUTION, TEXT, TOML, needs_lab_packages, write_attempt, write_lab
from tutor.labs.judge import check_file
from tutor.labs.load import load_lab

pytestmark = needs_lab_packages

CHECKS = '''\
import gzip
import json

from botocore.exceptions import ClientError
from tutor.labs.checking import expect

ROLE = "arn:aws:iam::123456789012:role/LabRole"


def stream(bench, **settings):
    """A bucket and a stream `s` that delivers to it."""
    bench.client("s3").create_bucket(Bucket="bkt")
    bench.client("firehose").create_delivery_stream(
        DeliveryStreamName="s",
        DeliveryStreamType="DirectPut",
        ExtendedS3DestinationConfiguration={"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::bkt", **settings},
    )
    return bench.client("firehose")


def objects(bench):
    s3 = bench.client("s3")
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket="bkt").get("Contents", [])]
    return {key: s3.get_object(Bucket="bkt", Key=key)["Body"].read() for key in keys}


def waits_for_its_interval(lab, bench):
    """A buffer is delivered when its interval is over, and not before."""
    firehose = stream(bench, Prefix="raw/", BufferingHints={"SizeInMBs": 5, "IntervalInSeconds": 60})
    firehose.put_record(DeliveryStreamName="s", Record={"Data": b"one\\n"})
    bench.pass_time(59)
    expect(objects(bench) == {}, "early")
    firehose.put_record(DeliveryStreamName="s", Record={"Data": b"two\\n"})
    bench.pass_time(1)
    wanted = {"raw/2026/02/02/09/s-1-2026-02-02-09-01-00-000001": b"one\\ntwo\\n"}
    expect(objects(bench) == wanted, objects(bench))


def fills_to_its_size(lab, bench):
    """A buffer is delivered when it is full, and compressed if the stream says so."""
    hints = {"SizeInMBs": 1, "IntervalInSeconds": 900}
    firehose = stream(bench, CompressionFormat="GZIP", BufferingHints=hints)
    for _ in range(3):
        firehose.put_record(DeliveryStreamName="s", Record={"Data": b"x" * 400_000})
    (content,) = objects(bench).values()
    expect(gzip.decompress(content) == b"x" * 1_200_000, "not whole")
    expect(next(iter(objects(bench))).endswith(".gz"), "no .gz")


def refuses_what_firehose_refuses(lab, bench):
    """Too many, too large, and a stream that is not there."""
    firehose = stream(bench)
    for name, records, code in (
        ("s", [b"x"] * 501, "InvalidArgumentException"),
        ("s", [b"x" * 1_024_001], "InvalidArgumentException"),
        ("t", [b"x"], "ResourceNotFoundException"),
    ):
        try:
            firehose.put_record_batch(DeliveryStreamName=name, Records=[{"Data": each} for each in records])
        except ClientError as error:
            expect(error.response["Error"]["Code"] == code, error.response)
        else:
            raise AssertionError("not refused")


def fails_in_part(lab, bench):
    """A busy stream refuses some records of a batch."""
    firehose = stream(bench)
    bench.stand_in("firehose").refuse_next(2)
    batch = [{"Data": str(number).encode()} for number in range(5)]
    answer = firehose.put_record_batch(DeliveryStreamName="s", Records=batch)
    expect(answer["FailedPutCount"] == 2, answer)
    codes = [result.get("ErrorCode") for result in answer["RequestResponses"]]
    expect(codes == ["ServiceUnavailableException"] * 2 + [None] * 3, codes)
    bench.pass_time(300)
    expect(list(objects(bench).values()) == [b"234"], objects(bench))


def job(bench, script, arguments):
    """The description of a processing job that runs the script."""
    s3, sagemaker = bench.client("s3"), bench.client("sagemaker")
    s3.create_bucket(Bucket="bkt")
    s3.put_object(Bucket="bkt", Key="code/x.py", Body=script)
    s3.put_object(Bucket="bkt", Key="in/deep/a.txt", Body=b"a")
    base = "/opt/ml/processing"
    mounts = [("code", "s3://bkt/code/", f"{base}/code"), ("data", "s3://bkt/in/", f"{base}/in")]
    how = {"S3DataType": "S3Prefix", "S3InputMode": "File"}
    inputs = [{"InputName": n, "S3Input": {"S3Uri": u, "LocalPath": p, **how}} for n, u, p in mounts]
    out = {"S3Uri": "s3://bkt/out/", "LocalPath": f"{base}/out", "S3UploadMode": "EndOfJob"}
    sagemaker.create_processing_job(
        ProcessingJobName="j",
        RoleArn=ROLE,
        AppSpecification={
            "ImageUri": "i",
            "ContainerEntrypoint": ["python3", f"{base}/code/x.py"],
            "ContainerArguments": arguments,
        },
        ProcessingResources={
            "ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}
        },
        ProcessingInputs=inputs,
        ProcessingOutputConfig={"Outputs": [{"OutputName": "o", "S3Output": out}]},
    )
    return sagemaker.describe_processing_job(ProcessingJobName="j")


def processes(lab, bench):
    """A script gets its inputs, and its output goes back to S3."""
    script = b"import sys; from pathlib import Path\\n"
    script += b"found = Path(sys.argv[1], 'deep', 'a.txt').read_text()\\n"
    script += b"Path(sys.argv[2], 'b.txt').write_text(found * 2)\\n"
    found = job(bench, script, ["/opt/ml/processing/in", "/opt/ml/processing/out"])
    expect(found["ProcessingJobStatus"] == "Completed", found)
    expect(objects(bench)["out/b.txt"] == b"aa", objects(bench))


def tells_why_a_job_failed(lab, bench):
    """A script that fails makes the job fail."""
    found = job(bench, b"raise ValueError('no amounts')", ["x"])
    expect(found["ProcessingJobStatus"] == "Failed", found)
    expect(found["FailureReason"] == "ValueError: no amounts", found)


def tells_of_an_unknown_endpoint(lab, bench):
    """An endpoint that is not there refuses."""
    try:
        bench.client("sagemaker-runtime").invoke_endpoint(EndpointName="e", Body=b"1")
    except ClientError as error:
        expect("endpoint" in str(error), error)
    else:
        raise AssertionError("not refused")


def begins_empty(lab, bench):
    """Nothing of the checks before is left."""
    expect(bench.client("s3").list_buckets()["Buckets"] == [], "buckets")
    expect(bench.client("firehose").list_delivery_streams()["DeliveryStreamNames"] == [], "streams")
    expect(bench.stand_in("firehose").batch_sizes == [], "calls")


def pages_are_short(lab, bench):
    """A listing shows 25 keys at a time."""
    s3 = bench.client("s3")
    s3.create_bucket(Bucket="bkt")
    for number in range(26):
        s3.put_object(Bucket="bkt", Key=str(number), Body=b"")
    found = s3.list_objects_v2(Bucket="bkt")
    expect((found["KeyCount"], found["IsTruncated"]) == (25, True), found["KeyCount"])
'''

NAMES = [line.split("(")[0].removeprefix("def ") for line in CHECKS.splitlines() if "(lab, bench)" in line]


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stand-ins")
    text = TOML.replace("services = []", 'services = ["s3", "firehose", "sagemaker"]')
    text = text.replace(
        'checks = ["sums_are_right", "nothing_is_zero"]', f"checks = {NAMES}".replace("'", '"')
    )
    text = text[: text.index('[[steps]]\nid = "double"')].replace("cpu_seconds = 5", "cpu_seconds = 60")
    lab_dir = write_lab(folder, lab=text, text=TEXT[: TEXT.index("<!-- step: double")], checks=CHECKS)
    (folder / "home").mkdir()
    attempt = write_attempt(folder / "mine", SOLUTION)
    run = check_file(load_lab(lab_dir), attempt, folder / "home")
    assert run.stopped == ""
    return {check.name: check for check in run.steps[0].checks}


@pytest.mark.parametrize("name", NAMES)
def test_a_stand_in(checked, name):
    assert checked[name].message == ""
    assert checked[name].passed
