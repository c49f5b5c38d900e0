# step: role
# message: another-bucket/train
_right_training_policy = training_policy


def training_policy():
    made = _right_training_policy()
    made["Statement"][0]["Resource"] = "arn:aws:s3:::*/train/*"
    return made
