# step: columnar
# message: take all columns over
def convert_sql():
    return f"""
        CREATE TABLE {TABLE}
        WITH (format = 'PARQUET', external_location = '{CURATED}', partitioned_by = ARRAY['day'])
        AS SELECT read_at, site, temperature, day FROM {RAW_TABLE}
    """
