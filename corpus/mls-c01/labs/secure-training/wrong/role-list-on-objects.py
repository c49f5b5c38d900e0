# step: role
# message: without /\*
_right_training_policy = training_policy


def training_policy():
    made = _right_training_policy()
    made["Statement"][1]["Resource"] = f"{BUCKET_ARN}/*"
    return made
