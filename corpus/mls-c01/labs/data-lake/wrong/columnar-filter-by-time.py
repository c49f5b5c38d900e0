# step: columnar
# message: skip no partition
def mean_sql(day):
    return f"SELECT site, avg(temperature) AS mean_temperature FROM {TABLE} WHERE read_at LIKE '{day}%' GROUP BY site"
