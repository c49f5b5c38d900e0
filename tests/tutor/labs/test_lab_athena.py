"""The stand-in for Athena, asked through boto3 in the child, as the checks of a lab ask it."""

import importlib.util

import pytest

from tests.tutor.labs.lab_folder import SOLUTION, TEXT, TOML, needs_lab_packages, write_attempt, write_lab
from tutor.labs.aws_server import install_sentence, missing_packages
from tutor.labs.judge import check_file
from tutor.labs.load import load_lab

needs_engine = pytest.mark.skipif(importlib.util.find_spec("duckdb") is None, reason="needs the extra `labs`")

CHECKS = '''\
from botocore.exceptions import ClientError
from tutor.labs.checking import expect

LAZY = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"


def lake(bench, days=3, rows=50, **parameters):
    """A bucket and a table `hives` with a partition for each day; a line of text is 1 byte a day longer."""
    s3, glue = bench.client("s3"), bench.client("glue")
    s3.create_bucket(Bucket="bkt")
    glue.create_database(DatabaseInput={"Name": "bees"})
    storage = {
        "Columns": [{"Name": "hive", "Type": "string"}, {"Name": "weight", "Type": "double"}],
        "Location": "s3://bkt/hives/",
        "SerdeInfo": {"SerializationLibrary": LAZY, "Parameters": {"field.delim": ","}},
    }
    keys = [{"Name": "day", "Type": "int"}]
    table = {"Name": "hives", "PartitionKeys": keys, "StorageDescriptor": storage, "Parameters": parameters}
    glue.create_table(DatabaseName="bees", TableInput=table)
    for day in range(1, days + 1):
        body = "".join(f"h{row % 5},{row}{'0' * day}\\n" for row in range(rows))
        s3.put_object(Bucket="bkt", Key=f"hives/day={day}/a.csv", Body=body.encode())


def ask(bench, sql, output="s3://bkt/out/"):
    """State, reason, rows with their header, and bytes read."""
    athena = bench.client("athena")
    query = athena.start_query_execution(
        QueryString=sql,
        QueryExecutionContext={"Database": "bees"},
        ResultConfiguration={"OutputLocation": output},
    )["QueryExecutionId"]
    for _ in range(3):
        found = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]
    state, reason = found["Status"]["State"], found["Status"].get("StateChangeReason", "")
    if state == "FAILED":
        return state, reason, [], 0
    pages = athena.get_paginator("get_query_results").paginate(QueryExecutionId=query)
    whole = [row["Data"] for page in pages for row in page["ResultSet"]["Rows"]]
    rows = [tuple(cell.get("VarCharValue") for cell in row) for row in whole]
    return state, reason, rows, found["Statistics"]["DataScannedInBytes"]


def same(found, wanted):
    expect(found == wanted, f"{found!r} instead of {wanted!r}")


def size(bench, key):
    return bench.client("s3").head_object(Bucket="bkt", Key=key)["ContentLength"]


def partitions_have_to_be_registered(lab, bench):
    """Objects of a partition that the catalog lacks are not read."""
    lake(bench)
    same(ask(bench, "SELECT count(*) AS n FROM hives")[2:], ([("n",), ("0",)], 0))
    added = ask(bench, "MSCK REPAIR TABLE hives")[2]
    same(added, [(f"Repair: Added partition to metastore hives:day={day}",) for day in (1, 2, 3)])
    same(ask(bench, "MSCK REPAIR TABLE hives")[2], [])
    same(ask(bench, "SELECT count(*) AS n FROM hives")[2], [("n",), ("150",)])


def a_filter_on_the_partition_reads_less(lab, bench):
    """Of text, whole files are read, but those of skipped partitions."""
    lake(bench)
    ask(bench, "MSCK REPAIR TABLE hives")
    sizes = [size(bench, f"hives/day={day}/a.csv") for day in (1, 2, 3)]
    same(ask(bench, "SELECT hive FROM hives LIMIT 1")[3], sum(sizes))
    same(ask(bench, "SELECT max(weight) FROM hives WHERE day = 2")[3], sizes[1])
    same(ask(bench, "SELECT max(weight) FROM hives WHERE day > 1")[3], sizes[1] + sizes[2])
    same(ask(bench, "SELECT max(weight) FROM hives WHERE day = 9")[2:], ([("max(weight)",), (None,)], 0))
    joined = "SELECT count(*) AS n FROM hives a JOIN hives b ON a.hive = b.hive WHERE a.day = 1 AND b.day = 1"
    same(ask(bench, joined)[2], [("n",), ("500",)])


def headers_and_words_are_null(lab, bench):
    """What is no number is NULL in a column of numbers; header lines are skipped on request."""
    lake(bench, days=0)
    s3 = bench.client("s3")
    s3.put_object(Bucket="bkt", Key="hives/day=1/a.csv", Body=b"hive,weight\\nh1,2.5\\nh2,\\nh3,heavy\\n")
    ask(bench, "MSCK REPAIR TABLE hives")
    found = ask(bench, "SELECT hive, weight FROM hives")[2]
    same(found[1:], [("hive", None), ("h1", "2.5"), ("h2", None), ("h3", None)])
    glue = bench.client("glue")
    table = glue.get_table(DatabaseName="bees", Name="hives")["Table"]
    kept = {name: table[name] for name in ("Name", "PartitionKeys", "StorageDescriptor")}
    given = {**kept, "Parameters": {"skip.header.line.count": "1"}}
    glue.update_table(DatabaseName="bees", TableInput=given)
    same(len(ask(bench, "SELECT hive FROM hives")[2]), 4)


def parquet_is_written_and_read_by_columns(lab, bench):
    """CREATE TABLE AS SELECT writes Parquet, table and partitions; fewer columns are fewer bytes."""
    lake(bench, rows=500)
    ask(bench, "MSCK REPAIR TABLE hives")
    make = (
        "CREATE TABLE fast WITH (format = 'PARQUET', external_location = 's3://bkt/fast/', "
        "partitioned_by = ARRAY['day']) AS SELECT hive, weight, day FROM hives"
    )
    state, reason, _, read = ask(bench, make)
    same((state, reason), ("SUCCEEDED", ""))
    same(read, sum(size(bench, f"hives/day={day}/a.csv") for day in (1, 2, 3)))
    table = bench.client("glue").get_table(DatabaseName="bees", Name="fast")["Table"]
    same(table["PartitionKeys"], [{"Name": "day", "Type": "int"}])
    same([c["Type"] for c in table["StorageDescriptor"]["Columns"]], ["string", "double"])
    sql = "SELECT hive, sum(weight) AS w FROM {} WHERE day = 2 GROUP BY hive ORDER BY hive"
    same(ask(bench, sql.format("fast"))[2], ask(bench, sql.format("hives"))[2])
    one, two, every = (
        ask(bench, f"SELECT {what} FROM fast WHERE {where}")[3]
        for what, where in (("sum(weight)", "day = 2"), ("hive, weight", "day = 2"), ("hive, weight", "true"))
    )
    expect(0 < one < two < every, (one, two, every))
    same("already exists" in ask(bench, make)[1], True)
    same("HIVE_PATH_ALREADY_EXISTS" in ask(bench, make.replace("TABLE fast", "TABLE other"))[1], True)
    last = make.replace("fast", "slow").replace("hive, weight, day", "day, hive, weight")
    same("Partition keys must be the last columns" in ask(bench, last)[1], True)


def a_hundred_partitions_at_most(lab, bench):
    """CREATE TABLE AS SELECT writes 100 partitions, not 101."""
    lake(bench)
    for count, state in ((100, "SUCCEEDED"), (101, "FAILED")):
        made = ask(
            bench,
            f"CREATE TABLE t{count} WITH (format = 'PARQUET', external_location = 's3://bkt/t{count}/', "
            f"partitioned_by = ARRAY['day']) AS SELECT range AS n, range AS day FROM range({count})",
        )
        same((made[0], "limit of 100" in made[1]), (state, state == "FAILED"))


def failures_have_reasons(lab, bench):
    """What cannot be run fails with a reason, and nothing outside the lake is read."""
    lake(bench)
    for sql, reason in (
        ("SELECT * FROM none", "TABLE_NOT_FOUND"),
        ("SELEC 1", "it cannot run 'SELEC 1'"),
        ("SELECT FROM WHERE", "Parser Error"),
        ("SELECT none FROM hives", "Binder Error"),
        ("DROP TABLE hives", "it cannot run 'DROP TABLE hives'"),
        ("SELECT * FROM read_text('/etc/hostname')", "Permission Error"),
        ("SELECT 1; SET enable_external_access = true", "Error"),
    ):
        state, said, *_ = ask(bench, sql)
        expect(state == "FAILED" and reason in said, f"{sql}: {state} {said}")
    try:
        ask(bench, "SELECT 1", output="")
    except ClientError as error:
        expect("No output location" in str(error), str(error))
    else:
        expect(False, "no output location was needed")


def a_query_takes_its_time(lab, bench):
    """Queued, running, done; results come after that, page by page, and as an object."""
    lake(bench, days=1)
    ask(bench, "MSCK REPAIR TABLE hives")
    athena = bench.client("athena")
    query = athena.start_query_execution(
        QueryString="SELECT hive FROM hives",
        QueryExecutionContext={"Database": "bees"},
        ResultConfiguration={"OutputLocation": "s3://bkt/out/"},
    )["QueryExecutionId"]
    states = []
    for _ in range(3):
        try:
            athena.get_query_results(QueryExecutionId=query)
        except ClientError as error:
            expect("has not yet finished" in str(error), str(error))
        else:
            expect(False, "results before the end")
        states.append(athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]["State"])
    same(states, ["QUEUED", "RUNNING", "SUCCEEDED"])
    first = athena.get_query_results(QueryExecutionId=query)
    same((len(first["ResultSet"]["Rows"]), first["NextToken"]), (25, "25"))
    body = bench.client("s3").get_object(Bucket="bkt", Key=f"out/{query}.csv")["Body"].read()
    same(body.split(b"\\n")[:2], [b'"hive"', b'"h0"'])
'''

NAMES = [line.split("(")[0].removeprefix("def ") for line in CHECKS.splitlines() if "(lab, bench)" in line]


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("athena")
    text = TOML.replace("services = []", 'services = ["s3", "glue", "athena"]')
    text = text.replace(
        'checks = ["sums_are_right", "nothing_is_zero"]', f"checks = {NAMES}".replace("'", '"')
    )
    text = text[: text.index('[[steps]]\nid = "double"')]
    text = text.replace("cpu_seconds = 5", "cpu_seconds = 60\nmemory_mb = 4096").replace("= 20", "= 120")
    lab_dir = write_lab(folder, lab=text, text=TEXT[: TEXT.index("<!-- step: double")], checks=CHECKS)
    (folder / "home").mkdir()
    attempt = write_attempt(folder / "mine", SOLUTION)
    told = []
    run = check_file(load_lab(lab_dir), attempt, folder / "home", told=told.append)
    assert run.stopped == ""
    assert told == sorted(told)
    assert set(told) <= set(range(len(NAMES) + 1))
    return {check.name: check for check in run.steps[0].checks}


@needs_lab_packages
@needs_engine
@pytest.mark.parametrize("name", NAMES)
def test_the_stand_in_for_athena(checked, name):
    assert checked[name].message == ""
    assert checked[name].passed


def test_what_is_missing_is_said_with_what_to_install():
    assert missing_packages(("s3", "athena"), has=lambda name: name != "duckdb") == ("duckdb",)
    assert missing_packages(("s3",), has=lambda name: name != "duckdb") == ()
    assert missing_packages((), has=lambda name: False) == ("pandas", "sklearn")
    assert install_sentence(("boto3", "moto")) == (
        "The labs need packages that are not installed (boto3, moto). "
        "Run `pip install -e '.[labs]'` in the tutor's folder."
    )
