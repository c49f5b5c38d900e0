# step: send
# message: end each with a newline
def send(firehose, records):
    for start in range(0, len(records), 500):
        batch = [{"Data": json.dumps(record).encode()} for record in records[start : start + 500]]
        firehose.put_record_batch(DeliveryStreamName=STREAM, Records=batch)
