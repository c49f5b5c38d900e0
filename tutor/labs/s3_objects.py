"""Objects of the simulated S3 by their `s3://bucket/key`, for the stand-ins."""

from functools import lru_cache

from tutor.labs.boto_events import client

__all__ = ["put_object", "s3_keys", "s3_objects", "s3_place"]

_KEPT_OBJECTS = 128  # of some 10 KB each in the labs


def s3_place(uri: str) -> tuple[str, str]:
    """Bucket and key of an `s3://bucket/key`."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key


def s3_keys(uri: str) -> list[str]:
    """Every key that begins with that of the URI, in order."""
    return [key for key, _ in _listed(*s3_place(uri))]


def s3_objects(uri: str) -> list[tuple[str, bytes]]:
    """Key and content of every object whose key begins with that of the URI, in order of keys."""
    bucket, prefix = s3_place(uri)
    return [(key, _content(bucket, key, tag)) for key, tag in _listed(bucket, prefix)]


def _listed(bucket: str, prefix: str) -> list[tuple[str, str]]:
    """Keys and their tags, which change with the content."""
    pages = client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [(entry["Key"], entry["ETag"]) for page in pages for entry in page.get("Contents", [])]


@lru_cache(maxsize=_KEPT_OBJECTS)
def _content(bucket: str, key: str, tag: str) -> bytes:
    """Read once for each tag: a query reads every file of its tables, and the next one the same again."""
    content: bytes = client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    return content


def put_object(uri: str, content: bytes) -> None:
    """Write one object."""
    bucket, key = s3_place(uri)
    client("s3").put_object(Bucket=bucket, Key=key, Body=content)
