# step: batch
# message: look at S3OutputPath
def score_batch(sagemaker):
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/to-score/"}}
    sagemaker.create_transform_job(
        TransformJobName=BATCH_JOB,
        ModelName=MODEL,
        TransformInput={"DataSource": source, "ContentType": "text/csv", "SplitType": "Line"},
        TransformOutput={"S3OutputPath": f"s3://{BUCKET}/", "Accept": "text/csv", "AssembleWith": "Line"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
    )
