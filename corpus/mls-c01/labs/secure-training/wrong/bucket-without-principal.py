# step: bucket
# message: Principal is missing
_right_bucket_policy = bucket_policy


def bucket_policy():
    made = _right_bucket_policy()
    for one in made["Statement"]:
        del one["Principal"]
    return made
