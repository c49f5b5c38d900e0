"""What IAM would decide of one request: the needed part of its policy logic, for checks of labs.

Known: Effect, Principal, Action, NotAction, Resource, NotResource, and the conditions of `_OPERATORS` with
IfExists and the two set prefixes. Not known: permissions boundaries, session policies, policy variables,
NotPrincipal, access control lists. What is not known raises PolicyError; nothing is guessed.

A decision is made in IAM's order: an explicit Deny anywhere wins; a service control policy has to allow, if
there are any; then, within one account, an Allow of the identity or of the resource is enough, and across
accounts both have to allow. A KMS key is reached only through its key policy, which may name the caller or
hand the decision to the account's identity policies by naming the account.
"""

import fnmatch
import ipaddress
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

__all__ = ["Decision", "PolicyError", "Reason", "Request", "decide"]

Policy = Mapping[str, Any]
_ELEMENTS = {"Sid", "Effect", "Principal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
_ACCOUNT = re.compile(r"arn:aws:iam::(\d{12}):root|(\d{12})")


class PolicyError(ValueError):
    """A policy is no valid policy, or uses what this evaluator does not know; the message says which."""


class Reason(Enum):
    """Why a request is allowed or not."""

    ALLOWED = "allowed"
    EXPLICIT_DENY = "explicit deny"
    NO_ALLOW = "no statement allows it"


@dataclass(frozen=True, slots=True)
class Request:
    """A call: who, what, on which resource, and the condition keys that AWS would put in.

    Keys of `context` are compared without regard to case; a key that is not there is absent, as in AWS.
    """

    principal: str
    """The ARN of the role or user."""
    action: str
    resource: str
    context: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    resource_account: str = ""
    """The account that owns the resource; that of the principal if left out."""

    @property
    def account(self) -> str:
        """The caller's account."""
        return self.principal.split(":")[4]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the request is allowed, why, and the Sid (or the number) of the statement that decided."""

    allowed: bool
    reason: Reason
    statement: str = ""


def decide(
    request: Request,
    identity: Sequence[Policy] = (),
    resource: Policy | None = None,
    control: Sequence[Policy] = (),
) -> Decision:
    """What IAM decides, given identity policies, the resource's policy and service control policies.

    Raises PolicyError for a policy that cannot be evaluated.
    """
    by_identity = [_statement_of(policy, request, principals=False) for policy in identity]
    by_control = [_statement_of(policy, request, principals=False) for policy in control]
    by_resource = _statement_of(resource, request, principals=True) if resource is not None else _Found()
    for found in (*by_identity, *by_control, by_resource):
        if found.deny:
            return Decision(False, Reason.EXPLICIT_DENY, found.deny)
    own = next((found.allow for found in by_identity if found.allow), "")
    if control and not any(found.allow for found in by_control):
        return Decision(False, Reason.NO_ALLOW)
    grant = _grant(request, own, by_resource)
    return Decision(bool(grant), Reason.ALLOWED if grant else Reason.NO_ALLOW, grant)


def _grant(request: Request, own: str, found: "_Found") -> str:
    """The statement that grants the request, or nothing."""
    if request.action.lower().startswith("kms:") or request.resource_account not in ("", request.account):
        return found.allow or (own if found.delegates else "")
    return found.allow or own


@dataclass(slots=True)
class _Found:
    """The first statements of a policy that match, by name; `delegates`: an Allow names the whole account."""

    deny: str = ""
    allow: str = ""
    delegates: bool = False


def _statement_of(policy: Policy, request: Request, *, principals: bool) -> _Found:
    found = _Found()
    for number, statement in enumerate(_statements(policy), start=1):
        name = str(statement.get("Sid") or f"statement {number}")
        _check(statement, name, principals=principals)
        if not _matches(statement, request):
            continue
        named = _principal(statement["Principal"], request) if principals else _Named.CALLER
        if named is _Named.NOBODY:
            continue
        if statement["Effect"] == "Deny":
            found.deny = found.deny or name
        elif named is _Named.CALLER and not _is_foreign(request, principals=principals):
            found.allow = found.allow or name
        else:
            found.delegates = True
    return found


def _is_foreign(request: Request, *, principals: bool) -> bool:
    """Across accounts the owner's Allow opens the door only; the caller's own policy has to allow, too."""
    return principals and request.resource_account not in ("", request.account)


def _statements(policy: Policy) -> list[Mapping[str, Any]]:
    if not isinstance(policy, Mapping) or "Statement" not in policy:
        raise PolicyError("A policy is a dict with Version and Statement.")
    if policy.get("Version") != "2012-10-17":
        raise PolicyError('The policy needs "Version": "2012-10-17"; that is a fixed word, no date of yours.')
    found = policy["Statement"]
    return [found] if isinstance(found, Mapping) else list(found)


def _check(statement: Mapping[str, Any], name: str, *, principals: bool) -> None:
    unknown = sorted(set(statement) - _ELEMENTS)
    if unknown:
        raise PolicyError(f"{name}: this evaluator does not know {', '.join(unknown)}.")
    if statement.get("Effect") not in ("Allow", "Deny"):
        raise PolicyError(f"{name}: Effect has to be Allow or Deny, not {statement.get('Effect')!r}.")
    for one, other in (("Action", "NotAction"), ("Resource", "NotResource")):
        if (one in statement) == (other in statement):
            raise PolicyError(f"{name}: it needs {one} or {other}, and not both.")
    if principals and "Principal" not in statement:
        raise PolicyError(
            f"{name}: a policy of a resource has to say whom it is about: Principal is missing."
        )
    if not principals and "Principal" in statement:
        raise PolicyError(
            f"{name}: a policy of an identity has no Principal; it is about whom it is attached to."
        )
    for text in _texts(statement.get("Resource", ())):
        if "${" in text:
            raise PolicyError(f"{name}: this evaluator does not know policy variables ({text}).")


def _matches(statement: Mapping[str, Any], request: Request) -> bool:
    return (
        _is_meant(statement, "Action", request.action.lower(), str.lower)
        and _is_meant(statement, "Resource", request.resource, str)
        and all(
            _holds(operator, key, _texts(wanted), request)
            for operator, pairs in statement.get("Condition", {}).items()
            for key, wanted in pairs.items()
        )
    )


def _is_meant(statement: Mapping[str, Any], element: str, value: str, form: Callable[[str], str]) -> bool:
    names = statement.get(element, statement.get(f"Not{element}"))
    found = any(_like(value, form(pattern)) for pattern in _texts(names))
    return found if element in statement else not found


class _Named(Enum):
    """Whom a statement's Principal means, as seen by a caller."""

    NOBODY = 0
    CALLER = 1
    ACCOUNT = 2


def _principal(named: Any, request: Request) -> _Named:  # noqa: ANN401 - a word or a dict, as JSON has it
    if named == "*":
        return _Named.CALLER
    if not isinstance(named, Mapping):
        raise PolicyError(f'Principal is {named!r}; write "*" or a dict such as {{"AWS": "arn:..."}}.')
    for arn in _texts(named.get("AWS", ())):
        account = _ACCOUNT.fullmatch(arn)
        if arn in ("*", request.principal):
            return _Named.CALLER
        if account and request.account in account.groups():
            return _Named.ACCOUNT
    return _Named.NOBODY  # services and federated users are no callers here


def _like(value: str, pattern: str) -> bool:
    """IAM's wildcards: `*` and `?`; a bracket is a bracket."""
    return fnmatch.fnmatchcase(value, pattern.replace("[", "[[]"))


def _in_network(value: str, wanted: str) -> bool:
    return ipaddress.ip_address(value) in ipaddress.ip_network(wanted, strict=False)


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda value, wanted: value == wanted,
    "StringEqualsIgnoreCase": lambda value, wanted: value.lower() == wanted.lower(),
    "StringLike": _like,
    "ArnEquals": _like,
    "ArnLike": _like,
    "Bool": lambda value, wanted: value.lower() == wanted.lower(),
    "IpAddress": _in_network,
}
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
}


def _holds(operator: str, key: str, wanted: Sequence[str], request: Request) -> bool:
    """Whether one condition holds. Without the key a positive one does not hold, and a negated one does."""
    prefix, _, rest = operator.rpartition(":")
    name = rest.removesuffix("IfExists")
    values = {word.lower(): value for word, value in request.context.items()}.get(key.lower())
    if name == "Null":
        return (values is None) == (wanted[0].lower() == "true")
    base = _NEGATED.get(name, name)
    if base not in _OPERATORS or prefix not in ("", "ForAllValues", "ForAnyValue"):
        raise PolicyError(f"This evaluator does not know the condition operator {operator!r}.")
    if values is None:
        return rest.endswith("IfExists") or name in _NEGATED or prefix == "ForAllValues"
    test = _OPERATORS[base]
    results = [any(test(value, one) for one in wanted) != (name in _NEGATED) for value in _texts(values)]
    return all(results) if prefix == "ForAllValues" else any(results)


def _texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - a word or a list of words, as JSON has it
    if isinstance(value, str):
        return (value,)
    if isinstance(value, bool):  # json.dumps would write true
        return (str(value).lower(),)
    return tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in value or ())
