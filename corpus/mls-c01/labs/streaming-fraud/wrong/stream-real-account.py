# step: stream
# message: A lab talks to the simulated AWS on this machine only
def create_pipeline(s3, firehose):
    boto3.client("s3", endpoint_url="https://s3.us-east-1.amazonaws.com").create_bucket(Bucket=BUCKET)
