"""How a stand-in answers a boto3 call: botocore's own events; the client in learner code is real."""

from collections.abc import Callable
from functools import cache
from typing import Any

__all__ = ["Answer", "answer", "client", "on_each_session", "refusal"]

Answer = tuple[Any, dict[str, Any]]
"""What a `before-call` handler returns in place of a call: botocore's response, and its parsed body."""


def on_each_session(event: str, handler: Callable[..., Any]) -> None:
    """Have the handler called at that event of every client that is made from now on."""
    import botocore

    botocore.register_initializer(lambda session: session.register(event, handler))


@cache
def client(service: str) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
    """The stand-ins' own client of the simulated AWS."""
    import boto3

    return boto3.client(service)


def answer(parsed: dict[str, Any]) -> Answer:
    """A call that went well."""
    return _response(200), {**parsed, "ResponseMetadata": {"HTTPStatusCode": 200}}


def refusal(code: str, message: str) -> Answer:
    """A call that the service refuses: botocore raises its ClientError with this code."""
    return _response(400), {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": 400},
    }


def _response(status: int) -> Any:  # noqa: ANN401 - botocore has no types
    from botocore.awsrequest import AWSResponse

    return AWSResponse("http://127.0.0.1/", status, {}, None)
