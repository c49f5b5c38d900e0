# step: columnar
# message: must be the last columns
def convert_sql():
    return f"""
        CREATE TABLE {TABLE}
        WITH (format = 'PARQUET', external_location = '{CURATED}', partitioned_by = ARRAY['day'])
        AS SELECT day, {", ".join(COLUMNS)} FROM {RAW_TABLE}
    """
