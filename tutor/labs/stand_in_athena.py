"""Athena's queries, which moto does not compute: StartQueryExecution, GetQueryExecution, GetQueryResults.

A query is queued, runs, and has succeeded or failed when it is asked for the third time, so that a program
has to wait as on AWS; the clock is not needed for it. Results are also written to the output location.
"""

import csv
import io
import itertools
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.labs.athena_catalog import AthenaError
from tutor.labs.athena_engine import QueryOutcome, open_engine, run_statement
from tutor.labs.boto_events import Answer, answer, on_each_session, refusal
from tutor.labs.s3_objects import put_object

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["ROWS_IN_A_PAGE", "AthenaStandIn"]

ROWS_IN_A_PAGE = 25
"""Of GetQueryResults, where the real one gives 1,000: forgetting the other pages shows with little data."""
_STATES = ("QUEUED", "RUNNING")


@dataclass(slots=True)
class _Query:
    """One execution; `failure` is empty when it went well."""

    id: str
    sql: str
    database: str
    output: str
    outcome: QueryOutcome
    failure: str
    milliseconds: int
    asked: int = 0

    @property
    def state(self) -> str:
        if self.asked <= len(_STATES):
            return _STATES[max(0, self.asked - 1)]
        return "FAILED" if self.failure else "SUCCEEDED"


class AthenaStandIn:
    """Answers the calls of a query; the catalog and the objects are those of the simulated AWS."""

    def __init__(self, scratch: Path) -> None:
        self._folder = scratch / "athena"
        self._folder.mkdir()
        self._engine: DuckDBPyConnection | None = None  # opened by the first query
        self._numbers = itertools.count()
        self.reset()
        on_each_session("before-call.athena.StartQueryExecution", self._start)
        on_each_session("before-call.athena.GetQueryExecution", self._get)
        on_each_session("before-call.athena.GetQueryResults", self._results)

    def reset(self) -> None:
        """No queries."""
        self._queries: dict[str, _Query] = {}

    def pass_time(self, seconds: float) -> None:
        """Nothing waits for the clock."""

    @property
    def statements(self) -> tuple[str, ...]:
        """The SQL of every query so far, in order."""
        return tuple(query.sql for query in self._queries.values())

    @property
    def scanned_bytes(self) -> tuple[int, ...]:
        """What each query read, in order."""
        return tuple(query.outcome.scanned_bytes for query in self._queries.values())

    def _start(self, params: dict[str, Any], **_: object) -> Answer:
        wanted = json.loads(params["body"])
        output = wanted.get("ResultConfiguration", {}).get("OutputLocation", "")
        if not output.startswith("s3://"):
            return refusal(
                "InvalidRequestException",
                "No output location provided. An output location is required either through the Workgroup "
                "result configuration setting or as an API input.",
            )
        database = wanted.get("QueryExecutionContext", {}).get("Database", "default")
        number = next(self._numbers)
        folder = self._folder / str(number)
        folder.mkdir()
        if self._engine is None:
            self._engine = open_engine(self._folder)
        began, outcome, failure = time.monotonic(), QueryOutcome((), (), 0), ""
        try:
            outcome = run_statement(self._engine, wanted["QueryString"], database.lower(), folder)
        except AthenaError as error:
            failure = str(error)
        took = int(1000 * (time.monotonic() - began))
        query = _Query(f"query-{number}", wanted["QueryString"], database, output, outcome, failure, took)
        self._queries[query.id] = query
        if not failure:
            put_object(f"{output.rstrip('/')}/{query.id}.csv", _csv(outcome))
        return answer({"QueryExecutionId": query.id})

    def _get(self, params: dict[str, Any], **_: object) -> Answer:
        query = self._queries.get(json.loads(params["body"])["QueryExecutionId"])
        if query is None:
            return refusal("InvalidRequestException", "There is no query of this QueryExecutionId.")
        query.asked += 1
        status = {"State": query.state}
        if query.state == "FAILED":
            status["StateChangeReason"] = query.failure
        execution = {
            "QueryExecutionId": query.id,
            "Query": query.sql,
            "QueryExecutionContext": {"Database": query.database},
            "ResultConfiguration": {"OutputLocation": f"{query.output.rstrip('/')}/{query.id}.csv"},
            "Status": status,
            "Statistics": {
                "DataScannedInBytes": query.outcome.scanned_bytes,
                "EngineExecutionTimeInMillis": query.milliseconds,
            },
        }
        return answer({"QueryExecution": execution})

    def _results(self, params: dict[str, Any], **_: object) -> Answer:
        wanted = json.loads(params["body"])
        query = self._queries.get(wanted["QueryExecutionId"])
        if query is None:
            return refusal("InvalidRequestException", "There is no query of this QueryExecutionId.")
        if query.state != "SUCCEEDED":
            said = "did not finish successfully" if query.state == "FAILED" else "has not yet finished"
            return refusal("InvalidRequestException", f"Query {said}. Current state: {query.state}")
        columns = query.outcome.columns
        rows = [columns, *query.outcome.rows] if columns else list(query.outcome.rows)
        begin = int(wanted.get("NextToken", 0))
        end = begin + min(wanted.get("MaxResults", ROWS_IN_A_PAGE), ROWS_IN_A_PAGE)
        page = [{"Data": [{} if v is None else {"VarCharValue": v} for v in row]} for row in rows[begin:end]]
        shape = {"ColumnInfo": [{"Name": name, "Type": "varchar"} for name in columns]}
        found: dict[str, Any] = {"ResultSet": {"Rows": page, "ResultSetMetadata": shape}}
        return answer(found | ({"NextToken": str(end)} if end < len(rows) else {}))


def _csv(outcome: QueryOutcome) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([outcome.columns, *outcome.rows])
    return text.getvalue().encode()
