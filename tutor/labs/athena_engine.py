"""Runs Athena's SQL on what lies in S3, as the Glue catalog describes it; DuckDB computes.

Only registered partitions are read. `scanned_bytes` is what Athena would bill: whole text files, and of
Parquet the chunks of the columns that the plan reads, in partitions that the plan does not skip.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.labs.athena_catalog import (
    AthenaError,
    CatalogTable,
    catalog_table,
    glue_column,
    is_in_catalog,
    repair_table,
    table_name,
)
from tutor.labs.boto_events import client
from tutor.labs.s3_objects import put_object, s3_keys

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["QueryOutcome", "open_engine", "run_statement"]

_MOST_PARTITIONS = 100  # that one CREATE TABLE AS SELECT may write in Athena
_CTAS = re.compile(r"CREATE\s+TABLE\s+(\S+)\s+WITH\s*\((.*?)\)\s*AS\s+(.+)", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"(\w+)\s*=\s*('[^']*'|ARRAY\s*\[[^\]]*\])", re.IGNORECASE)
_REPAIR = re.compile(r"MSCK\s+REPAIR\s+TABLE\s+(\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QueryOutcome:
    """The columns' names, the rows as text (None for NULL), and the bytes that were read."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    scanned_bytes: int


def open_engine(folder: Path) -> "DuckDBPyConnection":
    """An engine that may open files below the folder only, whatever it is told later.

    One serves all queries: each DuckDB takes some 600 MB of address space for its threads.
    """
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": "256MB"})
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute(f"SET temp_directory = {_quoted(str(folder))}")
    connection.execute(f"SET allowed_directories = [{_quoted(f'{folder}/')}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def run_statement(engine: "DuckDBPyConnection", sql: str, database: str, folder: Path) -> QueryOutcome:
    """What a statement gives. `folder` is empty and lies below the engine's own. Raises AthenaError."""
    import duckdb

    text = sql.strip().rstrip(";").strip()
    if repair := _REPAIR.fullmatch(text):
        added = repair_table(*table_name(repair[1], database))
        return QueryOutcome((), tuple((line,) for line in added), 0)
    try:
        if create := _CTAS.fullmatch(text):
            return _create_table_as(engine, create, database, folder)
        if re.match(r"(SELECT|WITH)\b", text, re.IGNORECASE):
            return _select(engine, text, database, folder)
    except duckdb.Error as error:
        raise AthenaError(_first_line(error)) from error
    finally:
        _forget_views(engine)
    raise AthenaError(
        "The local stand-in runs SELECT, CREATE TABLE ... WITH (...) AS SELECT and MSCK REPAIR TABLE; "
        f"it cannot run {text[:40]!r}."
    )


def _select(engine: "DuckDBPyConnection", sql: str, database: str, folder: Path) -> QueryOutcome:
    tables = _tables_of(engine, sql, database, folder)
    _make_views(engine, tables, database)
    found = engine.execute(sql)
    names = tuple(column[0] for column in found.description or ())
    rows = tuple(tuple(_shown(value) for value in row) for row in found.fetchall())
    return QueryOutcome(names, rows, _scanned(engine, sql, tables, database))


def _tables_of(
    engine: "DuckDBPyConnection", sql: str, database: str, folder: Path
) -> tuple[CatalogTable, ...]:
    """The tables that the statement names; views of an earlier one must be gone."""
    found = engine.get_table_names(sql, qualified=True)
    names = sorted({re.sub(r"\s+AS\s.*", "", name, flags=re.IGNORECASE) for name in found})  # less its alias
    return tuple(
        catalog_table(*table_name(name, database), folder / f"table-{number}")
        for number, name in enumerate(names)
    )


def _make_views(connection: "DuckDBPyConnection", tables: Sequence[CatalogTable], database: str) -> None:
    for schema in {database, *(table.database for table in tables)}:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_name(schema)}")
    for table in tables:
        _make_view(connection, table)
    connection.execute(f"USE memory.{_name(database)}")


def _forget_views(connection: "DuckDBPyConnection") -> None:
    connection.execute("USE memory.main")
    schemas = connection.execute("SELECT schema_name FROM duckdb_schemas() WHERE NOT internal").fetchall()
    for schema in {row[0] for row in schemas} - {"main"}:
        connection.execute(f"DROP SCHEMA {_name(schema)} CASCADE")


def _make_view(connection: "DuckDBPyConnection", table: CatalogTable) -> None:
    place = f"{_name(table.database)}.{_name(table.name)}"
    every = (*table.columns, *table.keys)
    if not table.files:
        # nothing a planner could know beforehand to be empty: it would leave out the other tables' files
        nothing = ", ".join(f"CAST(NULL AS {kind}) AS {_name(name)}" for name, kind in every)
        connection.execute(
            f"CREATE OR REPLACE VIEW {place} AS SELECT {nothing} FROM range(1) WHERE random() > 2"
        )
        return
    files = ", ".join(_quoted(str(path)) for path in table.files)
    kinds = ", ".join(f"{_quoted(name)}: {kind}" for name, kind in table.keys)
    hive = f", hive_partitioning = true, hive_types = {{{kinds}}}" if table.keys else ""
    if table.is_parquet:
        source = f"read_parquet([{files}], union_by_name = true{hive})"
        known = {row[0].lower() for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
    else:
        texts = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name, _ in table.columns)
        source = (
            f"read_csv([{files}], auto_detect = false, header = false, skip = {table.header_lines}, "
            f"delim = {_quoted(table.delimiter)}, nullstr = '\\N', null_padding = true, "
            f"columns = {{{texts}}}{hive})"
        )
        known = {name for name, _ in every}
    # trim keeps DuckDB from casting in its reader of text, where a word that is no number is an error
    read = "{}" if table.is_parquet else "trim({})"
    picked = [
        f"TRY_CAST({read.format(_name(name))} AS {kind}) AS {_name(name)}"
        if name in known
        else f"CAST(NULL AS {kind}) AS {_name(name)}"
        for name, kind in table.columns
    ]
    picked += [_name(name) for name, _ in table.keys]
    connection.execute(f"CREATE OR REPLACE VIEW {place} AS SELECT {', '.join(picked)} FROM {source}")


def _scanned(engine: "DuckDBPyConnection", sql: str, tables: Sequence[CatalogTable], database: str) -> int:
    """Bytes that the query's plan reads: each file is put to the planner as if it were the only one."""
    empty = [replace(table, files=()) for table in tables]
    _make_views(engine, empty, database)
    total = 0
    for table, without in zip(tables, empty, strict=True):
        for path in table.files:
            _make_view(engine, replace(table, files=(path,)))
            plan = json.loads(engine.execute(f"EXPLAIN (FORMAT JSON) {sql}").fetchall()[0][1])
            total += _bytes_of(engine, path, table, tuple(_scans(plan)))
        _make_view(engine, without)
    return total


def _scans(nodes: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the plan says of each reading of a file."""
    for node in nodes:
        if node["name"].strip() in {"READ_PARQUET", "READ_CSV"}:
            yield node.get("extra_info", {})
        yield from _scans(node.get("children", []))


def _bytes_of(
    engine: "DuckDBPyConnection", path: Path, table: CatalogTable, scans: Sequence[dict[str, Any]]
) -> int:
    """Bytes of one file, whose plan has these scans; none if its partition is skipped.

    A plan without a scan skips a Parquet file by its statistics, and so has read its footer.
    """
    read = [scan for scan in scans if not str(scan.get("Scanning Files", "1/1")).startswith("0/")]
    if scans and not read:
        return 0
    if not table.is_parquet:
        return len(path.read_bytes()) * len(read)
    columns = engine.execute(
        f"SELECT lower(path_in_schema), total_compressed_size FROM parquet_metadata({_quoted(str(path))})"
    ).fetchall()
    footer: int = int.from_bytes(path.read_bytes()[-8:-4], "little")
    return footer + sum(int(size) for scan in read for name, size in columns if name in _columns_of(scan))


def _columns_of(scan: dict[str, Any]) -> set[str]:
    """The columns that a scan reads, for the result or for a filter."""
    filters = re.sub(r"'[^']*'", "", str(scan.get("Filters", "")))
    shown = scan.get("Projections", [])
    words = (*([shown] if isinstance(shown, str) else shown), *re.findall(r"\w+", filters))
    return {word.strip('"').lower() for word in words}


def _create_table_as(
    engine: "DuckDBPyConnection", create: re.Match[str], database: str, folder: Path
) -> QueryOutcome:
    owner, name = table_name(create[1], database)
    wanted = {key.lower(): value for key, value in _PROPERTY.findall(create[2])}
    location = wanted.get("external_location", "").strip("'")
    keys = [one.lower() for one in re.findall(r"'([^']*)'", wanted.get("partitioned_by", ""))]
    if wanted.get("format", "'PARQUET'").strip("'").upper() != "PARQUET":
        raise AthenaError("The local stand-in writes format = 'PARQUET' only.")
    _refuse_taken(owner, name, location)
    tables = _tables_of(engine, create[3], database, folder)
    _make_views(engine, tables, database)
    columns = [(row[0].lower(), row[1]) for row in engine.execute(f"DESCRIBE {create[3]}").fetchall()]
    if keys and [column for column, _ in columns[-len(keys) :]] != keys:
        raise AthenaError(
            "HIVE_COLUMN_ORDER_MISMATCH: Partition keys must be the last columns in the table and in "
            f"the same order as the table properties: [{', '.join(keys)}]"
        )
    out = folder / "made"
    out.mkdir()
    parts = f", PARTITION_BY ({', '.join(map(_name, keys))})" if keys else ""
    target = out if keys else out / "part-0.parquet"
    engine.execute(
        f"COPY ({create[3]}) TO {_quoted(str(target))} (FORMAT parquet, COMPRESSION snappy{parts})"
    )
    _keep_made(out, location, owner, name, (columns, keys))
    return QueryOutcome((), (), _scanned(engine, create[3], tables, database))


def _refuse_taken(database: str, name: str, location: str) -> None:
    if not location:
        raise AthenaError("The local stand-in needs external_location in WITH (...).")
    if is_in_catalog(database, name):
        raise AthenaError(f"TABLE_ALREADY_EXISTS: Table 'awsdatacatalog.{database}.{name}' already exists")
    if s3_keys(location.rstrip("/") + "/"):
        raise AthenaError(
            f"HIVE_PATH_ALREADY_EXISTS: Target directory for table '{database}.{name}' already exists: "
            f"{location}"
        )


def _keep_made(
    out: Path, location: str, database: str, name: str, shape: tuple[list[tuple[str, str]], list[str]]
) -> None:
    """Put the written files into S3, the table and its partitions into the catalog."""
    columns, keys = shape
    files = sorted(out.rglob("*.parquet"))
    folders = sorted({path.parent.relative_to(out) for path in files})
    if keys and len(folders) > _MOST_PARTITIONS:
        raise AthenaError(
            f"HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of {_MOST_PARTITIONS} open writers for partitions"
        )
    base = location.rstrip("/")
    for path in files:
        put_object(f"{base}/{path.relative_to(out).as_posix()}", path.read_bytes())
    storage = {
        "Columns": [glue_column(*one) for one in columns if one[0] not in keys],
        "Location": base,
        "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
        "SerdeInfo": {
            "SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
            "Parameters": {},
        },
    }
    table = {
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "PartitionKeys": [glue_column(*one) for one in columns if one[0] in keys],
        "StorageDescriptor": storage,
        "Parameters": {"classification": "parquet"},
    }
    client("glue").create_table(DatabaseName=database, TableInput=table)
    if keys:
        repair_table(database, name)


def _shown(value: object) -> str | None:
    """A value as Athena's results have it."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _name(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
