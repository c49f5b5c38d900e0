# step: batch
# message: There is no transform job
def score_batch(sagemaker):
    score_now(boto3.client("sagemaker-runtime"), [1, 0, 0, 0, 0])
