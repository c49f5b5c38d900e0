"""A table of the Glue catalog as Athena sees it: columns, registered partitions, copies of its objects.

Also what Athena writes there: the partitions that MSCK REPAIR TABLE finds.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tutor.labs.boto_events import client
from tutor.labs.s3_objects import s3_keys, s3_objects, s3_place

__all__ = [
    "AthenaError",
    "CatalogTable",
    "catalog_table",
    "glue_column",
    "is_in_catalog",
    "repair_table",
    "table_name",
]

_TYPES = {
    "string": "VARCHAR", "varchar": "VARCHAR", "char": "VARCHAR", "tinyint": "TINYINT",
    "smallint": "SMALLINT", "int": "INTEGER", "integer": "INTEGER", "bigint": "BIGINT", "float": "FLOAT",
    "double": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "timestamp": "TIMESTAMP",
}  # fmt: skip
_GLUE_TYPES = {"VARCHAR": "string", "INTEGER": "int", "HUGEINT": "bigint"}


class AthenaError(Exception):
    """A query fails; the message is its state's change reason."""


@dataclass(frozen=True, slots=True)
class CatalogTable:
    """A table of the catalog, and the local copies of its objects, partition by partition."""

    database: str
    name: str
    columns: tuple[tuple[str, str], ...]
    keys: tuple[tuple[str, str], ...]
    is_parquet: bool
    delimiter: str
    header_lines: int
    files: tuple[Path, ...] = ()


def catalog_table(database: str, name: str, folder: Path) -> CatalogTable:
    """The table, its objects copied below the folder. Raises AthenaError as Athena's own reasons have it."""
    return _with_files(*_described(database, name), folder)


def table_name(name: str, database: str) -> tuple[str, str]:
    """Database and table of a name that may hold both."""
    first, dot, second = name.replace('"', "").replace("`", "").lower().rpartition(".")
    return (first if dot else database), second


def _described(database: str, name: str) -> tuple[CatalogTable, dict[str, Any]]:
    from botocore.exceptions import ClientError

    try:
        found: dict[str, Any] = client("glue").get_table(DatabaseName=database, Name=name)["Table"]
    except ClientError as error:
        raise AthenaError(
            f"TABLE_NOT_FOUND: Table awsdatacatalog.{database}.{name} does not exist"
        ) from error
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
    table = CatalogTable(
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


def _with_files(table: CatalogTable, found: dict[str, Any], folder: Path) -> CatalogTable:
    """The table with its objects copied below the folder, under `key=value` of the catalog's own values."""
    glue = client("glue")
    base = str(found["StorageDescriptor"].get("Location", "")).rstrip("/") + "/"
    places = [(folder, base)]
    if table.keys:
        listed = glue.get_partitions(DatabaseName=table.database, TableName=table.name)["Partitions"]
        places = []
        for one in listed:
            pairs = zip((name for name, _ in table.keys), one["Values"], strict=True)
            local = folder.joinpath(*(f"{name}={quote(value, safe='')}" for name, value in pairs))
            places.append((local, one["StorageDescriptor"]["Location"].rstrip("/") + "/"))
    # one listing for all partitions that lie where the table does
    below = s3_objects(base) if any(place.startswith(base) for _, place in places) else []
    files: list[Path] = []
    for local, location in places:
        local.mkdir(parents=True, exist_ok=True)
        _, prefix = s3_place(location)
        for key, body in below if location.startswith(base) else s3_objects(location):
            is_hidden = Path(key).name.startswith((".", "_"))  # in Hive, and so in Athena
            if body and key.startswith(prefix) and not is_hidden:
                path = local / f"{len(files)}-{Path(key).name}"
                path.write_bytes(body)
                files.append(path)
    return replace(table, files=tuple(files))


def repair_table(database: str, name: str) -> tuple[str, ...]:
    """Register each `key=value` folder below the table's location that the catalog lacks; a line for each."""
    table, found = _described(database, name)
    location = found["StorageDescriptor"]["Location"].rstrip("/") + "/"
    _, prefix = s3_place(location)
    glue = client("glue")
    listed = glue.get_partitions(DatabaseName=database, TableName=name)["Partitions"]
    known = {tuple(one["Values"]) for one in listed}
    pattern = re.compile("".join(rf"{re.escape(key)}=([^/]+)/" for key, _ in table.keys), re.IGNORECASE)
    folders = {
        m.group(0): m.groups() for key in s3_keys(location) if (m := pattern.match(key[len(prefix) :]))
    }
    added = {path.rstrip("/"): values for path, values in sorted(folders.items()) if values not in known}
    storage = found["StorageDescriptor"]
    given = [
        {"Values": list(values), "StorageDescriptor": storage | {"Location": location + path}}
        for path, values in added.items()
    ]
    if given:
        glue.batch_create_partition(DatabaseName=database, TableName=name, PartitionInputList=given)
    return tuple(f"Repair: Added partition to metastore {name}:{path}" for path in added)


def is_in_catalog(database: str, name: str) -> bool:
    """Whether the catalog has a table of that name."""
    from botocore.exceptions import ClientError

    try:
        client("glue").get_table(DatabaseName=database, Name=name)
    except ClientError:
        return False
    return True


def glue_column(name: str, kind: str) -> dict[str, str]:
    """A column of DuckDB as the catalog describes it."""
    return {"Name": name, "Type": _GLUE_TYPES.get(kind, kind.lower())}
