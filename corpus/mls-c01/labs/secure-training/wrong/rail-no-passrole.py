# step: rail
# message: every CreateTrainingJob ends with AccessDenied
_right_scientist_policy = scientist_policy


def scientist_policy():
    made = _right_scientist_policy()
    del made["Statement"][1]
    return made
