# step: role
# message: AccessDenied, though S3 allows them
_right_training_policy = training_policy


def training_policy():
    made = _right_training_policy()
    del made["Statement"][3]
    return made
