# step: role
# message: the one key
_right_training_policy = training_policy


def training_policy():
    made = _right_training_policy()
    made["Statement"][3]["Resource"] = "*"
    return made
