# step: land
# message: Many small files make every query slow
def land(s3, readings):
    for hour, rows in readings.groupby(readings["read_at"].str[:13]):
        day, clock = hour.split(" ")
        body = rows.to_csv(index=False, columns=list(COLUMNS))
        s3.put_object(Bucket=BUCKET, Key=f"raw/readings/day={day}/{clock}.csv", Body=body.encode())
