# step: process
# message: there is no file /opt/ml/processing/code/lab.py
def start_processing(s3, sagemaker):
    base = "/opt/ml/processing"
    sagemaker.create_processing_job(
        ProcessingJobName=JOB,
        RoleArn=ROLE,
        AppSpecification={
            "ImageUri": IMAGE,
            "ContainerEntrypoint": ["python3", f"{base}/code/lab.py"],
            "ContainerArguments": [f"{base}/input", f"{base}/output"],
        },
        ProcessingResources={
            "ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10}
        },
        ProcessingInputs=[_input("raw", f"s3://{BUCKET}/raw/", f"{base}/input")],
    )
