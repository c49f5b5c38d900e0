# step: job
# message: with a way to the internet
_right_training_job = training_job


def training_job():
    made = _right_training_job()
    del made["VpcConfig"]
    return made
