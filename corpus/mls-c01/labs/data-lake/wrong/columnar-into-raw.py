# step: columnar
# message: HIVE_PATH_ALREADY_EXISTS
def convert_sql():
    return f"""
        CREATE TABLE {TABLE}
        WITH (format = 'PARQUET', external_location = '{RAW}', partitioned_by = ARRAY['day'])
        AS SELECT {", ".join(COLUMNS)}, day FROM {RAW_TABLE}
    """
