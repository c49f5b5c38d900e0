# step: land
# message: Look at `index`
def land(s3, readings):
    for day, rows in readings.groupby(readings["read_at"].str[:10]):
        body = rows.to_csv(columns=list(COLUMNS))
        s3.put_object(Bucket=BUCKET, Key=f"raw/readings/day={day}/readings.csv", Body=body.encode())
