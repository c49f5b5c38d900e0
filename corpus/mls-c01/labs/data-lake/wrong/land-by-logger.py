# step: land
# message: stands under no day
def land(s3, readings):
    for logger, rows in readings.groupby("logger"):
        body = rows.to_csv(index=False, columns=list(COLUMNS))
        s3.put_object(Bucket=BUCKET, Key=f"raw/readings/logger={logger}/readings.csv", Body=body.encode())
