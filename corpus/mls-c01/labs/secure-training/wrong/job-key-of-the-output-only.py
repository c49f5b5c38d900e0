# step: job
# message: VolumeKmsKeyId in ResourceConfig
_right_training_job = training_job


def training_job():
    made = _right_training_job()
    del made["ResourceConfig"]["VolumeKmsKeyId"]
    return made
