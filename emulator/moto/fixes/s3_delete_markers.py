"""S3: deleting the versions of a bucket whose versioning was suspended fails on delete markers.

Terraform destroys a versioned bucket by suspending versioning, then deleting every version and delete marker by id.
Moto treats a suspended bucket as one that never had versions: it ignores the version id, drops all versions of the key at
once, and fails with a 500 when one of them is a delete marker.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectsfromVersioningSuspendedBuckets.html
"""

from __future__ import annotations

from typing import Any

from moto.s3.exceptions import AccessDeniedByLock
from moto.s3.models import FakeBucket, FakeDeleteMarker, FakeKey, S3Backend

NULL_VERSION = "null"


def without_version(bucket: FakeBucket, key_name: str, version_id: str, bypass: bool) -> list[Any]:
    versions = bucket.keys.getlist(key_name, [])
    for version in versions:
        if str(version.version_id) == version_id and isinstance(version, FakeKey):
            if version.is_locked(governance_bypass=bypass):
                raise AccessDeniedByLock
    return [version for version in versions if str(version.version_id) != version_id]


def delete_version(bucket: FakeBucket, key_name: str, version_id: str, bypass: bool) -> tuple[bool, dict[str, Any]]:
    if key_name not in bucket.keys:
        return False, {}
    kept = without_version(bucket, key_name, version_id, bypass)
    bucket.keys.setlist(key_name, kept)
    if not kept:
        bucket.keys.pop(key_name)
    return True, {"version-id": version_id}


def replace_null_version_by_marker(bucket: FakeBucket, key_name: str, bypass: bool) -> tuple[bool, dict[str, Any]]:
    if key_name not in bucket.keys:
        return False, {}
    marker = FakeDeleteMarker(key=bucket.keys[key_name])
    marker._version_id = NULL_VERSION
    bucket.keys.setlist(key_name, [*without_version(bucket, key_name, NULL_VERSION, bypass), marker])
    return True, {"version-id": NULL_VERSION, "delete-marker": "true"}


def apply() -> None:
    original = S3Backend.delete_object

    def delete_object(
        self: S3Backend, bucket_name: str, key_name: str, version_id: str | None = None, bypass: bool = False
    ) -> tuple[bool, dict[str, Any]]:
        bucket = self.get_bucket(bucket_name)
        if bucket.versioning_status != "Suspended":
            return original(self, bucket_name, key_name, version_id, bypass)
        if version_id is None:
            return replace_null_version_by_marker(bucket, key_name, bypass)
        return delete_version(bucket, key_name, str(version_id), bypass)

    S3Backend.delete_object = delete_object  # type: ignore[method-assign]
    # The store of versions disposes of what it drops; a marker holds nothing to dispose of.
    FakeDeleteMarker.dispose = lambda self: None  # type: ignore[attr-defined]
