# step: bucket
# message: needs "Version"
_right_bucket_policy = bucket_policy


def bucket_policy():
    made = _right_bucket_policy()
    made["Version"] = "2026-01-01"
    return made
