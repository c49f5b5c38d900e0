# step: key
# message: nobody can manage
_right_key_policy = key_policy


def key_policy():
    made = _right_key_policy()
    del made["Statement"][0]
    return made
