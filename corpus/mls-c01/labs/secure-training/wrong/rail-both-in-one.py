# step: rail
# message: both have to be missing|would both have to be missing
_right_guard_rail = guard_rail


def guard_rail():
    made = _right_guard_rail()
    both = {"sagemaker:VpcSubnets": "true", "sagemaker:VolumeKmsKey": "true"}
    made["Statement"] = [{**made["Statement"][0], "Condition": {"Null": both}}]
    return made
