# step: columnar
# message: Look at partitioned_by
def convert_sql():
    return f"""
        CREATE TABLE {TABLE}
        WITH (format = 'PARQUET', external_location = '{CURATED}')
        AS SELECT {", ".join(COLUMNS)}, day FROM {RAW_TABLE}
    """
