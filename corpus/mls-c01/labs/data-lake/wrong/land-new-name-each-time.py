# step: land
# message: each reading counts twice
def land(s3, readings):
    for day, rows in readings.groupby(readings["read_at"].str[:10]):
        body = rows.to_csv(index=False, columns=list(COLUMNS))
        key = f"raw/readings/day={day}/{time.time_ns()}.csv"
        s3.put_object(Bucket=BUCKET, Key=key, Body=body.encode())
