# step: bucket
# message: look at put_public_access_block
def protect_bucket(s3):
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(bucket_policy()))
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}
    s3.put_bucket_encryption(
        Bucket=BUCKET,
        ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": default}]},
    )
