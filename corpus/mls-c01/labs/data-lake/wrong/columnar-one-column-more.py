# step: columnar
# message: Name only the columns
def mean_sql(day):
    return f"SELECT site, avg(temperature) AS mean_temperature FROM {TABLE} WHERE day = '{day}' AND read_at LIKE '{day}%' GROUP BY site"
