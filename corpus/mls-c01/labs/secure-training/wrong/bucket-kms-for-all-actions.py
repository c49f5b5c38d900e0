# step: bucket
# message: Name s3:PutObject only
_right_bucket_policy = bucket_policy


def bucket_policy():
    made = _right_bucket_policy()
    made["Statement"][2]["Action"] = "s3:*"
    return made
