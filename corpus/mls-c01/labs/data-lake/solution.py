"""A solution of the lab "A data lake"."""

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
    for day, rows in readings.groupby(readings["read_at"].str[:10]):
        body = rows.to_csv(index=False, columns=list(COLUMNS))
        s3.put_object(Bucket=BUCKET, Key=f"raw/readings/day={day}/readings.csv", Body=body.encode())


def create_tables(glue):
    """The database, and the table of the raw readings, partitioned by day."""
    glue.create_database(DatabaseInput={"Name": DATABASE})
    numbers = ("temperature", "humidity")
    columns = [{"Name": name, "Type": "double" if name in numbers else "string"} for name in COLUMNS]
    glue.create_table(
        DatabaseName=DATABASE,
        TableInput={
            "Name": RAW_TABLE,
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {"skip.header.line.count": "1"},
            "PartitionKeys": [{"Name": "day", "Type": "string"}],
            "StorageDescriptor": {"Columns": columns, "Location": RAW, **TEXT_FORMAT},
        },
    )


def run_query(athena, sql):
    """The rows of a query, each a dict from column to text."""
    query = athena.start_query_execution(
        QueryString=sql,
        QueryExecutionContext={"Database": DATABASE},
        ResultConfiguration={"OutputLocation": RESULTS},
    )["QueryExecutionId"]
    status = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]
    while status["State"] in ("QUEUED", "RUNNING"):
        time.sleep(POLL_SECONDS)
        status = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]
    if status["State"] != "SUCCEEDED":
        raise RuntimeError(status.get("StateChangeReason", status["State"]))
    pages = athena.get_paginator("get_query_results").paginate(QueryExecutionId=query)
    rows = [[cell.get("VarCharValue") for cell in row["Data"]] for page in pages for row in page["ResultSet"]["Rows"]]
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def register_day(glue, day):
    """Make a day's objects known to the table of the raw readings."""
    storage = glue.get_table(DatabaseName=DATABASE, Name=RAW_TABLE)["Table"]["StorageDescriptor"]
    try:
        glue.create_partition(
            DatabaseName=DATABASE,
            TableName=RAW_TABLE,
            PartitionInput={"Values": [day], "StorageDescriptor": {**storage, "Location": f"{RAW}day={day}/"}},
        )
    except glue.exceptions.AlreadyExistsException:
        pass


def convert_sql():
    """The statement that makes the Parquet table from the raw one."""
    return f"""
        CREATE TABLE {TABLE}
        WITH (format = 'PARQUET', external_location = '{CURATED}', partitioned_by = ARRAY['day'])
        AS SELECT {", ".join(COLUMNS)}, day FROM {RAW_TABLE}
    """


def mean_sql(day):
    """The statement that asks for the mean temperature of each site on a day."""
    return f"SELECT site, avg(temperature) AS mean_temperature FROM {TABLE} WHERE day = '{day}' GROUP BY site"


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
