"""Runs Athena's SQL on what lies in S3, as the Glue catalog describes it; DuckDB does the computing.

Only registered partitions are read. `scanned_bytes` is what Athena would bill: whole text files, and of
Parquet the chunks of the columns that the plan reads, in partitions that the plan does not skip.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tutor.labs.boto_events import client
from tutor.labs.s3_objects import put_object, s3_objects, s3_place

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["AthenaError", "QueryOutcome", "run_statement"]

_TYPES = {
    "string": "VARCHAR", "varchar": "VARCHAR", "char": "VARCHAR", "tinyint": "TINYINT",
    "smallint": "SMALLINT", "int": "INTEGER", "integer": "INTEGER", "bigint": "BIGINT", "float": "FLOAT",
    "double": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "timestamp": "TIMESTAMP",
}  # fmt: skip
_GLUE_TYPES = {"VARCHAR": "string", "INTEGER": "int", "HUGEINT": "bigint"}
_MOST_PARTITIONS = 100
"""That one CREATE TABLE AS SELECT may write in Athena."""
_CTAS = re.compile(r"CREATE\s+TABLE\s+(\S+)\s+WITH\s*\((.*?)\)\s*AS\s+(.+)", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"(\w+)\s*=\s*('[^']*'|ARRAY\s*\[[^\]]*\])", re.IGNORECASE)
_REPAIR = re.compile(r"MSCK\s+REPAIR\s+TABLE\s+(\S+)", re.IGNORECASE)


class AthenaError(Exception):
    """A query fails; the message is its state's change reason."""


@dataclass(frozen=True, slots=True)
class QueryOutcome:
    """The columns' names, the rows as text (None for NULL), and the bytes that were read."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    scanned_bytes: int


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the catalog, and the local copies of its objects, partition by partition."""

    database: str
    name: str
    columns: tuple[tuple[str, str], ...]
    keys: tuple[tuple[str, str], ...]
    is_parquet: bool
    delimiter: str
    header_lines: int
    files: tuple[Path, ...] = ()


def run_statement(sql: str, database: str, folder: Path) -> QueryOutcome:
    """What a statement gives. `folder` is empty and stays so small as the data. Raises AthenaError."""
    text = sql.strip().rstrip(";").strip()
    if repair := _REPAIR.fullmatch(text):
        return _repair(*_named(repair[1], database))
    if create := _CTAS.fullmatch(text):
        return _create_table_as(create, database, folder)
    if not re.match(r"(SELECT|WITH)\b", text, re.IGNORECASE):
        raise AthenaError(
            f"The local stand-in runs SELECT, CREATE TABLE ... WITH (...) AS SELECT and MSCK REPAIR TABLE; "
            f"it cannot run {text[:40]!r}."
        )
    tables = _tables_of(text, database, folder)
    connection = _connected(tables, database, folder)
    try:
        found = connection.execute(text)
        names = tuple(column[0] for column in found.description or ())
        rows = tuple(tuple(_shown(value) for value in row) for row in found.fetchall())
    except _faults() as error:
        raise AthenaError(_first_line(error)) from error
    finally:
        connection.close()
    return QueryOutcome(names, rows, _scanned(text, tables, database, folder))


def _faults() -> tuple[type[Exception], ...]:
    import duckdb

    return (duckdb.Error,)


def _named(name: str, database: str) -> tuple[str, str]:
    """Database and table of a name that may hold both."""
    first, dot, second = name.replace('"', "").replace("`", "").lower().rpartition(".")
    return (first if dot else database), second


def _tables_of(sql: str, database: str, folder: Path) -> tuple[_Table, ...]:
    import duckdb

    try:
        with duckdb.connect(":memory:") as connection:
            names = sorted(connection.get_table_names(sql, qualified=True))
    except duckdb.Error as error:
        raise AthenaError(f"SYNTAX_ERROR: {_first_line(error)}") from error
    described = (_described(*_named(name, database)) for name in names)
    return tuple(_with_files(*one, folder / f"table-{number}") for number, one in enumerate(described))


def _described(database: str, name: str) -> tuple[_Table, dict[str, Any]]:
    from botocore.exceptions import ClientError

    try:
        found: dict[str, Any] = client("glue").get_table(DatabaseName=database, Name=name)["Table"]
    except ClientError as error:
        raise AthenaError(f"TABLE_NOT_FOUND: Table awsdatacatalog.{database}.{name} does not exist") from error
    storage = found.get("StorageDescriptor", {})
    serde = storage.get("SerdeInfo", {})
    columns = tuple((one["Name"].lower(), _engine_type(one["Type"])) for one in storage.get("Columns", []))
    keys = tuple((one["Name"].lower(), _engine_type(one["Type"])) for one in found.get("PartitionKeys", []))
    doubled = {one for one, _ in columns} & {one for one, _ in keys}
    if doubled:
        raise AthenaError(
            f"HIVE_INVALID_METADATA: Hive metadata for table {name} is invalid: Table descriptor contains "
            f"duplicate columns ({', '.join(sorted(doubled))})"
        )
    library = str(serde.get("SerializationLibrary", ""))
    if not re.search("parquet|LazySimpleSerDe|OpenCSVSerde", library, re.IGNORECASE):
        raise AthenaError(f"HIVE_UNSUPPORTED_FORMAT: the table {name} names the serializer {library!r}")
    options = serde.get("Parameters", {})
    skipped = str(found.get("Parameters", {}).get("skip.header.line.count", "0"))
    table = _Table(
        database=database,
        name=name,
        columns=columns,
        keys=keys,
        is_parquet="parquet" in library.lower(),
        delimiter=options.get("field.delim") or options.get("separatorChar") or ",",
        header_lines=int(skipped) if skipped.isdigit() else 0,
    )
    return table, found


def _engine_type(name: str) -> str:
    word = name.strip().lower()
    if word.startswith("decimal"):
        return word.upper()
    kind = _TYPES.get(word.partition("(")[0])
    if kind is None:
        raise AthenaError(f"The local stand-in does not know the column type {name!r}.")
    return kind


def _with_files(table: _Table, found: dict[str, Any], folder: Path) -> _Table:
    """The table with its objects copied below the folder, under `key=value` of the catalog's own values."""
    glue = client("glue")
    places = [(folder, str(found["StorageDescriptor"].get("Location", "")))]
    if table.keys:
        listed = glue.get_partitions(DatabaseName=table.database, TableName=table.name)["Partitions"]
        places = []
        for one in listed:
            pairs = zip((name for name, _ in table.keys), one["Values"], strict=True)
            local = folder.joinpath(*(f"{name}={quote(value, safe='')}" for name, value in pairs))
            places.append((local, one["StorageDescriptor"]["Location"]))
    files: list[Path] = []
    for local, location in places:
        local.mkdir(parents=True, exist_ok=True)
        for key, body in s3_objects(location.rstrip("/") + "/"):
            if body and not Path(key).name.startswith((".", "_")):  # hidden in Hive, and so in Athena
                path = local / f"{len(files)}-{Path(key).name}"
                path.write_bytes(body)
                files.append(path)
    return replace(table, files=tuple(files))


def _connected(tables: Sequence[_Table], database: str, folder: Path) -> "DuckDBPyConnection":
    """A connection that sees the tables, and files in the folder only."""
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": "256MB"})
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute(f"SET temp_directory = {_quoted(str(folder))}")
    connection.execute(f"SET allowed_directories = [{_quoted(f'{folder}/')}]")
    connection.execute("SET enable_external_access = false")
    for schema in {database, *(table.database for table in tables)}:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_name(schema)}")
    try:
        for table in tables:
            _make_view(connection, table)
    except duckdb.Error as error:  # e.g. a text file that the table calls Parquet
        connection.close()
        raise AthenaError(f"HIVE_BAD_DATA: {_first_line(error)}") from error
    connection.execute(f"USE memory.{_name(database)}")
    connection.execute("SET lock_configuration = true")
    return connection


def _make_view(connection: "DuckDBPyConnection", table: _Table) -> None:
    place = f"{_name(table.database)}.{_name(table.name)}"
    every = (*table.columns, *table.keys)
    if not table.files:
        columns = ", ".join(f"{_name(name)} {kind}" for name, kind in every)
        connection.execute(f"CREATE TABLE {place} ({columns})")
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
            f"delim = {_quoted(table.delimiter)}, null_padding = true, columns = {{{texts}}}{hive})"
        )
        known = {name for name, _ in every}
    picked = [
        f"TRY_CAST({_name(name)} AS {kind}) AS {_name(name)}"
        if name in known
        else f"CAST(NULL AS {kind}) AS {_name(name)}"
        for name, kind in table.columns
    ]
    picked += [_name(name) for name, _ in table.keys]
    connection.execute(f"CREATE VIEW {place} AS SELECT {', '.join(picked)} FROM {source}")


def _scanned(sql: str, tables: Sequence[_Table], database: str, folder: Path) -> int:
    """Bytes that the query's plan reads: each file by itself is put to the planner."""
    total = 0
    for table in tables:
        others = [replace(other, files=()) for other in tables if other is not table]
        for path in table.files:
            connection = _connected([replace(table, files=(path,)), *others], database, folder)
            plan = json.loads(connection.execute(f"EXPLAIN (FORMAT JSON) {sql}").fetchall()[0][1])
            for scan in _scans(plan):
                total += _bytes_of(connection, path, table, scan)
            connection.close()
    return total


def _scans(nodes: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the plan says of each reading of a file; a file that is skipped by its partition is not read."""
    for node in nodes:
        extra = node.get("extra_info", {})
        if node["name"].strip() in {"READ_PARQUET", "READ_CSV"}:
            if not str(extra.get("Scanning Files", "1/1")).startswith("0/"):
                yield extra
        yield from _scans(node.get("children", []))


def _bytes_of(connection: "DuckDBPyConnection", path: Path, table: _Table, scan: dict[str, Any]) -> int:
    if not table.is_parquet:
        return path.stat().st_size
    filters = re.sub(r"'[^']*'", "", str(scan.get("Filters", "")))
    shown = scan.get("Projections", [])
    words = {*([shown] if isinstance(shown, str) else shown), *re.findall(r"\w+", filters)}
    columns = connection.execute(
        f"SELECT lower(path_in_schema), total_compressed_size FROM parquet_metadata({_quoted(str(path))})"
    ).fetchall()
    read = {word.strip('"').lower() for word in words}
    return sum(size for name, size in columns if name in read)


def _repair(database: str, name: str) -> QueryOutcome:
    """Register each `key=value` folder below the table's location that the catalog lacks."""
    table, found = _described(database, name)
    location = found["StorageDescriptor"]["Location"].rstrip("/") + "/"
    _, prefix = s3_place(location)
    glue = client("glue")
    listed = glue.get_partitions(DatabaseName=database, TableName=name)["Partitions"]
    known = {tuple(one["Values"]) for one in listed}
    pattern = re.compile("".join(rf"{re.escape(key)}=([^/]+)/" for key, _ in table.keys), re.IGNORECASE)
    folders = {m.group(0): m.groups() for key, _ in s3_objects(location) if (m := pattern.match(key[len(prefix) :]))}
    added = []
    for path, values in sorted(folders.items()):
        if values not in known:
            storage = found["StorageDescriptor"] | {"Location": location + path.rstrip("/")}
            given = {"Values": list(values), "StorageDescriptor": storage}
            glue.create_partition(DatabaseName=database, TableName=name, PartitionInput=given)
            added.append((f"Repair: Added partition to metastore {name}:{path.rstrip('/')}",))
    return QueryOutcome((), tuple(added), 0)


def _create_table_as(create: re.Match[str], database: str, folder: Path) -> QueryOutcome:
    owner, name = _named(create[1], database)
    wanted = {key.lower(): value for key, value in _PROPERTY.findall(create[2])}
    location = wanted.get("external_location", "").strip("'")
    keys = [one.lower() for one in re.findall(r"'([^']*)'", wanted.get("partitioned_by", ""))]
    if wanted.get("format", "'PARQUET'").strip("'").upper() != "PARQUET":
        raise AthenaError("The local stand-in writes format = 'PARQUET' only.")
    _refuse_taken(owner, name, location)
    tables = _tables_of(create[3], database, folder)
    connection = _connected(tables, database, folder)
    try:
        shape = connection.execute(f"DESCRIBE {create[3]}").fetchall()
        columns = [(row[0].lower(), row[1]) for row in shape]
        if keys and [column for column, _ in columns[-len(keys) :]] != keys:
            raise AthenaError(
                "HIVE_COLUMN_ORDER_MISMATCH: Partition keys must be the last columns in the table and in "
                f"the same order as the table properties: [{', '.join(keys)}]"
            )
        out = folder / "made"
        parts = f", PARTITION_BY ({', '.join(map(_name, keys))})" if keys else ""
        target = out if keys else out / "part-0.parquet"
        out.mkdir()
        connection.execute(
            f"COPY ({create[3]}) TO {_quoted(str(target))} (FORMAT parquet, COMPRESSION snappy{parts})"
        )
    except _faults() as error:
        raise AthenaError(_first_line(error)) from error
    finally:
        connection.close()
    _keep_made(out, location, owner, name, (columns, keys))
    return QueryOutcome((), (), _scanned(create[3], tables, database, folder))


def _refuse_taken(database: str, name: str, location: str) -> None:
    from botocore.exceptions import ClientError

    if not location:
        raise AthenaError("The local stand-in needs external_location in WITH (...).")
    try:
        client("glue").get_table(DatabaseName=database, Name=name)
    except ClientError:
        pass
    else:
        raise AthenaError(f"TABLE_ALREADY_EXISTS: Table 'awsdatacatalog.{database}.{name}' already exists")
    if s3_objects(location.rstrip("/") + "/"):
        raise AthenaError(
            f"HIVE_PATH_ALREADY_EXISTS: Target directory for table '{database}.{name}' already exists: {location}"
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
        "Columns": [_glue_column(*one) for one in columns if one[0] not in keys],
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
        "PartitionKeys": [_glue_column(*one) for one in columns if one[0] in keys],
        "StorageDescriptor": storage,
        "Parameters": {"classification": "parquet"},
    }
    client("glue").create_table(DatabaseName=database, TableInput=table)
    if keys:
        _repair(database, name)


def _glue_column(name: str, kind: str) -> dict[str, str]:
    return {"Name": name, "Type": _GLUE_TYPES.get(kind, kind.lower())}


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
