# step: columnar
# message: Name only the columns
def mean_sql(day):
    rows = f"SELECT site, temperature, length(remark) AS size FROM {TABLE} WHERE day = '{day}'"
    return f"SELECT site, avg(temperature) AS mean_temperature FROM ({rows}) WHERE size > 0 GROUP BY site"
