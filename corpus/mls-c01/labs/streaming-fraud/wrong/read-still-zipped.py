# step: read-back
# message: they are compressed; look at gzip.decompress
def read_raw(s3):
    rows = []
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="raw/"):
        for entry in page.get("Contents", []):
            body = s3.get_object(Bucket=BUCKET, Key=entry["Key"])["Body"].read()
            rows += [json.loads(line) for line in body.decode().splitlines()]
    return pd.DataFrame(rows)
