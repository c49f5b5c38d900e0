"""The local replacements of a lab's services, and the simulated AWS that they stand in front of.

A stand-in answers single calls of a boto3 client through botocore's own events; every other call goes to
the simulated AWS. To add one, write a class like those of `tutor.labs.stand_in_*` and name it in `_made`.
"""

import http.client
from collections.abc import Sequence
from pathlib import Path

from tutor.labs.checking import StandIn
from tutor.labs.clock import on_time

__all__ = ["StandIns"]


class StandIns:
    """The stand-ins for `services`; on the first use of boto3 they are in place. `port` 0 means no server."""

    def __init__(self, services: Sequence[str], port: int, scratch: Path) -> None:
        self._port = port
        self.by_service: dict[str, StandIn] = {}
        for service in services:
            if stand_in := _made(service, scratch):
                self.by_service[service] = stand_in
                on_time(stand_in.pass_time)

    def reset(self) -> None:
        """An empty account: nothing in the simulated AWS, nothing in the stand-ins."""
        for stand_in in self.by_service.values():
            stand_in.reset()
        if self._port:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
            connection.request("POST", "/moto-api/reset")
            connection.getresponse().read()
            connection.close()


def _made(service: str, scratch: Path) -> StandIn | None:
    """The stand-in of a service, registered with botocore; None where the simulation is good enough."""
    if service == "firehose":
        from tutor.labs.stand_in_firehose import FirehoseStandIn

        return FirehoseStandIn()
    if service == "sagemaker":
        from tutor.labs.stand_in_sagemaker import SageMakerStandIn

        return SageMakerStandIn(scratch)
    if service == "athena":
        from tutor.labs.stand_in_athena import AthenaStandIn

        return AthenaStandIn(scratch)
    return None
