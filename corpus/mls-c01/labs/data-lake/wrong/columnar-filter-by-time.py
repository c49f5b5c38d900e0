# step: columnar
# message: every file has to be opened
def mean_sql(day):
    where = f"read_at LIKE '{day}%'"
    return f"SELECT site, avg(temperature) AS mean_temperature FROM {TABLE} WHERE {where} GROUP BY site"
