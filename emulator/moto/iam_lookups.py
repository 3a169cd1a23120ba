"""Single facts of what is live, for authorization: tags, what a name stands for, an object of S3."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from iam_backends import backends_of_service
from moto.utilities.utils import get_partition

# By the word of ARNs, where moto has another.
MOTO_NAMES = {"states": "stepfunctions", "elasticloadbalancing": "elbv2", "monitoring": "cloudwatch"}


def tags(wanted: Mapping[str, str]) -> dict[str, str]:
    """Of the resource with that ARN; none when there is no such resource."""
    arn = wanted["arn"]
    _, _, service, region, account, resource = arn.split(":", 5)
    for of_account, of_region, backend in backends_of_service(MOTO_NAMES.get(service, service)):
        if (account and of_account != account) or (region and of_region not in (region, "global")):
            continue
        found = tags_in(service, backend, arn, resource)
        if found:
            return found
    return {}


def tags_in(service: str, backend: Any, arn: str, resource: str) -> dict[str, str]:
    name = resource.split("/", 1)[-1]
    if service == "ec2":
        return dict(backend.tags.get(name, {}))
    if service == "kms":
        return listed(backend.tagger.list_tags_for_resource(name).get("Tags"))
    if service == "ssm":
        kind, _, rest = resource.partition("/")
        of_kind = backend._resource_tags.get(kind.capitalize(), {})
        return dict(of_kind.get(rest) or of_kind.get(f"/{rest}") or {})
    if service == "sns":
        topic = backend.topics.get(arn)
        return {} if topic is None else dict(topic._tags)
    tagger = getattr(backend, "tagger", None)
    of_tagger = tagger.get_tag_dict_for_resource(arn) if tagger is not None else {}
    if of_tagger:
        return dict(of_tagger)
    return next((listed(thing.tags) for thing in things(backend) if arn in arns_of(thing)), {})


def arns_of(thing: Any) -> list[Any]:
    return [getattr(thing, name, None) for name in ("arn", "table_arn", "queue_arn", "function_arn", "topic_arn")]


def things(backend: Any) -> Iterator[Any]:
    """What a backend holds with tags on it, one level deep in its collections."""
    for collection in list(vars(backend).values()):
        if isinstance(collection, Mapping):
            collection = list(collection.values())
        if isinstance(collection, list):
            yield from (thing for thing in collection if getattr(thing, "tags", None))
    if hasattr(backend, "list_functions"):
        yield from backend.list_functions()


def listed(given: Any) -> dict[str, str]:
    """Moto keeps tags as AWS's lists of several spellings, or by key."""
    if isinstance(given, Mapping):
        return {key: value["Value"] if isinstance(value, Mapping) else value for key, value in given.items()}
    spelled = [{word.lower().removeprefix("tag"): text for word, text in tag.items()} for tag in given or []]
    return {tag["key"]: tag["value"] for tag in spelled}


def named(wanted: Mapping[str, str]) -> str | None:
    """The ARN of what is live under a name; of keys the edge knows by itself."""
    find = NAMES[wanted["kind"]]
    service = wanted["kind"].split(":")[0]
    for account, region, backend in backends_of_service(service):
        # IAM has partitions instead of Regions.
        if account == wanted["account"] and (service == "iam" or region == wanted["region"]):
            found = find(backend, wanted["name"])
            if found is not None:
                return str(found)
    return None


def secret(backend: Any, name: str) -> str | None:
    found = backend.secrets.get(name)
    return None if found is None else found.arn


def stack(backend: Any, name: str) -> str | None:
    stacks = list(backend.stacks.values())
    return next((one.stack_id for one in reversed(stacks) if name in (one.name, one.stack_id)), None)


def workgroup_of_query(backend: Any, identifier: str) -> str | None:
    query = backend.executions.get(identifier) or backend.named_queries.get(identifier)
    return None if query is None or query.workgroup is None else query.workgroup.arn


def function_of_mapping(backend: Any, identifier: str) -> str | None:
    mapping = backend._event_source_mappings.get(identifier)
    return None if mapping is None else mapping.function_arn


def table_of_association(backend: Any, identifier: str) -> str | None:
    tables = list(backend.route_tables.values())
    found = next((one.id for one in tables if identifier in one.all_associations_ids), None)
    if found is None:
        return None
    partition = get_partition(backend.region_name)
    return f"arn:{partition}:ec2:{backend.region_name}:{backend.account_id}:route-table/{found}"


def partition_key(wanted: Mapping[str, str]) -> str | None:
    """The name of the partition key of a table, or of one of its indexes, by its ARN."""
    table_arn, _, index = wanted["arn"].partition("/index/")
    for _account, _region, backend in backends_of_service("dynamodb"):
        for table in list(backend.tables.values()):
            if table.table_arn == table_arn:
                schema = next((one.schema for one in table.all_indexes() if one.name == index), table.schema)
                return next((str(key["AttributeName"]) for key in schema if key["KeyType"] == "HASH"), None)
    return None


def role(backend: Any, name: str) -> str | None:
    return next((one.arn for one in list(backend.roles.values()) if one.name == name), None)


def customer_policy(backend: Any, name: str) -> str | None:
    of_customers = (one for one in list(backend.managed_policies.values()) if one.arn.split(":")[4] == backend.account_id)
    return next((one.arn for one in of_customers if one.name == name), None)


def role_in_profile(backend: Any, name: str) -> str | None:
    profile = backend.instance_profiles.get(name)
    return None if profile is None else next((one.arn for one in profile.roles), None)


def of_collection(collection: str) -> Callable[[Any, str], str | None]:
    return lambda backend, name: getattr(getattr(backend, collection).get(name), "arn", None)


NAMES: Mapping[str, Callable[[Any, str], str | None]] = {
    "iam:user": of_collection("users"),
    "iam:group": of_collection("groups"),
    "iam:instance-profile": of_collection("instance_profiles"),
    "iam:role": role,
    "iam:policy": customer_policy,
    "iam:role-of-instance-profile": role_in_profile,
    "secretsmanager:secret": secret,
    "cloudformation:stack": stack,
    "athena:workgroup-of-query": workgroup_of_query,
    "ec2:route-table-of-association": table_of_association,
    "lambda:function-of-mapping": function_of_mapping,
}


def stored_object(wanted: Mapping[str, str]) -> dict[str, Any] | None:
    """Key and tags of an object of S3, of its newest version unless one is named; None: there is none."""
    for _account, _region, backend in backends_of_service("s3"):
        bucket = backend.buckets.get(wanted["bucket"])
        if bucket is None:
            continue
        version = wanted.get("version")
        found = bucket.keys.get(wanted["key"])
        if version is not None:
            versions = bucket.keys.getlist(wanted["key"], [])
            found = next((one for one in versions if str(one.version_id) == version), None)
        if found is None or not hasattr(found, "encryption"):  # the latter: a delete marker
            return None
        kms = found.kms_key_id if found.encryption == "aws:kms" else None
        return {"kms": kms, "tags": backend.tagger.get_tag_dict_for_resource(found.arn)}
    return None
