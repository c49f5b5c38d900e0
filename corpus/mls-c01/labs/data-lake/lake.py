"""What the checks of the lab "A data lake" begin with: objects, a catalog, queries. None of it the learner's."""

from functools import cache

from lab_data import COLUMNS, DAYS, readings
from tutor.labs.checking import expect

RAW_PREFIX = "raw/readings/"


def objects(lab, bench, prefix=RAW_PREFIX):
    """Key and content of each object under a prefix."""
    s3 = bench.client("s3")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=lab.BUCKET, Prefix=prefix)
    keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
    return {key: s3.get_object(Bucket=lab.BUCKET, Key=key)["Body"].read() for key in keys}


def reference_objects(lab, bench, days=DAYS):
    """The bucket with the raw readings, independent of the learner's own."""
    s3 = bench.client("s3")
    s3.create_bucket(Bucket=lab.BUCKET)
    for day in days:
        s3.put_object(Bucket=lab.BUCKET, Key=f"{RAW_PREFIX}day={day}/part-0.csv", Body=written(day))


@cache
def written(day):
    """A day's readings as an object holds them."""
    return readings((day,)).to_csv(index=False).encode()


def reference_table(lab, bench, days=DAYS):
    """Database, raw table and its partitions, independent of the learner's own."""
    glue = bench.client("glue")
    glue.create_database(DatabaseInput={"Name": lab.DATABASE})
    kinds = {"temperature": "double", "humidity": "double"}
    storage = {
        "Columns": [{"Name": name, "Type": kinds.get(name, "string")} for name in COLUMNS],
        "Location": f"s3://{lab.BUCKET}/{RAW_PREFIX}",
        "InputFormat": "org.apache.hadoop.mapred.TextInputFormat",
        "OutputFormat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
        "SerdeInfo": {
            "SerializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
            "Parameters": {"field.delim": ","},
        },
    }
    table = {
        "Name": lab.RAW_TABLE,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {"skip.header.line.count": "1"},
        "PartitionKeys": [{"Name": "day", "Type": "string"}],
        "StorageDescriptor": storage,
    }
    glue.create_table(DatabaseName=lab.DATABASE, TableInput=table)
    places = {day: {**storage, "Location": f"s3://{lab.BUCKET}/{RAW_PREFIX}day={day}/"} for day in days}
    given = [{"Values": [day], "StorageDescriptor": place} for day, place in places.items()]
    glue.batch_create_partition(DatabaseName=lab.DATABASE, TableName=lab.RAW_TABLE, PartitionInputList=given)


def answered(lab, bench, sql):
    """State, reason and rows (with their header) of a query, independent of the learner's own."""
    athena = bench.client("athena")
    query = athena.start_query_execution(
        QueryString=sql,
        QueryExecutionContext={"Database": lab.DATABASE},
        ResultConfiguration={"OutputLocation": f"s3://{lab.BUCKET}/check/"},
    )["QueryExecutionId"]
    for _ in range(3):
        status = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]
    if status["State"] != "SUCCEEDED":
        return status["State"], status["StateChangeReason"], []
    pages = athena.get_paginator("get_query_results").paginate(QueryExecutionId=query)
    rows = [[cell.get("VarCharValue") for cell in row["Data"]] for page in pages for row in page["ResultSet"]["Rows"]]
    return status["State"], "", rows


def rows_of(lab, bench, sql):
    """The rows of a query without the header; a failed one is told with its reason."""
    state, reason, rows = answered(lab, bench, sql)
    expect(state == "SUCCEEDED", f"Athena answers: {reason}")
    return rows[1:]
