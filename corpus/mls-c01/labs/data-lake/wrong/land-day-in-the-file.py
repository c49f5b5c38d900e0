# step: land
# message: has a column `day`
def land(s3, readings):
    readings = readings.assign(day=readings["read_at"].str[:10])
    for day, rows in readings.groupby("day"):
        body = rows.to_csv(index=False)
        s3.put_object(Bucket=BUCKET, Key=f"raw/readings/day={day}/readings.csv", Body=body.encode())
