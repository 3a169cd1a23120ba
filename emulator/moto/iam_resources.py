"""Policies of resources and the keys that they are encrypted with, of one service in all accounts and Regions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from iam_backends import backends_of_service
from moto.utilities.utils import get_partition

# ARN (of S3: the name of the bucket) and its facts: "policy" (JSON text or None), "kms" as it was given, and those of a kind.
Found = Iterator[tuple[str, dict[str, Any]]]


def resources(wanted: Mapping[str, str]) -> dict[str, Any]:
    find = FINDERS.get(wanted["service"])
    if find is None:
        return {}
    name = MOTO_NAMES.get(wanted["service"], wanted["service"])
    return {
        arn: {"account": account, "region": region, **facts}
        for account, region, backend in backends_of_service(name)
        for arn, facts in find(backend)
    }


def buckets(backend: Any) -> Found:
    for bucket in list(backend.buckets.values()):
        rule = ((bucket.encryption or {}).get("Rule") or {}) if isinstance(bucket.encryption, Mapping) else {}
        default = rule.get("ApplyServerSideEncryptionByDefault") or {}
        yield (
            bucket.name,
            {
                "policy": bucket.policy.decode() if bucket.policy else None,
                "kms": default.get("KMSMasterKeyID"),
                "region": bucket.region_name,
                "bucketKey": str(rule.get("BucketKeyEnabled", "false")).lower() == "true",
            },
        )


def keys(backend: Any) -> Found:
    for key in list(backend.keys.values()):
        aliases = list(key.aliases)
        yield (
            key.arn,
            {
                "policy": key.policy or None,
                "aliases": aliases,
                "managed": key.key_manager != "CUSTOMER" or any(name.startswith("alias/aws/") for name in aliases),
            },
        )


def topics(backend: Any) -> Found:
    for topic in list(backend.topics.values()):
        yield topic.arn, {"policy": topic.policy, "kms": topic.kms_master_key_id or None}


def queues(backend: Any) -> Found:
    for queue in list(backend.queues.values()):
        yield queue.queue_arn, {"policy": queue.policy, "kms": getattr(queue, "kms_master_key_id", None)}


def functions(backend: Any) -> Found:
    """A function, its versions and its aliases each have a policy of their own."""
    for function in backend.list_functions():
        yield function.function_arn, {"policy": statements_of(function.policy), "kms": getattr(function, "kms_key_arn", None)}
        for qualifier, policy in list(getattr(function, "policies_by_qualifier", {}).items()):
            yield f"{function.function_arn}:{qualifier}", {"policy": statements_of(policy)}


def statements_of(policy: Any) -> str | None:
    return json.dumps(policy.get_policy()["Policy"]) if policy.statements else None


def repositories(backend: Any) -> Found:
    for repository in list(backend.repositories.values()):
        kms = repository.encryption_configuration.get("kmsKey")
        yield repository.arn, {"policy": as_text(repository.policy), "kms": kms}


def secrets(backend: Any) -> Found:
    for secret in list(backend.secrets.values()):
        yield secret.arn, {"policy": getattr(secret, "policy", None), "kms": getattr(secret, "kms_key_id", None)}


def buses(backend: Any) -> Found:
    for bus in list(backend.event_buses.values()):
        yield bus.arn, {"policy": bus.policy, "kms": bus.kms_key_identifier}


def log_groups(backend: Any) -> Found:
    """The policies of CloudWatch Logs are the account's, and say for themselves to which groups they apply."""
    for policy in list(backend.resource_policies.values()):
        yield f"policy/{backend.account_id}/{backend.region_name}/{policy.policy_name}", {"policy": policy.policy_document}
    for group in list(backend.groups.values()):
        yield group.arn, {"policy": None, "kms": group.kms_key_id}


def tables(backend: Any) -> Found:
    for table in list(backend.tables.values()):
        policy = backend.resource_policies.get(table.table_arn)
        specification = table.sse_specification or {}
        yield (
            table.table_arn,
            {
                "policy": None if policy is None else as_text(policy.policy_doc),
                "kms": specification.get("KMSMasterKeyId") if specification.get("Enabled") else None,
            },
        )


def machines(backend: Any) -> Found:
    for machine in list(backend.state_machines):
        yield machine.arn, {"policy": None, "kms": (machine.encryptionConfiguration or {}).get("kmsKeyId")}


def parameters(backend: Any) -> Found:
    partition = get_partition(backend.region_name)
    for versions in list(dict.values(backend._parameters)):
        if versions and versions[-1].parameter_type == "SecureString":
            name = versions[-1].name.removeprefix("/")
            arn = f"arn:{partition}:ssm:{backend.region_name}:{backend.account_id}:parameter/{name}"
            yield arn, {"policy": None, "kms": versions[-1].keyid}


def catalog(backend: Any) -> Found:
    for arn, policy in list(backend.resource_policies.items()):
        yield arn or "", {"policy": as_text(policy.get("PolicyInJson"))}


def as_text(document: Any) -> str | None:
    return document if document is None or isinstance(document, str) else json.dumps(document)


FINDERS: Mapping[str, Callable[[Any], Found]] = {
    "s3": buckets,
    "kms": keys,
    "sns": topics,
    "sqs": queues,
    "lambda": functions,
    "ecr": repositories,
    "secretsmanager": secrets,
    "events": buses,
    "logs": log_groups,
    "dynamodb": tables,
    "states": machines,
    "ssm": parameters,
    "glue": catalog,
}

# By the word of ARNs, where moto has another.
MOTO_NAMES = {"states": "stepfunctions"}
