# step: bucket
# message: Deny unless aws:SourceVpce is yours|Behind an endpoint there is no aws:SourceIp
_right_bucket_policy = bucket_policy


def bucket_policy():
    made = _right_bucket_policy()
    made["Statement"][1]["Condition"] = {
        "NotIpAddress": {"aws:SourceIp": "10.20.0.0/16"},
        "ArnNotEquals": {"aws:PrincipalArn": ADMIN_ROLE},
    }
    return made
