# step: bucket
# message: lets in a role that nobody gave
_right_bucket_policy = bucket_policy


def bucket_policy():
    made = _right_bucket_policy()
    allow = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": f"{BUCKET_ARN}/*"}
    allow["Condition"] = {"StringEquals": {"aws:SourceVpce": VPC_ENDPOINT}}
    made["Statement"].append(allow)
    return made
