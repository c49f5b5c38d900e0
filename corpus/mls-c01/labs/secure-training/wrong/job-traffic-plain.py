# step: job
# message: not between the instances
_right_training_job = training_job


def training_job():
    made = _right_training_job()
    made["EnableInterContainerTrafficEncryption"] = False
    return made
