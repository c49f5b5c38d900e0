"""A solution of the lab "Secure training"."""

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
    everything = [BUCKET_ARN, f"{BUCKET_ARN}/*"]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "OnlyTls",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": everything,
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
            {
                "Sid": "OnlyThroughTheEndpoint",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": everything,
                "Condition": {
                    "StringNotEquals": {"aws:SourceVpce": VPC_ENDPOINT},
                    "ArnNotEquals": {"aws:PrincipalArn": ADMIN_ROLE},
                },
            },
            {
                "Sid": "OnlyKms",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:PutObject",
                "Resource": f"{BUCKET_ARN}/*",
                "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}},
            },
        ],
    }


def protect_bucket(s3):
    """Policy, block of public access, and default encryption of the bucket."""
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(bucket_policy()))
    s3.put_public_access_block(
        Bucket=BUCKET,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "IgnorePublicAcls": True,
            "BlockPublicPolicy": True,
            "RestrictPublicBuckets": True,
        },
    )
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}
    s3.put_bucket_encryption(
        Bucket=BUCKET,
        ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": default}]},
    )


def training_policy():
    """What the training role may do: its identity policy."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{BUCKET_ARN}/train/*"},
            {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": BUCKET_ARN},
            {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"{BUCKET_ARN}/models/*"},
            {"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": KEY},
        ],
    }


def key_policy():
    """Who may manage the key, and who may use it."""
    manage = [
        "kms:DescribeKey",
        "kms:GetKeyPolicy",
        "kms:PutKeyPolicy",
        "kms:EnableKeyRotation",
        "kms:DisableKeyRotation",
        "kms:ScheduleKeyDeletion",
        "kms:CancelKeyDeletion",
    ]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Manage",
                "Effect": "Allow",
                "Principal": {"AWS": KEY_ADMIN_ROLE},
                "Action": manage,
                "Resource": "*",
            },
            {
                "Sid": "Use",
                "Effect": "Allow",
                "Principal": {"AWS": TRAINING_ROLE},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": "*",
            },
        ],
    }


def training_job():
    """The arguments of create_training_job."""
    return {
        **JOB,
        "VpcConfig": {"Subnets": SUBNETS, "SecurityGroupIds": [SECURITY_GROUP]},
        "EnableNetworkIsolation": True,
        "EnableInterContainerTrafficEncryption": True,
        "OutputDataConfig": {**JOB["OutputDataConfig"], "KmsKeyId": KEY},
        "ResourceConfig": {**JOB["ResourceConfig"], "VolumeKmsKeyId": KEY},
    }


def guard_rail():
    """A service control policy: no training job without subnets and a volume key."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": name,
                "Effect": "Deny",
                "Action": "sagemaker:CreateTrainingJob",
                "Resource": "*",
                "Condition": {"Null": {key: "true"}},
            }
            for name, key in (("NoVpc", "sagemaker:VpcSubnets"), ("NoVolumeKey", "sagemaker:VolumeKmsKey"))
        ],
    }


def scientist_policy():
    """What a scientist may do: start training jobs with the training role."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob"],
                "Resource": "*",
            },
            {
                "Effect": "Allow",
                "Action": "iam:PassRole",
                "Resource": TRAINING_ROLE,
                "Condition": {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
            },
        ],
    }


if __name__ == "__main__":
    import boto3

    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    protect_bucket(s3)
    print(boto3.client("sagemaker").create_training_job(**training_job())["TrainingJobArn"])
    print(json.dumps(guard_rail(), indent=2))
