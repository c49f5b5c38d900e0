# step: process
# message: Look at the job's output
def start_processing(s3, sagemaker):
    s3.upload_file(__file__, BUCKET, "code/lab.py")
    base = "/opt/ml/processing"
    sagemaker.create_processing_job(
        ProcessingJobName=JOB,
        RoleArn=ROLE,
        AppSpecification={
            "ImageUri": IMAGE,
            "ContainerEntrypoint": ["python3", f"{base}/code/lab.py"],
            "ContainerArguments": [f"{base}/input", f"{base}/code"],
        },
        ProcessingResources={
            "ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10}
        },
        ProcessingInputs=[
            _input("code", f"s3://{BUCKET}/code/", f"{base}/code"),
            _input("raw", f"s3://{BUCKET}/raw/", f"{base}/input"),
        ],
    )
