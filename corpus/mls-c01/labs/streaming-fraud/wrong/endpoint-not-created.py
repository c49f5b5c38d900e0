# step: endpoint
# message: look at create_endpoint
def deploy(s3, sagemaker, model):
    s3.put_object(Bucket=BUCKET, Key="model/model.tar.gz", Body=pack(model))
    container = {
        "Image": IMAGE,
        "ModelDataUrl": f"s3://{BUCKET}/model/model.tar.gz",
        "Environment": {"SAGEMAKER_PROGRAM": "lab.py"},
    }
    sagemaker.create_model(ModelName=MODEL, ExecutionRoleArn=ROLE, PrimaryContainer=container)
    variant = {
        "VariantName": "main",
        "ModelName": MODEL,
        "InstanceType": "ml.m5.large",
        "InitialInstanceCount": 2,
    }
    sagemaker.create_endpoint_config(EndpointConfigName=ENDPOINT, ProductionVariants=[variant])
