"""Decisions of IAM as its documentation gives them."""

import pytest

from tutor.labs.policy import Decision, PolicyError, Reason, Request, decide

ROLE = "arn:aws:iam::111111111111:role/Trainer"
OTHER = "222222222222"
OBJECT = "arn:aws:s3:::hive/train/a.csv"
KEY = "arn:aws:kms:us-east-1:111111111111:key/one"
READ = Request(ROLE, "s3:GetObject", OBJECT)
DECRYPT = Request(ROLE, "kms:Decrypt", KEY)


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def says(effect="Allow", action="*", resource="*", **more):
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


ALLOW = policy(says())


@pytest.mark.parametrize(
    ("identity", "resource", "control", "allowed", "reason"),
    [
        ((), None, (), False, Reason.NO_ALLOW),
        ((ALLOW,), None, (), True, Reason.ALLOWED),
        ((), policy(says(Principal="*")), (), True, Reason.ALLOWED),
        ((ALLOW,), policy(says("Deny", Principal="*")), (), False, Reason.EXPLICIT_DENY),
        ((ALLOW, policy(says("Deny"))), None, (), False, Reason.EXPLICIT_DENY),
        ((ALLOW,), None, (policy(says(action="kms:*")),), False, Reason.NO_ALLOW),
        ((ALLOW,), None, (ALLOW, policy(says("Deny"))), False, Reason.EXPLICIT_DENY),
        ((), None, (ALLOW,), False, Reason.NO_ALLOW),
    ],
)
def test_order_of_policies(identity, resource, control, allowed, reason):
    found = decide(READ, identity, resource, control)
    assert (found.allowed, found.reason) == (allowed, reason)


def test_the_deciding_statement_is_named():
    deny = policy(says("Deny", action="s3:Put*"), says("Deny", Sid="NoReading", action="s3:Get*"))
    assert decide(READ, (ALLOW, deny)) == Decision(False, Reason.EXPLICIT_DENY, "NoReading")
    assert decide(READ, (policy(says(action="kms:*"), says()),)).statement == "statement 2"


@pytest.mark.parametrize(
    ("principal", "allowed"),
    [
        ({"AWS": ROLE}, True),
        ({"AWS": [ROLE.replace("Trainer", "Other"), ROLE]}, True),
        ({"AWS": "*"}, True),
        ({"AWS": ROLE.replace("Trainer", "Other")}, False),
        ({"AWS": "arn:aws:iam::111111111111:root"}, False),  # hands the decision to identity policies
        ({"Service": "sagemaker.amazonaws.com"}, False),
    ],
)
def test_whom_a_resource_policy_lets_in(principal, allowed):
    assert decide(READ, (), policy(says(Principal=principal))).allowed is allowed


def test_a_deny_for_the_account_holds_for_its_roles():
    resource = policy(says("Deny", Principal={"AWS": "111111111111"}))
    assert decide(READ, (ALLOW,), resource).reason is Reason.EXPLICIT_DENY


def test_across_accounts_both_sides_have_to_allow():
    foreign = Request(ROLE, "s3:GetObject", OBJECT, resource_account=OTHER)
    let_in = policy(says(Principal={"AWS": ROLE}))
    assert not decide(foreign, (ALLOW,)).allowed
    assert not decide(foreign, (), let_in).allowed
    assert decide(foreign, (ALLOW,), let_in).allowed
    assert decide(foreign, (ALLOW,), policy(says(Principal={"AWS": "111111111111"}))).allowed


def test_a_key_is_reached_through_its_policy_only():
    account = policy(says(Principal={"AWS": "arn:aws:iam::111111111111:root"}))
    assert not decide(DECRYPT, (ALLOW,)).allowed
    assert not decide(DECRYPT, (ALLOW,), policy(says(Principal={"AWS": f"{ROLE}2"}))).allowed
    assert decide(DECRYPT, (), policy(says(Principal={"AWS": ROLE}))).allowed
    assert not decide(DECRYPT, (), account).allowed
    assert decide(DECRYPT, (ALLOW,), account).allowed


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        (says(action="S3:getobject"), True),
        (says(action="s3:Get?bject"), True),
        (says(action=["s3:PutObject", "s3:Get*"]), True),
        (says(resource="arn:aws:s3:::hive"), False),
        (says(resource="arn:aws:s3:::hive/*"), True),
        (says(resource="arn:aws:s3:::hive/TRAIN/*"), False),
        (says(resource="arn:aws:s3:::hive/[t]rain/*"), False),
        ({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, True),
        ({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}, False),
        ({"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::hive/*"}, False),
    ],
)
def test_actions_and_resources(statement, allowed):
    assert decide(READ, (policy(statement),)).allowed is allowed


CONTEXT = {"aws:SourceVpce": "vpce-1", "aws:SecureTransport": "true", "aws:SourceIp": "10.1.2.3"}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"StringEquals": {"aws:sourcevpce": ["vpce-0", "vpce-1"]}}, True),
        ({"StringEquals": {"aws:SourceVpce": "VPCE-1"}}, False),
        ({"StringEqualsIgnoreCase": {"aws:SourceVpce": "VPCE-1"}}, True),
        ({"StringNotEquals": {"aws:SourceVpce": ["vpce-0", "vpce-1"]}}, False),
        ({"StringNotEquals": {"aws:Absent": "x"}}, True),
        ({"StringEquals": {"aws:Absent": "x"}}, False),
        ({"StringEqualsIfExists": {"aws:Absent": "x"}}, True),
        ({"StringLike": {"aws:SourceVpce": "vpce-*"}}, True),
        ({"Bool": {"aws:SecureTransport": True}}, True),
        ({"Bool": {"aws:SecureTransport": "false"}}, False),
        ({"Bool": {"aws:Absent": "false"}}, False),
        ({"Null": {"aws:Absent": "true"}}, True),
        ({"Null": {"aws:SourceVpce": "true"}}, False),
        ({"Null": {"aws:SourceVpce": False}}, True),
        ({"IpAddress": {"aws:SourceIp": "10.1.0.0/16"}}, True),
        ({"NotIpAddress": {"aws:SourceIp": "10.1.0.0/16"}}, False),
        ({"NotIpAddress": {"aws:Absent": "10.1.0.0/16"}}, True),
        ({"StringEquals": {"aws:SourceVpce": "vpce-1", "aws:Absent": "x"}}, False),
        ({"StringEquals": {"aws:SourceVpce": "vpce-1"}, "Null": {"aws:Absent": "false"}}, False),
    ],
)
def test_conditions(condition, holds):
    request = Request(ROLE, "s3:GetObject", OBJECT, CONTEXT)
    assert decide(request, (policy(says(Condition=condition)),)).allowed is holds


def test_conditions_on_several_values():
    request = Request(ROLE, "s3:GetObject", OBJECT, {"sagemaker:VpcSubnets": ("a", "b")})

    def allowed(operator, *wanted):
        condition = {operator: {"sagemaker:VpcSubnets": list(wanted)}}
        return decide(request, (policy(says(Condition=condition)),)).allowed

    assert allowed("ForAllValues:StringEquals", "a", "b", "c")
    assert not allowed("ForAllValues:StringEquals", "a")
    assert allowed("ForAnyValue:StringEquals", "a")
    assert not allowed("ForAnyValue:StringEquals", "c")


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({"Statement": []}, 'needs "Version"'),
        ({}, "a dict with Version and Statement"),
        (policy({"Effect": "Allow", "Action": "*"}), "statement 1: it needs Resource or NotResource"),
        (policy(says("Permit")), "Effect has to be Allow or Deny, not 'Permit'"),
        (policy(says(Principal="*")), "a policy of an identity has no Principal"),
        (policy(says(NotPrincipal="*")), "does not know NotPrincipal"),
        (policy(says(resource="arn:aws:s3:::hive/${aws:username}/*")), "does not know policy variables"),
        (policy(says(Condition={"DateLessThan": {"a": "b"}})), "condition operator 'DateLessThan'"),
    ],
)
def test_what_is_not_known_is_said(broken, message):
    with pytest.raises(PolicyError, match=message.replace("$", r"\$").replace("(", r"\(")):
        decide(READ, (broken,))


def test_a_resource_policy_needs_a_principal():
    with pytest.raises(PolicyError, match="Principal is missing"):
        decide(READ, (), ALLOW)
    with pytest.raises(PolicyError, match="Principal is 'me'"):
        decide(READ, (), policy(says(Principal="me")))
