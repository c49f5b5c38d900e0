# step: columnar
# message: Ask the Parquet table
def mean_sql(day):
    return f"SELECT site, avg(temperature) AS mean_temperature FROM {RAW_TABLE} WHERE day = '{day}' GROUP BY site"
