"""CloudFormation: what the edge serves (Batch) or moto's interpreter does (state machines) is put where nobody looks, and a
type that moto lacks is left out without a word.

Here they are made by calls to their services, like everybody's; a type that is missing fails the stack.
"""

from __future__ import annotations

import time
import uuid
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError
from moto.cloudformation import parsing
from moto.cloudformation.exceptions import UnformattedGetAttTemplateException
from moto.core.common_models import CloudFormationModel

from ._cfn_kinds import KINDS, WITHOUT_EFFECT, Kind, Place
from ._cfn_requests import PropertyError, request_of

LONGEST_SECONDS = 60
ON_THE_WAY = {"CREATING", "UPDATING", "DELETING"}
USABLE = {"VALID", "ACTIVE"}


class ResourceError(Exception):
    """Why a resource could not be made, in CloudFormation's words where they are known."""


class EdgeResource(CloudFormationModel):
    kind: Kind

    def __init__(self, place: Place, properties: dict[str, Any], name: str) -> None:
        kind = self.kind
        self.properties = properties
        self.name = name
        self.answer = called(kind, place, kind.create, kind.read(place, {kind.name: name, **properties}))
        self.physical_resource_id = self.answer[kind.arn]
        self.settled(place)

    @staticmethod
    def cloudformation_type() -> str:
        return ""  # found by `resource_class_from_type` below

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return attr in attributes_of(cls.kind)

    def get_cfn_attribute(self, attribute_name: str) -> Any:
        if not self.has_cfn_attr(attribute_name):
            raise UnformattedGetAttTemplateException()
        return self.name if attribute_name == "Name" else self.physical_resource_id

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Any, account_id: str, region_name: str, **_: Any
    ) -> EdgeResource:
        return cls(Place(account_id, region_name), cloudformation_json["Properties"], resource_name)

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource: Any, new_resource_name: str, cloudformation_json: Any, account_id: str, region_name: str
    ) -> EdgeResource:
        place, wanted = Place(account_id, region_name), cloudformation_json["Properties"]
        if original_resource.update(place, wanted):
            return original_resource
        name = wanted.get(cls.kind.name)
        if name == original_resource.name and cls.kind.update is not None:
            raise ResourceError(
                "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
                f"Rename {name} and update the stack again."
            )
        # A new revision of a job definition has the name of the old one.
        replacement = cls(place, wanted, original_resource.name if cls.kind.update is None else new_resource_name)
        original_resource.delete(account_id, region_name)
        return replacement

    def update(self, place: Place, wanted: dict[str, Any]) -> bool:
        """Whether the resource could be changed as it is."""
        kind = self.kind
        before = kind.read(place, self.properties)
        changed = {name: value for name, value in kind.read(place, wanted).items() if value != before.get(name)}
        tags = changed.pop("Tags", None)
        if changed:
            if kind.update is None:
                return False
            try:
                called(kind, place, kind.update, kind.change(changed), self.physical_resource_id)
            except PropertyError:
                return False
            self.settled(place)
        if tags is not None:
            self.tag(place, tags)
        self.properties = wanted
        return True

    def tag(self, place: Place, tags: Any) -> None:
        client = place.client(self.kind.service)
        old = self.properties.get("Tags") or {}
        gone = [key for key in keys_of(old) if key not in keys_of(tags)]
        if gone:
            client.untag_resource(resourceArn=self.physical_resource_id, tagKeys=gone)
        if isinstance(tags, list):
            tags = [{"key": tag["Key"], "value": tag["Value"]} for tag in tags]
        client.tag_resource(resourceArn=self.physical_resource_id, tags=tags)

    def delete(self, account_id: str, region_name: str) -> None:
        kind, place = self.kind, Place(account_id, region_name)
        if self.described(place) is None:
            return
        if kind.has_state and kind.update is not None:
            called(kind, place, kind.update, {"State": "DISABLED"}, self.physical_resource_id)
            self.settled(place, gone=False, usable=False)
        called(kind, place, kind.delete, {}, self.physical_resource_id)
        self.settled(place, gone=True)

    def described(self, place: Place) -> dict[str, Any] | None:
        """What its service tells of it; empty where there is nothing to be told, None: it is not there."""
        if self.kind.describe is None:
            return {}
        operation, member, answers = self.kind.describe
        named = [self.physical_resource_id] if answers else self.physical_resource_id
        try:
            answer = getattr(place.client(self.kind.service), operation)(**{member: named})
        except ClientError:
            return None
        return answer if answers is None else next(iter(answer[answers]), None)

    def settled(self, place: Place, gone: bool = False, usable: bool = True) -> None:
        """Waits until no transition is under way.

        :param gone: that it is gone is what is waited for
        :param usable: what is not usable then is an error
        """
        if self.kind.describe is None:
            return
        end = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < end:
            found = self.described(place)
            if found is None and gone:
                return
            status = (found or {}).get("status", "")
            if status not in ON_THE_WAY and not (gone and status != "DELETED"):
                if usable and not gone and status not in USABLE:
                    raise ResourceError(f"Resource is {status or 'gone'}: {(found or {}).get('statusReason', '')}")
                return
            time.sleep(0.05)
        raise ResourceError("Exceeded attempts to wait")


class Missing(CloudFormationModel):
    """A type that the embedded AWS does not have."""

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return True

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Any, account_id: str, region_name: str, **_: Any
    ) -> Any:
        raise ResourceError(f"embedded AWS: {cloudformation_json['Type']} has not been implemented")


def attributes_of(kind: Kind) -> set[str]:
    arn = f"{kind.arn[0].upper()}{kind.arn[1:]}"
    return {"Arn", "Name"} if kind.service == "stepfunctions" else {arn}


def keys_of(tags: Any) -> list[str]:
    return [tag["Key"] for tag in tags] if isinstance(tags, list) else list(tags)


def called(kind: Kind, place: Place, operation: str, properties: dict[str, Any], arn: str | None = None) -> dict[str, Any]:
    client = place.client(kind.service)
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation])
    request = request_of(model, properties, kind.renamed)
    try:
        return getattr(client, operation)(**request, **({} if arn is None else {kind.key: arn}))
    except ParamValidationError as error:
        raise PropertyError(str(error)) from error
    except ClientError as error:
        said, metadata = error.response["Error"], error.response["ResponseMetadata"]
        raise ResourceError(
            f'Resource handler returned message: "{said["Message"]} (Service: {client.meta.service_model.service_id}, '
            f'Status Code: {metadata["HTTPStatusCode"]}, Request ID: {metadata["RequestId"]})" '
            f"(RequestToken: {uuid.uuid4()}, HandlerErrorCode: {handler_code(said)})"
        ) from error


def handler_code(said: dict[str, str]) -> str:
    """CloudFormation CLI User Guide, "Handler error codes"."""
    return "AlreadyExists" if "already exists" in said["Message"] else "InvalidRequest"


CLASSES: dict[str, type[EdgeResource]] = {
    name: type(name, (EdgeResource,), {"kind": kind}) for name, kind in KINDS.items()
}
original_class = parsing.resource_class_from_type
original_name = parsing.resource_name_property_from_type


def resource_class_from_type(resource_type: str) -> Any:
    if resource_type in WITHOUT_EFFECT:
        return None
    return CLASSES.get(resource_type) or original_class(resource_type) or Missing


def resource_name_property_from_type(resource_type: str) -> str | None:
    kind = KINDS.get(resource_type)
    return original_name(resource_type) if kind is None else kind.name


def apply() -> None:
    parsing.resource_class_from_type = resource_class_from_type
    parsing.resource_name_property_from_type = resource_name_property_from_type
