# step: read-back
# message: get_paginator
def read_raw(s3):
    rows = []
    for entry in s3.list_objects_v2(Bucket=BUCKET, Prefix="raw/").get("Contents", []):
        body = s3.get_object(Bucket=BUCKET, Key=entry["Key"])["Body"].read()
        rows += [json.loads(line) for line in gzip.decompress(body).decode().splitlines()]
    return pd.DataFrame(rows)
