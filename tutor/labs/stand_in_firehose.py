"""Firehose's buffering, compression and refusals, which moto lacks: PutRecord and PutRecordBatch.

A record waits in its stream's buffer until the buffer's size or interval is reached; then the buffer becomes
one object in S3, records joined as they are, compressed if the stream says so. Time is simulated.
"""

import base64
import gzip
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tutor.labs.boto_events import Answer, answer, client, on_each_session, refusal

__all__ = ["FirehoseStandIn"]

_MB = 1024 * 1024
_RECORD_BYTES = 1000 * 1024  # Firehose's limits: of a record, before base64
_BATCH_RECORDS = 500
_BATCH_BYTES = 4 * _MB
_START = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)  # any moment will do; the same one in each check


@dataclass(slots=True)
class _Buffer:
    """What waits for delivery in one stream."""

    destination: dict[str, Any]
    records: list[bytes] = field(default_factory=list)
    size_bytes: int = 0
    opened_at: datetime | None = None


class FirehoseStandIn:
    """Answers PutRecord and PutRecordBatch; streams are made and described in the simulated AWS."""

    def __init__(self) -> None:
        self.reset()
        on_each_session("before-call.firehose.PutRecord", self._put_record)
        on_each_session("before-call.firehose.PutRecordBatch", self._put_batch)

    def reset(self) -> None:
        """No buffers, no calls seen, the clock at its start."""
        self._buffers: dict[str, _Buffer] = {}
        self._now = _START
        self._delivered = 0
        self._to_refuse = 0
        self.batch_sizes: list[int] = []
        """Records in each call so far, in order; 1 for a PutRecord."""

    def refuse_next(self, count: int) -> None:
        """Let the first `count` records of the next batch fail, as a stream over its throughput does."""
        self._to_refuse = count

    def pass_time(self, seconds: float) -> None:
        """Let time pass; what has waited for its interval is delivered."""
        self._now += timedelta(seconds=seconds)
        for name, buffer in self._buffers.items():
            interval = buffer.destination.get("BufferingHints", {}).get("IntervalInSeconds", 300)
            if buffer.opened_at and self._now - buffer.opened_at >= timedelta(seconds=interval):
                self._deliver(name, buffer)

    def _put_record(self, params: dict[str, Any], **_: object) -> Answer:
        body = json.loads(params["body"])
        return self._put(body["DeliveryStreamName"], [body["Record"]], is_batch=False)

    def _put_batch(self, params: dict[str, Any], **_: object) -> Answer:
        body = json.loads(params["body"])
        return self._put(body["DeliveryStreamName"], body["Records"], is_batch=True)

    def _put(self, stream: str, rows: list[dict[str, str]], *, is_batch: bool) -> Answer:
        records = [base64.b64decode(row["Data"]) for row in rows]
        self.batch_sizes.append(len(records))
        if len(records) > _BATCH_RECORDS:
            return refusal("InvalidArgumentException", f"A batch holds at most {_BATCH_RECORDS} records.")
        if max(map(len, records), default=0) > _RECORD_BYTES or sum(map(len, records)) > _BATCH_BYTES:
            return refusal("InvalidArgumentException", "A record is over 1,000 KiB, or a batch over 4 MiB.")
        buffer = self._buffers.get(stream) or _Buffer(_destination(stream))
        self._buffers[stream] = buffer
        refused, self._to_refuse = min(self._to_refuse, len(records)) if is_batch else 0, 0
        for record in records[refused:]:
            buffer.records.append(record)
            buffer.size_bytes += len(record)
            buffer.opened_at = buffer.opened_at or self._now
            if buffer.size_bytes >= buffer.destination.get("BufferingHints", {}).get("SizeInMBs", 5) * _MB:
                self._deliver(stream, buffer)
        ids = [{"RecordId": f"record-{self._delivered}-{place}"} for place in range(len(records) - refused)]
        if not is_batch:
            return answer({**ids[0], "Encrypted": False})
        busy = {"ErrorCode": "ServiceUnavailableException", "ErrorMessage": "Slow down."}
        return answer(
            {"FailedPutCount": refused, "Encrypted": False, "RequestResponses": [busy] * refused + ids}
        )

    def _deliver(self, stream: str, buffer: _Buffer) -> None:
        """Put what waits into S3 as one object, named as Firehose names it."""
        self._delivered += 1
        zipped = buffer.destination.get("CompressionFormat") == "GZIP"
        joined = b"".join(buffer.records)
        stamp = self._now.strftime("%Y-%m-%d-%H-%M-%S")
        name = f"{stream}-1-{stamp}-{self._delivered:06d}{'.gz' if zipped else ''}"
        client("s3").put_object(
            Bucket=buffer.destination["BucketARN"].rpartition(":")[2],
            Key=f"{buffer.destination.get('Prefix', '')}{self._now:%Y/%m/%d/%H/}{name}",
            Body=gzip.compress(joined, mtime=0) if zipped else joined,
        )
        buffer.records.clear()
        buffer.size_bytes = 0
        buffer.opened_at = None


def _destination(stream: str) -> dict[str, Any]:
    """The stream's S3 destination; botocore raises ResourceNotFoundException for an unknown stream."""
    found = client("firehose").describe_delivery_stream(DeliveryStreamName=stream)
    first = found["DeliveryStreamDescription"]["Destinations"][0]
    destination: dict[str, Any] = first.get("ExtendedS3DestinationDescription") or first.get(
        "S3DestinationDescription", {}
    )
    return destination
