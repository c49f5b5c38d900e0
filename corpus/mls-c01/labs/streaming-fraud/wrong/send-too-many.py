# step: send
# message: A batch holds at most 500
def send(firehose, records):
    batch = [{"Data": (json.dumps(record) + "\n").encode()} for record in records]
    firehose.put_record_batch(DeliveryStreamName=STREAM, Records=batch)
