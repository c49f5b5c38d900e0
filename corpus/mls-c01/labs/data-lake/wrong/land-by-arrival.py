# step: land
# message: Group by the day in read_at
def land(s3, readings):
    for place, day in enumerate(DAYS):
        rows = readings.iloc[96 * place : 96 * (place + 1)]
        body = rows.to_csv(index=False, columns=list(COLUMNS))
        s3.put_object(Bucket=BUCKET, Key=f"raw/readings/day={day}/readings.csv", Body=body.encode())
