"""What services ask for when they do something in the name of others (`edge_endpoint.denial_of`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from iam_backends import backends_of_service
from moto.utilities.arns import parse_arn

Ask = dict[str, Any]
Context = Mapping[str, "str | list[str]"]


def ask(action: str, resource: str = "*", context: Context | None = None) -> Ask:
    return {"action": action, "resource": resource, "context": dict(context or {})}


def source(arn: str) -> dict[str, str]:
    """What a service that acts for itself tells of what it acts for: IAM User Guide, "The confused deputy problem"."""
    return {"aws:SourceArn": arn, "aws:SourceAccount": parse_arn(arn).account}


def customer_key(account: str, region: str, given: str | None) -> str | None:
    """The ARN of a key by id, alias or ARN of either; None: nothing is encrypted, or with a key that AWS manages."""
    if not given:
        return None
    name = given.split(":", 5)[-1]
    for of_account, of_region, backend in backends_of_service("kms"):
        if (of_account, of_region) != (account, region):
            continue
        for key in list(backend.keys.values()):
            if name in (f"key/{key.id}", key.id) or name in key.aliases:
                is_managed = key.key_manager != "CUSTOMER" or any(alias.startswith("alias/aws/") for alias in key.aliases)
                return None if is_managed else str(key.arn)
    return None


def key_asks(actions: Iterable[str], key: str | None, encryption: Mapping[str, str], context: Context) -> list[Ask]:
    """:param encryption: the encryption context; AWS KMS Developer Guide, "kms:EncryptionContext:context-key"
    :param context: further keys, such as `kms:ViaService`"""
    if key is None:
        return []
    pairs = {f"kms:EncryptionContext:{name}": value for name, value in encryption.items()}
    keys = {**pairs, "kms:EncryptionContextKeys": list(encryption), **context}
    return [ask(f"kms:{action}", key, keys) for action in actions]


def via(service: str, account: str, region: str) -> dict[str, str]:
    """For a key that a service uses in the name of its caller: AWS KMS Developer Guide, "kms:ViaService"."""
    return {"kms:ViaService": f"{service}.{region}.amazonaws.com", "kms:CallerAccount": account}
