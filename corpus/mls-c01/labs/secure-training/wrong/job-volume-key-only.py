# step: job
# message: does not reach S3
_right_training_job = training_job


def training_job():
    made = _right_training_job()
    del made["OutputDataConfig"]["KmsKeyId"]
    return made
