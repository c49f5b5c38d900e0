"""The checks of the lab "Secure training"."""

import json

from botocore.exceptions import ClientError, ParamValidationError
from tutor.labs.checking import Wrong, expect
from tutor.labs.policy import PolicyError, Reason, Request, decide

ALL = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
VISITOR = "arn:aws:iam::123456789012:role/VisitorRole"


def ruling(request, **policies):
    """The decision on a request; a policy that cannot be read is told."""
    try:
        return decide(request, **policies)
    except PolicyError as error:
        raise Wrong(f"The policy cannot be evaluated. {error}") from error


# --- bucket


def to_bucket(lab, action="s3:GetObject", key="train/a.csv", principal=None, **context):
    """The decision on a call of somebody whose identity policy allows everything."""
    principal = principal or lab.TRAINING_ROLE
    resource = f"arn:aws:s3:::{lab.BUCKET}" + (f"/{key}" if key else "")
    given = {
        "aws:SecureTransport": context.get("tls", "true"),
        "aws:PrincipalArn": principal,
        "s3:x-amz-server-side-encryption": context.get("encryption"),
        "aws:SourceVpce": context.get("endpoint", lab.VPC_ENDPOINT),
        "aws:VpcSourceIp": "10.20.1.7",
    }
    known = {name: value for name, value in given.items() if value}
    return ruling(Request(principal, action, resource, known), identity=[ALL], resource=lab.bucket_policy())


def tls_is_demanded(lab, bench):
    """A request without TLS is refused, to the bucket and to its objects."""
    for principal in (lab.TRAINING_ROLE, lab.ADMIN_ROLE):
        expect(
            not to_bucket(lab, tls="false", principal=principal).allowed,
            f"{principal.rpartition('/')[2]} reads an object without TLS. Look at aws:SecureTransport.",
        )
    expect(
        not to_bucket(lab, "s3:ListBucket", "", tls="false").allowed,
        "The bucket can be listed without TLS. The bucket is a resource of its own: its ARN without /*.",
    )
    found = to_bucket(lab)
    expect(
        found.allowed,
        f"A request with TLS through the endpoint is refused by {found.statement}. Look at what its condition says.",
    )


def only_the_endpoint_leads_in(lab, bench):
    """A request from elsewhere is refused, but for the administrator."""
    for endpoint, words in ((None, "from the internet"), ("vpce-0ffffffffffffffff", "through a foreign VPC endpoint")):
        expect(
            not to_bucket(lab, endpoint=endpoint).allowed,
            f"The training role reads an object {words}. Deny unless aws:SourceVpce is yours.",
        )
        expect(
            not to_bucket(lab, "s3:ListBucket", "", endpoint=endpoint).allowed,
            f"The bucket can be listed {words}. Its ARN without /* has to be among the resources.",
        )
    found = to_bucket(lab, endpoint=None, principal=lab.ADMIN_ROLE)
    expect(
        found.allowed,
        f"{found.statement} refuses the administrator, who works from outside the VPC. Except ADMIN_ROLE within the "
        "same condition; an Allow beside it would not help, since a Deny always wins.",
    )
    found = to_bucket(lab)
    expect(
        found.allowed,
        f"{found.statement} refuses the training role, which comes through the endpoint. Behind an endpoint there is "
        "no aws:SourceIp; aws:SourceVpce is the key.",
    )


def uploads_ask_for_kms(lab, bench):
    """An upload that does not ask for KMS is refused; reading is not touched."""
    for encryption, words in ((None, "asks for no encryption"), ("AES256", "asks for AES256")):
        expect(
            not to_bucket(lab, "s3:PutObject", "models/m.tar.gz", encryption=encryption).allowed,
            f"An upload that {words} is let in. Deny s3:PutObject unless s3:x-amz-server-side-encryption is aws:kms.",
        )
    found = to_bucket(lab, "s3:PutObject", "models/m.tar.gz", encryption="aws:kms")
    expect(found.allowed, f"{found.statement} refuses an upload that asks for aws:kms.")
    found = to_bucket(lab)
    expect(
        found.allowed,
        f"{found.statement} refuses reading: a GetObject carries no header for encryption. Name s3:PutObject only.",
    )


def the_policy_lets_nobody_in(lab, bench):
    """The policy allows nothing by itself."""
    context = {"aws:SecureTransport": "true", "aws:SourceVpce": lab.VPC_ENDPOINT, "aws:PrincipalArn": VISITOR}
    request = Request(VISITOR, "s3:GetObject", f"arn:aws:s3:::{lab.BUCKET}/train/a.csv", context)
    found = ruling(request, resource=lab.bucket_policy())
    expect(
        found.reason is not Reason.ALLOWED,
        f"{found.statement} lets in a role that nobody gave any right. Use Deny statements only.",
    )


def bucket_is_protected(lab, bench):
    """Policy, block of public access and default encryption are set on the bucket."""
    s3 = bench.client("s3")
    s3.create_bucket(Bucket=lab.BUCKET)
    lab.protect_bucket(s3)
    try:
        policy = json.loads(s3.get_bucket_policy(Bucket=lab.BUCKET)["Policy"])
    except ClientError as error:
        raise Wrong("The bucket has no policy; look at put_bucket_policy, which takes JSON text.") from error
    expect(policy == lab.bucket_policy(), "The bucket's policy is another one than `bucket_policy()` returns.")
    try:
        block = s3.get_public_access_block(Bucket=lab.BUCKET)["PublicAccessBlockConfiguration"]
    except ClientError as error:
        raise Wrong("Public access is not blocked; look at put_public_access_block.") from error
    open_ = sorted(name for name, value in block.items() if not value)
    expect(not open_, f"Public access is open in {', '.join(open_)}; block it in all four ways.")
    try:
        rules = s3.get_bucket_encryption(Bucket=lab.BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
    except ClientError as error:
        raise Wrong("The bucket has no default encryption; look at put_bucket_encryption.") from error
    default = rules[0]["ApplyServerSideEncryptionByDefault"]
    expect(
        (default["SSEAlgorithm"], default.get("KMSMasterKeyID")) == ("aws:kms", lab.KEY),
        f"The default encryption is {default['SSEAlgorithm']} with the key {default.get('KMSMasterKeyID')}; aws:kms "
        "with KEY is wanted.",
    )


# --- role


def by_role(lab, action, resource):
    """The decision on a call of the training role, with the learner's identity policy alone."""
    return ruling(Request(lab.TRAINING_ROLE, action, resource), identity=[lab.training_policy()])


def key_by_role(lab, action, key):
    """The same for a key whose policy leaves the decision to identity policies."""
    account = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{lab.ACCOUNT}:root"},
            "Action": "kms:*",
            "Resource": "*",
        },
    }
    return ruling(Request(lab.TRAINING_ROLE, action, key), identity=[lab.training_policy()], resource=account)


def the_role_can_train(lab, bench):
    """The role can read, list, write models and use the key."""
    bucket = f"arn:aws:s3:::{lab.BUCKET}"
    for action, resource in (
        ("s3:GetObject", f"{bucket}/train/2026/a.csv"),
        ("s3:ListBucket", bucket),
        ("s3:PutObject", f"{bucket}/models/m.tar.gz"),
    ):
        more = " ListBucket is an action on the bucket itself, without /*." if action == "s3:ListBucket" else ""
        expect(by_role(lab, action, resource).allowed, f"The role lacks {action} on {resource}.{more}")
    for action in ("kms:Decrypt", "kms:GenerateDataKey"):
        expect(
            key_by_role(lab, action, lab.KEY).allowed,
            f"The role lacks {action} on KEY; without it objects under SSE-KMS are AccessDenied, though S3 allows them.",
        )


def the_role_can_do_no_more(lab, bench):
    """The role can do nothing else."""
    bucket, other = f"arn:aws:s3:::{lab.BUCKET}", lab.KEY[:-1] + "0"
    for action, resource in (
        ("s3:PutObject", f"{bucket}/train/a.csv"),
        ("s3:GetObject", f"{bucket}/payroll/a.csv"),
        ("s3:GetObject", "arn:aws:s3:::another-bucket/train/a.csv"),
        ("s3:ListBucket", "arn:aws:s3:::another-bucket"),
        ("s3:DeleteObject", f"{bucket}/models/m.tar.gz"),
        ("s3:PutBucketPolicy", bucket),
        ("iam:PassRole", lab.ADMIN_ROLE),
    ):
        found = by_role(lab, action, resource)
        expect(
            not found.allowed,
            f"{found.statement} also allows {action} on {resource}. Name the actions, and the resource by its prefix.",
        )
    for action, key in (("kms:Decrypt", other), ("kms:ScheduleKeyDeletion", lab.KEY)):
        found = key_by_role(lab, action, key)
        expect(not found.allowed, f"{found.statement} also allows {action} on {key}. Name the two actions and the one key.")


# --- key


def to_key(lab, principal, action, *identity):
    """The decision on a call to the key."""
    return ruling(Request(principal, action, lab.KEY), identity=identity, resource=lab.key_policy())


def the_role_uses_the_key(lab, bench):
    """The training role can decrypt and make data keys, and cannot manage."""
    for action in ("kms:Decrypt", "kms:GenerateDataKey"):
        expect(
            to_key(lab, lab.TRAINING_ROLE, action).allowed,
            f"The key policy does not give the training role {action}; a key is reached through its policy only.",
        )
    expect(
        not to_key(lab, lab.TRAINING_ROLE, "kms:PutKeyPolicy").allowed,
        "The training role can change the key's policy; give it the actions of using only.",
    )


def the_administrator_manages(lab, bench):
    """The key's administrator can manage it."""
    for action in ("kms:DescribeKey", "kms:PutKeyPolicy", "kms:EnableKeyRotation", "kms:ScheduleKeyDeletion"):
        expect(
            to_key(lab, lab.KEY_ADMIN_ROLE, action).allowed,
            f"KEY_ADMIN_ROLE cannot {action}. A key that nobody can manage has to be brought back by AWS Support.",
        )


def the_administrator_cannot_decrypt(lab, bench):
    """The key's administrator cannot decrypt, whatever its identity policies say."""
    for action in ("kms:Decrypt", "kms:GenerateDataKey"):
        found = to_key(lab, lab.KEY_ADMIN_ROLE, action, ALL)
        expect(
            not found.allowed,
            f"{found.statement} lets KEY_ADMIN_ROLE {action}. A wildcard in Action holds more than managing, and a key "
            "policy that names the account opens it to identity policies.",
        )


def nobody_else_gets_at_the_key(lab, bench):
    """A role whose identity policy allows everything does not get at the key."""
    for principal in (VISITOR, lab.ADMIN_ROLE):
        found = to_key(lab, principal, "kms:Decrypt", ALL)
        expect(
            not found.allowed,
            f"{principal.rpartition('/')[2]} decrypts, by its own policy: the key policy names the whole account "
            "(:root) or everybody. Name the two roles.",
        )


# --- job


def job(lab):
    """The learner's arguments."""
    found = lab.training_job()
    expect(isinstance(found, dict), f"`training_job` has to return a dict; it returned {str(found)[:40]}.")
    return found


def the_job_is_accepted(lab, bench):
    """CreateTrainingJob takes the arguments, and the job is that of JOB."""
    sagemaker = bench.client("sagemaker")
    try:
        sagemaker.create_training_job(**job(lab))
    except ParamValidationError as error:
        reason = " ".join(str(error).split())[:200]
        raise Wrong(f"create_training_job does not take these arguments: {reason}") from error
    found = sagemaker.describe_training_job(TrainingJobName=lab.JOB["TrainingJobName"])
    output, machines = found["OutputDataConfig"], found["ResourceConfig"]
    same = (output["S3OutputPath"], machines["InstanceCount"]) == (
        lab.JOB["OutputDataConfig"]["S3OutputPath"],
        lab.JOB["ResourceConfig"]["InstanceCount"],
    )
    expect(same, "The output path or the number of instances differs from JOB; add settings, keep the others.")


def the_job_runs_in_the_vpc(lab, bench):
    """The job runs in the subnets with the security group."""
    found = job(lab).get("VpcConfig")
    expect(
        found is not None,
        "VpcConfig is missing: the containers would run in a VPC of SageMaker's, with a way to the internet.",
    )
    expect(sorted(found.get("Subnets", [])) == sorted(lab.SUBNETS), f"The subnets are {found.get('Subnets')}.")
    groups = found.get("SecurityGroupIds")
    expect(groups == [lab.SECURITY_GROUP], f"SecurityGroupIds is {groups}; a list with SECURITY_GROUP is wanted.")


def containers_are_isolated(lab, bench):
    """The containers make no network call."""
    expect(
        job(lab).get("EnableNetworkIsolation") is True,
        "EnableNetworkIsolation is not set. A VPC steers the containers' traffic; isolation stops it.",
    )


def traffic_between_instances_is_encrypted(lab, bench):
    """What the instances send each other is encrypted."""
    expect(
        job(lab).get("EnableInterContainerTrafficEncryption") is True,
        "EnableInterContainerTrafficEncryption is not set; keys encrypt at rest, not between the instances.",
    )


def both_keys_are_set(lab, bench):
    """The volumes and the model in S3 are encrypted with KEY."""
    found = job(lab)
    volume = found.get("ResourceConfig", {}).get("VolumeKmsKeyId")
    model = found.get("OutputDataConfig", {}).get("KmsKeyId")
    expect(volume == lab.KEY, f"The volumes' key is {volume}; look at VolumeKmsKeyId in ResourceConfig.")
    expect(
        model == lab.KEY,
        f"The model's key is {model}; the volumes' key does not reach S3. Look at KmsKeyId in OutputDataConfig.",
    )


# --- rail


def under_rail(lab, action="sagemaker:CreateTrainingJob", **context):
    """The decision on a call of an administrator who is allowed everything."""
    known = {f"sagemaker:{name}": value for name, value in context.items()}
    resource = f"arn:aws:sagemaker:us-east-1:{lab.ACCOUNT}:training-job/one"
    request = Request(lab.ADMIN_ROLE, action, resource, known)
    return ruling(request, identity=[ALL], control=[ALL, lab.guard_rail()])


def no_job_without_a_vpc(lab, bench):
    """A training job without subnets is refused, to administrators as well."""
    expect(
        not under_rail(lab, VolumeKmsKey=lab.KEY).allowed,
        "A job with a key but without subnets is let through. Null with \"true\" holds when a key is missing; two keys "
        "in one condition would both have to be missing.",
    )
    expect(
        not under_rail(lab).allowed,
        "A job without subnets and without a key is let through. Look at "
        "Null: \"true\" holds when the key is missing, \"false\" when it is there.",
    )


def no_job_without_a_volume_key(lab, bench):
    """A training job without a key for its volumes is refused."""
    expect(
        not under_rail(lab, VpcSubnets=tuple(lab.SUBNETS)).allowed,
        "A job with subnets but without a volume key is let through. Write a Deny of its own for sagemaker:VolumeKmsKey.",
    )


def safe_jobs_pass(lab, bench):
    """A job with both passes, and other calls are not touched."""
    found = under_rail(lab, VpcSubnets=tuple(lab.SUBNETS), VolumeKmsKey=lab.KEY)
    expect(
        found.allowed,
        f"{found.statement or 'The policy'} refuses a job with subnets and a key. Null with \"true\" means: is missing.",
    )
    for action in ("sagemaker:DescribeTrainingJob", "sagemaker:StopTrainingJob", "s3:GetObject"):
        found = under_rail(lab, action)
        expect(
            found.allowed,
            f"{found.statement or 'The policy'} also refuses {action}, which never carries these keys. Name "
            "sagemaker:CreateTrainingJob.",
        )


def by_scientist(lab, action, resource, **context):
    """The decision on a call of a scientist."""
    known = {f"iam:{name}": value for name, value in context.items()}
    return ruling(Request(VISITOR, action, resource, known), identity=[lab.scientist_policy()])


def scientists_start_jobs(lab, bench):
    """A scientist can create a training job and hand over the training role."""
    resource = f"arn:aws:sagemaker:us-east-1:{lab.ACCOUNT}:training-job/one"
    for action in ("sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob"):
        expect(by_scientist(lab, action, resource).allowed, f"A scientist lacks {action}.")
    found = by_scientist(lab, "iam:PassRole", lab.TRAINING_ROLE, PassedToService="sagemaker.amazonaws.com")
    expect(
        found.allowed,
        "A scientist cannot hand TRAINING_ROLE to SageMaker, so every CreateTrainingJob ends with AccessDenied. Look at "
        "iam:PassRole and at the name of the service, sagemaker.amazonaws.com.",
    )


def only_the_training_role_is_handed_on(lab, bench):
    """A scientist hands on no other role, and to no other service."""
    found = by_scientist(lab, "iam:PassRole", lab.ADMIN_ROLE, PassedToService="sagemaker.amazonaws.com")
    expect(
        not found.allowed,
        "A scientist can hand AdminRole to SageMaker and work with its rights. Name the one role as Resource.",
    )
    found = by_scientist(lab, "iam:PassRole", lab.TRAINING_ROLE, PassedToService="ec2.amazonaws.com")
    expect(
        not found.allowed,
        "A scientist can hand TRAINING_ROLE to EC2. Look at the condition key iam:PassedToService.",
    )
    for action, resource in (("iam:CreateRole", lab.ADMIN_ROLE), ("s3:GetObject", f"arn:aws:s3:::{lab.BUCKET}/train/a.csv")):
        expect(not by_scientist(lab, action, resource).allowed, f"A scientist can also {action}; name the actions.")
