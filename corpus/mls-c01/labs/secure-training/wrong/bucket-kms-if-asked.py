# step: bucket
# message: asks for no encryption
_right_bucket_policy = bucket_policy


def bucket_policy():
    made = _right_bucket_policy()
    wanted = {"s3:x-amz-server-side-encryption": "aws:kms"}
    made["Statement"][2]["Condition"] = {"StringNotEqualsIfExists": wanted, "Null": {next(iter(wanted)): "false"}}
    return made
