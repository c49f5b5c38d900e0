# step: bucket
# message: since a Deny always wins
_right_bucket_policy = bucket_policy


def bucket_policy():
    made = _right_bucket_policy()
    del made["Statement"][1]["Condition"]["ArnNotEquals"]
    everything = [BUCKET_ARN, f"{BUCKET_ARN}/*"]
    allow = {"Effect": "Allow", "Principal": {"AWS": ADMIN_ROLE}, "Action": "s3:*", "Resource": everything}
    made["Statement"].append(allow)
    return made
