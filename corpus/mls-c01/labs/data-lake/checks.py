"""The checks of the lab "A data lake": landing and cataloguing; checks_query.py has the others."""

import io

import pandas as pd
from botocore.exceptions import ClientError
from lab_data import COLUMNS, DAYS, readings
from lake import RAW_PREFIX, objects, reference_objects, rows_of
from tutor.labs.checking import Wrong, expect

# --- land


def landed(lab, bench, table):
    """The objects after the learner has landed a table."""
    bench.client("s3").create_bucket(Bucket=lab.BUCKET)
    lab.land(bench.client("s3"), table)
    return objects(lab, bench, "")


def each_day_has_one_object(lab, bench):
    """Each day has one object under its own prefix."""
    found = landed(lab, bench, readings())
    prefixes = [f"{RAW_PREFIX}day={day}/" for day in DAYS]
    strange = [key for key in found if not key.startswith(tuple(prefixes))]
    if strange:
        raise Wrong(
            f"The object {strange[0]} stands under no day; keys have to begin as {prefixes[0]} does, and "
            "nothing but the day makes a partition here."
        )
    for prefix in prefixes:
        keys = [key for key in found if key.startswith(prefix)]
        expect(
            len(keys) == 1,
            f"There are {len(keys)} objects under {prefix}; one is wanted. Many small files make every "
            "query slow, since opening costs more than reading.",
        )


def every_reading_is_in_its_day(lab, bench):
    """A reading lies in the day on which it was read."""
    late = pd.concat([readings(DAYS[1:]), readings(DAYS[:1])], ignore_index=True)  # an older day comes last
    found = landed(lab, bench, late)
    for day in DAYS:
        texts = [body for key, body in found.items() if f"day={day}/" in key]
        rows = sum((body.decode().count("\n") - 1 for body in texts), 0)
        own = sum(body.decode().count(f"{day} ") for body in texts)
        expect(
            own == 96 and rows == 96,
            f"day={day}/ holds {rows} readings, {own} of them of that day; it has to hold its own 96. "
            "Group by the day in read_at.",
        )


def the_day_is_in_the_key_only(lab, bench):
    """An object begins with a header and holds the six columns in their order."""
    key, body = next(iter(sorted(landed(lab, bench, readings()).items())))
    header = body.decode().split("\n", 1)[0].strip().split(",")
    if "day" in header:
        raise Wrong(
            f"{key} has a column `day`; the key says the day already, and a table cannot have it twice. "
            "Write the columns of COLUMNS."
        )
    expect(
        header == list(COLUMNS),
        f"{key} begins with {','.join(header)[:60]!r}; it has to begin with {','.join(COLUMNS)!r}. Look at "
        "`index` and `columns` of to_csv.",
    )
    table = pd.read_csv(io.BytesIO(body))
    expect(len(table) == 96, f"{key} holds {len(table)} readings; it has to hold 96.")


def landing_again_changes_nothing(lab, bench):
    """The same delivery a second time leaves the same objects."""
    first = landed(lab, bench, readings())
    lab.land(bench.client("s3"), readings())
    second = objects(lab, bench, "")
    expect(
        first.keys() == second.keys(),
        f"After the second delivery there are {len(second)} objects instead of {len(first)}, so each reading "
        "counts twice. Let the key follow from the day alone.",
    )
    expect(
        first == second,
        "After the second delivery the objects' content differs; write the day anew, do not append.",
    )


# --- catalog


def described(lab, bench):
    """The learner's table."""
    lab.create_tables(bench.client("glue"))
    try:
        return bench.client("glue").get_table(DatabaseName=lab.DATABASE, Name=lab.RAW_TABLE)["Table"]
    except ClientError as error:
        raise Wrong(f"The catalog has no table {lab.RAW_TABLE} in {lab.DATABASE}; look at create_table.") from error


def day_is_a_partition_key(lab, bench):
    """`day` is a partition key, and no ordinary column besides."""
    table = described(lab, bench)
    columns = [one["Name"] for one in table["StorageDescriptor"].get("Columns", [])]
    keys = [(one["Name"], one["Type"]) for one in table.get("PartitionKeys", [])]
    if "day" in columns:
        raise Wrong(
            "`day` stands among the Columns. Athena then reads it from the files, where it is not, or calls "
            "the table invalid; put it under PartitionKeys only."
        )
    expect(keys == [("day", "string")], f"The partition keys are {keys}; `day` of type string is wanted.")


def columns_are_described(lab, bench):
    """The six columns are there, in the order of the files, with their types."""
    found = [(one["Name"], one["Type"]) for one in described(lab, bench)["StorageDescriptor"].get("Columns", [])]
    found = [one for one in found if one[0] != "day"]
    names = [name for name, _ in found]
    expect(
        names == list(COLUMNS),
        f"The columns are {', '.join(names)}; text files have no names for their fields, so the order of the "
        f"table counts: {', '.join(COLUMNS)}.",
    )
    for name, kind in found:
        wanted = "double" if name in ("temperature", "humidity") else "string"
        expect(kind == wanted, f"The type of {name} is {kind}; it has to be {wanted}.")


def table_lies_at_the_prefix(lab, bench):
    """The table lies at the prefix that all days share."""
    found = described(lab, bench)["StorageDescriptor"].get("Location", "")
    expect(
        found.rstrip("/") == f"s3://{lab.BUCKET}/{RAW_PREFIX}".rstrip("/"),
        f"The table's Location is {found!r}; it has to be the prefix above all days, {lab.RAW}.",
    )


def rows_are_read_without_headers(lab, bench):
    """A query reads the readings, and no header among them."""
    reference_objects(lab, bench)
    described(lab, bench)
    rows_of(lab, bench, f"MSCK REPAIR TABLE {lab.RAW_TABLE}")
    ((count, warm),) = rows_of(lab, bench, f"SELECT count(*), count(temperature) FROM {lab.RAW_TABLE}")
    expect(
        int(count) == 96 * len(DAYS),
        f"A query counts {count} rows, and there are {96 * len(DAYS)} readings. Each object begins with a "
        "header; look at skip.header.line.count of the table's Parameters.",
    )
    expect(int(warm) == 96 * len(DAYS), f"Only {warm} rows have a temperature; look at the order of the columns.")
