# step: job
# message: does not take these arguments
_right_training_job = training_job


def training_job():
    made = _right_training_job()
    made["VolumeKmsKeyId"] = KEY
    return made
