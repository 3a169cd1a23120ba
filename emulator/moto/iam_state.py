"""What authorization has to know of this process: who there is, with which policies. The edge asks (`control.py`).

Everything is read from what has been made already: no backend of moto is made here, for that would be a resource of AWS.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

import iam_lookups
import iam_models
import iam_resources
from iam_backends import backends_of_service

PREFIX = "/_dapf/iam/"


def answer(path: str, query: str) -> str | None:
    """JSON; None: there is no such question."""
    question = QUESTIONS.get(path.removeprefix(PREFIX))
    if question is None:
        return None
    return json.dumps(question({name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}))


def identities(_: Mapping[str, str]) -> dict[str, Any]:
    """Users, groups and roles of all accounts by ARN, their access keys, and the managed policies that they have."""
    found: dict[str, Any] = {"users": {}, "roles": {}, "keys": {}, "policies": {}, "profiles": {}, "groups": {}, "names": {}}
    for account, _region, backend in backends_of_service("iam"):
        add_account(found, account, backend)
    return found


def add_account(found: dict[str, Any], account: str, backend: Any) -> None:
    groups = list(backend.groups.values())
    for group in groups:
        found["groups"][group.arn] = {"account": account, "name": group.name}
    for user in list(backend.users.values()):
        of = [group for group in groups if user in group.users]
        found["users"][user.arn] = {
            **common(account, user),
            "groups": [{"name": group.name, **policies_of(group)} for group in of],
            "boundary": getattr(user, "permissions_boundary_arn", None),
            "tags": backend.tagger.get_tag_dict_for_resource(user.arn),
        }
        note_policies(found, backend, [user, *of])
        for key in list(user.access_keys):
            found["keys"][key.access_key_id] = {"user": user.arn, "active": key.status == "Active"}
    for role in list(backend.roles.values()):
        found["roles"][role.arn] = {
            **common(account, role),
            "boundary": role.permissions_boundary_arn or None,
            "tags": tags_of_role(role.tags),
            "trust": role.assume_role_policy_document,
            "maximumSeconds": int(role.max_session_duration or 3600),
        }
        note_policies(found, backend, [role])
    for profile in list(backend.instance_profiles.values()):
        role = next((role.arn for role in profile.roles), None)
        found["profiles"][profile.arn] = {"account": account, "name": profile.name, "role": role}
    for policy in list(backend.managed_policies.values()):
        if policy.arn.split(":")[4] == account:
            found["names"][policy.arn] = {"account": account, "name": policy.name}


def common(account: str, entity: Any) -> dict[str, Any]:
    return {"account": account, "name": entity.name, "id": entity.id, **policies_of(entity)}


def policies_of(entity: Any) -> dict[str, Any]:
    return {"inline": dict(entity.policies), "attached": [policy.arn for policy in list(entity.managed_policies.values())]}


def tags_of_role(tags: Any) -> dict[str, str]:
    """Moto keeps those of a role as a list of the request, or by key."""
    values = tags.values() if isinstance(tags, Mapping) else tags or []
    return {tag["Key"]: tag["Value"] for tag in values}


def note_policies(found: dict[str, Any], backend: Any, entities: list[Any]) -> None:
    for entity in entities:
        for policy in list(entity.managed_policies.values()):
            found["policies"][policy.arn] = default_document(policy)
        boundary = getattr(entity, "permissions_boundary_arn", None)
        if boundary and boundary in backend.managed_policies:
            found["policies"][boundary] = default_document(backend.managed_policies[boundary])


def default_document(policy: Any) -> str:
    return next(version.document for version in policy.versions if version.version_id == policy.default_version_id)


def managed_policy(wanted: Mapping[str, str]) -> str | None:
    """The document of a managed policy, of AWS or a customer."""
    for _account, _region, backend in backends_of_service("iam"):
        policy = backend.managed_policies.get(wanted["arn"])
        if policy is not None:
            return default_document(policy)
    return None


QUESTIONS: Mapping[str, Callable[[Mapping[str, str]], Any]] = {
    "identities": identities,
    "managed-policy": managed_policy,
    "resources": iam_resources.resources,
    "tags": iam_lookups.tags,
    "named": iam_lookups.named,
    "object": iam_lookups.stored_object,
    "partition-key": iam_lookups.partition_key,
    "routes": iam_models.routes,
}
