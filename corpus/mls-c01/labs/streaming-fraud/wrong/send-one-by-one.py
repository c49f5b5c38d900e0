# step: send
# message: 500 records a call
def send(firehose, records):
    for record in records:
        data = (json.dumps(record) + "\n").encode()
        firehose.put_record(DeliveryStreamName=STREAM, Record={"Data": data})
