# step: bucket
# message: its ARN without /\*
_right_bucket_policy = bucket_policy


def bucket_policy():
    made = _right_bucket_policy()
    for one in made["Statement"]:
        one["Resource"] = f"{BUCKET_ARN}/*"
    return made
