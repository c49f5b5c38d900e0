"""Your work for the lab "Secure training". Fill in each function; check with the tutor."""

import json

ACCOUNT = "123456789012"
BUCKET = "lab-clinic-training"
BUCKET_ARN = f"arn:aws:s3:::{BUCKET}"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
VPC_ENDPOINT = "vpce-0a1b2c3d4e5f67890"
SUBNETS = ["subnet-0aaa1111bbb2222cc", "subnet-0ddd3333eee4444ff"]
SECURITY_GROUP = "sg-0123456789abcdef0"
TRAINING_ROLE = f"arn:aws:iam::{ACCOUNT}:role/TrainingRole"
ADMIN_ROLE = f"arn:aws:iam::{ACCOUNT}:role/AdminRole"
KEY_ADMIN_ROLE = f"arn:aws:iam::{ACCOUNT}:role/KeyAdminRole"

JOB = {
    "TrainingJobName": "readmission-1",
    "AlgorithmSpecification": {
        "TrainingImage": f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/readmission:1",
        "TrainingInputMode": "File",
    },
    "RoleArn": TRAINING_ROLE,
    "InputDataConfig": [
        {
            "ChannelName": "train",
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/train/"}},
        }
    ],
    "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/models/"},
    "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 2, "VolumeSizeInGB": 30},
    "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
}


def bucket_policy():
    """Refuses what is not encrypted in transit, not from the VPC endpoint, or not to be encrypted with KMS."""
    raise NotImplementedError("TODO 1")


def protect_bucket(s3):
    """Policy, block of public access, and default encryption of the bucket."""
    raise NotImplementedError("TODO 1")


def training_policy():
    """What the training role may do: its identity policy."""
    raise NotImplementedError("TODO 2")


def key_policy():
    """Who may manage the key, and who may use it."""
    raise NotImplementedError("TODO 3")


def training_job():
    """The arguments of create_training_job."""
    raise NotImplementedError("TODO 4")


def guard_rail():
    """A service control policy: no training job without subnets and a volume key."""
    raise NotImplementedError("TODO 5")


def scientist_policy():
    """What a scientist may do: start training jobs with the training role."""
    raise NotImplementedError("TODO 5")


if __name__ == "__main__":
    import boto3

    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    protect_bucket(s3)
    print(boto3.client("sagemaker").create_training_job(**training_job())["TrainingJobArn"])
    print(json.dumps(guard_rail(), indent=2))
