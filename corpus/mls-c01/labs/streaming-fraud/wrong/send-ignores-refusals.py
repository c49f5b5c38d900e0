# step: send
# message: FailedPutCount
def send(firehose, records):
    for start in range(0, len(records), 500):
        batch = [{"Data": (json.dumps(record) + "\n").encode()} for record in records[start : start + 500]]
        firehose.put_record_batch(DeliveryStreamName=STREAM, Records=batch)
