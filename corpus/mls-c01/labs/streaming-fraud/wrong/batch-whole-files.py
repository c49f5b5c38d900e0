# step: batch
# message: look at SplitType
def score_batch(sagemaker):
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/to-score/"}}
    sagemaker.create_transform_job(
        TransformJobName=BATCH_JOB,
        ModelName=MODEL,
        TransformInput={"DataSource": source, "ContentType": "text/csv"},
        TransformOutput={"S3OutputPath": f"s3://{BUCKET}/scored/", "Accept": "text/csv"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
    )
