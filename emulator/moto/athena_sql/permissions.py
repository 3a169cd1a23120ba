"""What Athena does in the name of whoever starts a query, and what it says when that may not do it.

Sources: Amazon Athena User Guide, "Configure access to databases and tables in the AWS Glue Data Catalog", "Control access to Amazon
S3 from Athena" and "Use CalledVia context keys for Athena".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import edge_endpoint
from asks import Ask, ask, customer_key, key_asks, via
from moto.s3.models import s3_backends

from . import QueryFailed

_DATABASE = re.compile(r"\s*(CREATE|DROP)\s+(?:DATABASE|SCHEMA)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?`?(\w+)`?", re.IGNORECASE)
# Whoever has a policy on `aws:CalledVia` finds Athena in it.
_VIA = {name: "athena.amazonaws.com" for name in ("aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast")} | {
    "aws:ViaAWSService": "true"
}


@dataclass(frozen=True)
class Caller:
    account: str
    region: str
    partition: str
    #: Access key id of who has started the query; None: nobody is asked for.
    key: str | None

    def arn(self, service: str, resource: str) -> str:
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    def denial(self, asks: Sequence[Ask]) -> str | None:
        if self.key is None or not asks:
            return None
        with_via = [{**one, "context": {**_VIA, **one["context"]}} for one in asks]
        return edge_endpoint.denial_of(self.account, self.region, self.key, with_via)


def require_catalog(caller: Caller, asks: Sequence[Ask]) -> None:
    """:raises QueryFailed:"""
    sentence = caller.denial(asks)
    if sentence is not None:
        details = "(Service: AmazonDataCatalog; Status Code: 400; Error Code: AccessDeniedException; Proxy: null)"
        raise QueryFailed(f"Insufficient permissions to execute the query. {sentence} {details}")


def of_every_query(caller: Caller) -> list[Ask]:
    """ "A policy must be in place that grants access to the `default` database and the Data Catalog", whatever a query is about."""
    return on(caller, ("GetDatabase", "GetDatabases"), "default")


def on(caller: Caller, actions: Iterable[str], database: str, table: str | None = None) -> list[Ask]:
    """Glue asks for what has the thing in it, too: AWS Glue Developer Guide, "Specifying AWS Glue resource ARNs"."""
    resources = ["catalog", f"database/{database}", *([] if table is None else [f"table/{database}/{table}"])]
    return [ask(f"glue:{action}", caller.arn("glue", resource)) for action in actions for resource in resources]


def on_table(caller: Caller, actions: Iterable[str], database: str, table: str) -> list[Ask]:
    """With a look at the table and its database, which comes first."""
    return [*on(caller, ("GetDatabase",), database), *on(caller, ("GetTable", *actions), database, table)]


def of_database(caller: Caller, query: str) -> list[Ask]:
    """For CREATE DATABASE and DROP DATABASE."""
    found = _DATABASE.match(query)
    if found is None:
        return []
    change = "CreateDatabase" if found[1].upper() == "CREATE" else "DeleteDatabase"
    return on(caller, ("GetDatabase", change), found[2].lower())


def require_data(caller: Caller, location: str, keys: Sequence[Any]) -> None:
    """Reading the objects below a location. :param keys: moto's, which may have a key of KMS each :raises QueryFailed:"""
    bucket, _, prefix = location.removeprefix("s3://").partition("/")
    root = f"arn:{caller.partition}:s3:::{bucket}"
    asks = [
        ask("s3:GetBucketLocation", root),
        ask("s3:ListBucket", root, {"s3:prefix": prefix}),
        *(one for key in keys for one in reading(caller, f"{root}/{key.name}", key)),
    ]
    sentence = caller.denial(asks)
    if sentence is not None:
        raise QueryFailed(f"PERMISSION_DENIED: Permission denied on S3 path: {location} ({sentence})")


def reading(caller: Caller, arn: str, key: Any) -> list[Ask]:
    kms = customer_key(caller.account, caller.region, key.kms_key_id) if key.encryption == "aws:kms" else None
    return [ask("s3:GetObject", arn), *of_key(caller, ["Decrypt"], kms, arn)]


def of_key(caller: Caller, actions: Sequence[str], key: str | None, arn: str) -> list[Ask]:
    return key_asks(actions, key, {"aws:s3:arn": arn}, via("s3", caller.account, caller.region))


def bucket_denial(caller: Caller, output: str) -> str | None:
    """Why Athena cannot look where a bucket of results is."""
    bucket = output.removeprefix("s3://").partition("/")[0]
    return caller.denial([ask("s3:GetBucketLocation", f"arn:{caller.partition}:s3:::{bucket}")])


def require_output(caller: Caller, address: str, encryption: dict[str, Any]) -> None:
    """Writing a result. :param encryption: `EncryptionConfiguration` of the query :raises QueryFailed:"""
    bucket, _, name = address.removeprefix("s3://").partition("/")
    arn = f"arn:{caller.partition}:s3:::{bucket}/{name}"
    given = encryption.get("KmsKey") or default_key(caller, bucket)
    kms = customer_key(caller.account, caller.region, given)
    sentence = caller.denial([ask("s3:PutObject", arn), *of_key(caller, ["GenerateDataKey"], kms, arn)])
    if sentence is not None:
        raise QueryFailed(
            f"Access denied when writing output to url: {address} . Please ensure you are allowed to access the S3 bucket. If you are "
            f"encrypting query results with KMS key, please ensure you are allowed to access your KMS key. ({sentence})"
        )


def result_denial(caller: Caller, address: str) -> str | None:
    """API Reference, GetQueryResults: who reads a result needs `s3:GetObject` on it."""
    bucket, _, name = address.removeprefix("s3://").partition("/")
    return caller.denial([ask("s3:GetObject", f"arn:{caller.partition}:s3:::{bucket}/{name}")])


def default_key(caller: Caller, bucket: str) -> str | None:
    """Of the bucket's default encryption, as it was given."""
    found = s3_backends[caller.account][caller.partition].buckets.get(bucket)
    rule = ((getattr(found, "encryption", None) or {}).get("Rule")) or {}
    return (rule.get("ApplyServerSideEncryptionByDefault") or {}).get("KMSMasterKeyID")
