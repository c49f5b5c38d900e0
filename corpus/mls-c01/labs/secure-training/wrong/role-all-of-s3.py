# step: role
# message: also allows s3:PutObject on
_right_training_policy = training_policy


def training_policy():
    made = _right_training_policy()
    made["Statement"][:3] = [{"Effect": "Allow", "Action": "s3:*", "Resource": [BUCKET_ARN, f"{BUCKET_ARN}/*"]}]
    return made
