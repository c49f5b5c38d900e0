"""The checks of the lab "A data lake": queries, a new day, Parquet."""

import numpy as np
from botocore.exceptions import ClientError
from lab_data import COLUMNS, DAYS, NEW_DAY, readings
from lake import answered, objects, reference_objects, reference_table, rows_of
from tutor.labs.checking import Wrong, expect

# --- query


def asked(lab, bench, sql):
    """What the learner's `run_query` gives."""
    reference_objects(lab, bench)
    reference_table(lab, bench)
    try:
        found = lab.run_query(bench.client("athena"), sql)
    except ClientError as error:
        if "has not yet finished" in str(error):
            raise Wrong(
                "The results were fetched while the query was still waiting or running; look at its state "
                "with get_query_execution until it is done."
            ) from error
        raise
    except KeyError as error:
        if error.args != ("VarCharValue",):
            raise
        raise Wrong("A cell whose value is missing has no VarCharValue; ask for it with .get, which gives None.") from error
    expect(
        isinstance(found, list) and all(isinstance(row, dict) for row in found),
        f"`run_query` has to return a list of dicts; it returned {str(found)[:60]}.",
    )
    return found


def rows_are_right(lab, bench):
    """A small query gives its rows."""
    sql = f"SELECT site, count(*) AS n FROM {lab.RAW_TABLE} GROUP BY site ORDER BY site"
    found = asked(lab, bench, sql)
    wanted = [{"site": site, "n": str(24 * len(DAYS))} for site in ("Bergen", "Gdynia", "Leith", "Porto")]
    if found[:1] == [{"site": "site", "n": "n"}]:
        raise Wrong("The first dict holds the names of the columns: row 1 of Athena's results is the header.")
    expect(found == wanted, f"The query gives {str(found)[:80]}; it has to give {str(wanted)[:80]}.")


def missing_values_are_none(lab, bench):
    """A missing value is None."""
    found = asked(lab, bench, "SELECT 'a' AS first, NULL AS second")
    expect(
        found == [{"first": "a", "second": None}],
        f"A row with a missing value came as {str(found)[:80]}; its cell has no VarCharValue, so ask with .get.",
    )


def all_pages_are_read(lab, bench):
    """A result of several pages comes whole."""
    found = asked(lab, bench, f"SELECT read_at, site FROM {lab.RAW_TABLE} WHERE day = '{DAYS[0]}'")
    if any(row.get("site") == "site" for row in found):
        raise Wrong("The names of the columns are among the rows; row 1 of the first page is the header.")
    expect(
        len(found) == 96,
        f"The query has 96 rows and you return {len(found)}. Results come in pages, and only the first page "
        "begins with the header; look at the paginator or at NextToken.",
    )


def a_failed_query_says_why(lab, bench):
    """A query that fails raises RuntimeError with Athena's reason."""
    try:
        found = asked(lab, bench, "SELECT site FROM no_such_table")
    except RuntimeError as error:
        expect(
            "no_such_table" in str(error),
            f"RuntimeError says {str(error)[:60]!r}; put Athena's StateChangeReason into it.",
        )
        return
    except ClientError as error:
        raise Wrong(
            "After a failed query the results were asked for. Look at the state first: FAILED comes with a "
            "StateChangeReason, which belongs into a RuntimeError."
        ) from error
    raise Wrong(f"The query failed and `run_query` returned {str(found)[:40]}; raise RuntimeError with the reason.")


# --- new-day


def with_new_day(lab, bench, times=1):
    """Rows a day after the new day has landed and the learner has registered it."""
    reference_objects(lab, bench, (*DAYS, NEW_DAY))
    reference_table(lab, bench)
    for _ in range(times):
        lab.register_day(bench.client("glue"), NEW_DAY)
    found = rows_of(lab, bench, f"SELECT day, count(*), count(DISTINCT read_at) FROM {lab.RAW_TABLE} GROUP BY day")
    return {day: (int(count), int(hours)) for day, count, hours in found}


def the_new_day_is_found(lab, bench):
    """A query finds the readings of the new day."""
    found = with_new_day(lab, bench)
    expect(
        NEW_DAY in found,
        f"A query knows {', '.join(sorted(found)) or 'no day'}. The partition {NEW_DAY} is not in the catalog, or "
        "its location is not where the objects are.",
    )
    count, hours = found[NEW_DAY]
    expect(
        (count, hours) == (96, 24),
        f"Under {NEW_DAY} a query counts {count} readings of {hours} hours; there are 96 of 24. The partition's "
        "Location has to be the prefix of this day alone.",
    )


def other_days_are_not_counted_twice(lab, bench):
    """The other days stay as they were."""
    found = with_new_day(lab, bench)
    for day in DAYS:
        expect(
            found.get(day, (0, 0))[0] == 96,
            f"{day} now has {found.get(day, (0, 0))[0]} readings instead of 96; add a partition and leave the "
            "table as it is.",
        )


def registering_again_is_no_error(lab, bench):
    """The same day again is no error, and counts once."""
    try:
        found = with_new_day(lab, bench, times=2)
    except ClientError as error:
        raise Wrong(
            f"The second call for a day ends with {error.response['Error']['Code']}; that the partition is there "
            "already is fine, so let that one exception pass."
        ) from error
    expect(found.get(NEW_DAY, (0, 0))[0] == 96, f"After two calls the day has {found.get(NEW_DAY)} readings.")


# --- columnar


def converted(lab, bench):
    """The learner's Parquet table as the catalog has it."""
    reference_objects(lab, bench)
    reference_table(lab, bench)
    rows_of(lab, bench, lab.convert_sql())
    try:
        return bench.client("glue").get_table(DatabaseName=lab.DATABASE, Name=lab.TABLE)["Table"]
    except ClientError as error:
        raise Wrong(f"There is no table {lab.TABLE} afterwards; look at CREATE TABLE ... AS SELECT.") from error


def parquet_is_partitioned_by_day(lab, bench):
    """The new table is Parquet at its own prefix, partitioned by day."""
    table = converted(lab, bench)
    keys = [one["Name"] for one in table.get("PartitionKeys", [])]
    expect(keys == ["day"], f"The partition keys are {keys}; ['day'] is wanted. Look at partitioned_by.")
    where = table["StorageDescriptor"]["Location"].rstrip("/")
    expect(where == lab.CURATED.rstrip("/"), f"The table lies at {where}; it has to lie at {lab.CURATED}.")


def no_reading_is_lost(lab, bench):
    """All readings and all columns are in the new table."""
    table = converted(lab, bench)
    names = [one["Name"] for one in table["StorageDescriptor"]["Columns"]]
    lost = [name for name in COLUMNS if name not in names]
    expect(not lost, f"The new table lacks {', '.join(lost)}; take all columns over.")
    ((count,),) = rows_of(lab, bench, f"SELECT count(*) FROM {lab.TABLE}")
    expect(int(count) == 96 * len(DAYS), f"The new table has {count} rows; there are {96 * len(DAYS)} readings.")


def raw_stays_as_it_was(lab, bench):
    """The raw zone has the same objects as before."""
    reference_objects(lab, bench)
    reference_table(lab, bench)
    before = objects(lab, bench)
    answered(lab, bench, lab.convert_sql())
    expect(
        objects(lab, bench) == before,
        "Objects under raw/ have changed; write the result to its own prefix, CURATED. From the raw zone "
        "every later step can be repeated.",
    )


def reference_parquet(lab, bench):
    """The Parquet table, independent of the learner's own."""
    reference_objects(lab, bench)
    reference_table(lab, bench)
    rows_of(
        lab,
        bench,
        f"CREATE TABLE {lab.TABLE} WITH (format = 'PARQUET', external_location = '{lab.CURATED}', "
        f"partitioned_by = ARRAY['day']) AS SELECT {', '.join(COLUMNS)}, day FROM {lab.RAW_TABLE}",
    )


def means_are_right(lab, bench):
    """The mean temperature of each site on the day is right."""
    reference_parquet(lab, bench)
    for day in DAYS[1:3]:
        state, reason, rows = answered(lab, bench, lab.mean_sql(day))
        expect(state == "SUCCEEDED", f"Athena answers: {reason}")
        expect(
            rows[0] == ["site", "mean_temperature"],
            f"The result has the columns {rows[0]}; `site` and `mean_temperature` are wanted.",
        )
        found = {site: float(mean) for site, mean in rows[1:]}
        wanted = readings((day,)).groupby("site")["temperature"].mean().to_dict()
        expect(found.keys() == wanted.keys(), f"On {day} the result has the sites {sorted(found)}.")
        for site, mean in wanted.items():
            expect(
                np.isclose(found[site], mean, atol=1e-6),
                f"On {day} the mean of {site} is {found[site]:.3f}; it is {mean:.3f}.",
            )


def little_is_read(lab, bench):
    """The query reads one day and two columns."""
    reference_parquet(lab, bench)
    day = DAYS[2]
    for sql in (lab.mean_sql(day), f"SELECT site, temperature FROM {lab.TABLE} WHERE day = '{day}'"):
        rows_of(lab, bench, sql)
    *_, found, wanted = bench.stand_in("athena").scanned_bytes
    if found <= wanted:
        return
    rows_of(lab, bench, f"SELECT * FROM {lab.TABLE} WHERE day = '{day}'")
    if found <= bench.stand_in("athena").scanned_bytes[-1]:
        raise Wrong(
            f"Your query reads {found} bytes, and two columns of the day have {wanted}. Name only the columns "
            "that the answer needs."
        )
    raise Wrong(
        f"Your query reads {found} bytes, and two columns of one day have {wanted}. Ask the Parquet table, and "
        "filter on the partition column `day` itself: for another column every file has to be opened."
    )
