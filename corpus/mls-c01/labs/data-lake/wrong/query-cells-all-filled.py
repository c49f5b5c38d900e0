# step: query
# message: has no VarCharValue; ask for it with .get
def run_query(athena, sql):
    query = athena.start_query_execution(
        QueryString=sql,
        QueryExecutionContext={"Database": DATABASE},
        ResultConfiguration={"OutputLocation": RESULTS},
    )["QueryExecutionId"]
    state = "QUEUED"
    while state in ("QUEUED", "RUNNING"):
        time.sleep(POLL_SECONDS)
        state = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]["State"]
    if state == "FAILED":
        raise RuntimeError(athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]["StateChangeReason"])
    pages = athena.get_paginator("get_query_results").paginate(QueryExecutionId=query)
    rows = [row for page in pages for row in page["ResultSet"]["Rows"]]
    rows = [[cell["VarCharValue"] for cell in row["Data"]] for row in rows]
    return [dict(zip(rows[0], row)) for row in rows[1:]]
