# step: rail
# message: to EC2
_right_scientist_policy = scientist_policy


def scientist_policy():
    made = _right_scientist_policy()
    del made["Statement"][1]["Condition"]
    return made
