"""S3: buckets may have names that AWS keeps for itself, objects in parts more than 10 tags, lifecycle rules no time.

Source: S3 User Guide, "General purpose bucket naming rules", "Categorizing your objects using tags", "Lifecycle configuration
elements".
"""

from __future__ import annotations

import re
from typing import Any

from moto.s3.exceptions import InvalidArgumentError, InvalidBucketName, InvalidTagError
from moto.s3.models import S3Backend

from ._refusals import Arguments, refuse_before

MOST_TAGS = 10
LONGEST_RULE_ID = 255
RESERVED = ("xn--", "sthree-", "amzn-s3-demo-")
RESERVED_ENDS = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")


def apply() -> None:
    refuse_before(S3Backend, "create_bucket", check_bucket)
    refuse_before(S3Backend, "create_multipart_upload", check_upload)
    refuse_before(S3Backend, "put_bucket_lifecycle", check_rules)


def check_bucket(call: Arguments) -> None:
    name = call["bucket_name"]
    is_wrong = ".." in name or re.fullmatch(r"\d+(\.\d+){3}", name)
    if is_wrong or name.startswith(RESERVED) or name.endswith(RESERVED_ENDS):
        raise InvalidBucketName()


def check_upload(call: Arguments) -> None:
    if len(call["tags"] or {}) > MOST_TAGS:
        raise InvalidTagError("Object tags cannot be greater than 10")


def check_rules(call: Arguments) -> None:
    for rule in call["rules"]:
        if len(rule.get("ID") or "") > LONGEST_RULE_ID:
            raise InvalidArgumentError("ID length should not exceed allowed limit of 255", "ID", rule["ID"])
        for days in times(rule):
            if int(days) < 1:
                raise InvalidArgumentError("'Days' for Expiration action must be a positive integer", "Days", str(days))


def times(rule: dict[str, Any]) -> list[Any]:
    """Days after which something is gone; a transition may be at once."""
    parts = (
        ("Expiration", "Days"),
        ("NoncurrentVersionExpiration", "NoncurrentDays"),
        ("AbortIncompleteMultipartUpload", "DaysAfterInitiation"),
    )
    found = [(rule.get(part) or {}).get(member) for part, member in parts]
    return [days for days in found if days is not None]
