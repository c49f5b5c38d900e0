# step: key
# message: names the whole account
_right_key_policy = key_policy


def key_policy():
    made = _right_key_policy()
    root = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    made["Statement"].append({"Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"})
    return made
