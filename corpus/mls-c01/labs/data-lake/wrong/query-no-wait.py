# step: query
# message: still waiting or running
def run_query(athena, sql):
    query = athena.start_query_execution(
        QueryString=sql,
        QueryExecutionContext={"Database": DATABASE},
        ResultConfiguration={"OutputLocation": RESULTS},
    )["QueryExecutionId"]
    rows = athena.get_query_results(QueryExecutionId=query)["ResultSet"]["Rows"]
    rows = [[cell.get("VarCharValue") for cell in row["Data"]] for row in rows]
    return [dict(zip(rows[0], row)) for row in rows[1:]]
