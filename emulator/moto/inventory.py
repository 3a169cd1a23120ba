"""What an account of the embedded AWS holds beyond what AWS puts there itself, counted over all services.

The same before a deploy and after its destroy means that nothing is left, also of kinds that Terraform does not track.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from moto.core.base_backend import BackendDict
from moto.logs.models import LogGroup

# Names that moto and AWS use for things that are deleted, but still answered for a while (VPC endpoints, ECS clusters, job
# definitions) or for a waiting period (keys).
GONE = {"deleted", "inactive", "pendingdeletion"}
STATES = ("state", "status", "key_state")

# Records of what happened, and data about things that are counted themselves.
NOT_THINGS = {
    ("athena", "executions"),
    ("athena", "query_results"),
    ("ec2", "tags"),
    # AWS has no way to delete a processing job.
    ("sagemaker", "processing_jobs"),
    ("sagemaker", "model_package_name_mapping"),
}

# Keys that AWS makes by itself on the first use of a service are described so by moto.
AWS_MADE_KEYS = ("Default key", "Default master key that protects my DynamoDB table storage")

# Roles of services stay when what they were made for has gone.
AWS_MADE_ROLES = "/aws-service-role/"

# Log groups of Glue are there with the first run of a job, and stay when all jobs have gone.
AWS_MADE_LOG_GROUPS = ("/aws-glue/", "/aws/sagemaker/")


def inventory(account: str) -> dict[str, int]:
    """`service/region/collection` -> number of things in it; collections as in a new account are left out."""
    counts: dict[str, int] = {}
    for service, region, backend in backends_of(account):
        new = vars(type(backend)(region, "000000000000"))
        for name, value in list(vars(backend).items()):
            found = size(value) - size(new.get(name))
            if found > 0 and (service, name) not in NOT_THINGS:
                counts[f"{service}/{region}/{name}"] = found
    return counts


def backends_of(account: str) -> Iterator[tuple[str, str, Any]]:
    for backends in {id(backends): backends for backends in BackendDict._instances}.values():
        # Not `backends[account]`, which would make one.
        for region, backend in list(dict.get(backends, account, {}).items()):
            yield backends.service_name, region, backend


def size(value: Any) -> int:
    """Number of things in a collection; one of collections (by zone, by type) counts what is in those."""
    if isinstance(value, Mapping):
        return sum(size(item) if isinstance(item, Mapping) else int(exists(item)) for item in list(value.values()))
    if isinstance(value, (list, set, tuple)):
        return sum(int(exists(item)) for item in list(value))
    return 0


def exists(item: Any) -> bool:
    states = (str(getattr(item, name, "")).lower() for name in STATES)
    return not GONE.intersection(states) and not is_made_by_aws(item)


def is_made_by_aws(item: Any) -> bool:
    is_log_group = isinstance(item, LogGroup) and item.name.startswith(AWS_MADE_LOG_GROUPS)
    is_role = str(getattr(item, "path", "")).startswith(AWS_MADE_ROLES)
    return is_log_group or is_role or getattr(item, "description", None) in AWS_MADE_KEYS
