"""Your work for the lab "A data lake". Fill in each function; check with the tutor."""

import time

from lab_data import COLUMNS, DAYS, NEW_DAY, readings

BUCKET = "lab-cold-lake"
DATABASE = "cold_lake"
RAW_TABLE, RAW = "readings_raw", f"s3://{BUCKET}/raw/readings/"
TABLE, CURATED = "readings", f"s3://{BUCKET}/curated/readings/"
RESULTS = f"s3://{BUCKET}/athena/"
POLL_SECONDS = 0.02

TEXT_FORMAT = {
    "InputFormat": "org.apache.hadoop.mapred.TextInputFormat",
    "OutputFormat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
    "SerdeInfo": {
        "SerializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
        "Parameters": {"field.delim": ","},
    },
}


def land(s3, readings):
    """Put each day's readings under raw/readings/day=YYYY-MM-DD/ as one CSV object."""
    raise NotImplementedError("TODO 1")


def create_tables(glue):
    """The database, and the table of the raw readings, partitioned by day."""
    raise NotImplementedError("TODO 2")


def run_query(athena, sql):
    """The rows of a query, each a dict from column to text."""
    raise NotImplementedError("TODO 3")


def register_day(glue, day):
    """Make a day's objects known to the table of the raw readings."""
    raise NotImplementedError("TODO 4")


def convert_sql():
    """The statement that makes the Parquet table from the raw one."""
    raise NotImplementedError("TODO 5")


def mean_sql(day):
    """The statement that asks for the mean temperature of each site on a day."""
    raise NotImplementedError("TODO 5")


if __name__ == "__main__":
    import boto3

    s3, glue, athena = (boto3.client(name) for name in ("s3", "glue", "athena"))
    s3.create_bucket(Bucket=BUCKET)
    land(s3, readings((*DAYS, NEW_DAY)))
    create_tables(glue)
    for day in (*DAYS, NEW_DAY):
        register_day(glue, day)
    run_query(athena, convert_sql())
    for row in run_query(athena, mean_sql(NEW_DAY)):
        print(row)
