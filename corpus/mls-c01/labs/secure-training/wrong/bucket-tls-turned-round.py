# step: bucket
# message: Look at aws:SecureTransport
_right_bucket_policy = bucket_policy


def bucket_policy():
    made = _right_bucket_policy()
    made["Statement"][0]["Condition"] = {"Bool": {"aws:SecureTransport": "true"}}
    return made
