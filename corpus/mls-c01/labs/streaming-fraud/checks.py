"""The checks of the lab "A streaming fraud pipeline": stream, sending, reading back; checks_*.py has the others."""

import gzip
import json

import pandas as pd
from botocore.exceptions import ClientError
from lab_data import payments
from pipeline import reference_stream, stored
from tutor.labs.checking import Wrong, expect

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


def read(lab, s3):
    """What the learner's `read_raw` returns, if it is a table of payments."""
    try:
        table = lab.read_raw(s3)
    except UnicodeDecodeError as error:
        raise Wrong(
            "An object's bytes were read as text, and they are compressed; look at gzip.decompress, before decode."
        ) from error
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
