"""Objects of the simulated S3 by their `s3://bucket/key`, for the stand-ins."""

from tutor.labs.boto_events import client

__all__ = ["put_object", "s3_objects", "s3_place"]


def s3_place(uri: str) -> tuple[str, str]:
    """Bucket and key of an `s3://bucket/key`."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key


def s3_objects(uri: str) -> list[tuple[str, bytes]]:
    """Key and content of every object whose key begins with that of the URI, in order of keys."""
    bucket, prefix = s3_place(uri)
    s3 = client("s3")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
    return [(key, s3.get_object(Bucket=bucket, Key=key)["Body"].read()) for key in keys]


def put_object(uri: str, content: bytes) -> None:
    """Write one object."""
    bucket, key = s3_place(uri)
    client("s3").put_object(Bucket=bucket, Key=key, Body=content)
