# step: key
# message: change the key's policy
_right_key_policy = key_policy


def key_policy():
    made = _right_key_policy()
    made["Statement"][1]["Action"] = "kms:*"
    return made
