"""All services: a resource may be made with any number of tags, and with keys that only AWS may give.

Sources: Tagging AWS Resources User Guide, "Best practices and strategies", tag naming limits and requirements; the errors are those
of each operation's page in its service's API Reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from moto.awslambda.exceptions import InvalidParameterValueException as LambdaInvalid
from moto.awslambda.models import LambdaBackend
from moto.core.exceptions import JsonRESTError
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models import DynamoDBBackend
from moto.ecr.exceptions import InvalidParameterException as EcrInvalid
from moto.ecr.models import ECRBackend
from moto.events.models import EventsBackend
from moto.glue.models import GlueBackend
from moto.kms.models import KmsBackend
from moto.logs.exceptions import InvalidParameterException as LogsInvalid
from moto.logs.models import LogsBackend
from moto.s3.exceptions import InvalidTagError
from moto.s3.models import S3Backend
from moto.sagemaker.exceptions import AWSValidationException
from moto.sagemaker.models import SageMakerModelBackend
from moto.sns.exceptions import SNSInvalidParameter
from moto.sns.models import SNSBackend
from moto.ssm.exceptions import ValidationException as SsmInvalid
from moto.ssm.models import SimpleSystemManagerBackend
from moto.stepfunctions.exceptions import ValidationException as StatesInvalid
from moto.stepfunctions.models import StepFunctionBackend

from ._refusals import Arguments, Check, refuse_before

MOST = 50
LONGEST_KEY = 128
LONGEST_VALUE = 256
#: Letters, digits and spaces of any script, and these.
TEXT = re.compile(r"[\w\s.:/=+\-@]*")

Refusal = Callable[[str], Exception]


def coded(code: str) -> Refusal:
    return lambda message: JsonRESTError(code, message)


#: Backend, its methods that make something with tags, and how it refuses them.
MAKERS: tuple[tuple[type, tuple[str, ...], Refusal], ...] = (
    (DynamoDBBackend, ("create_table", "tag_resource"), MockValidationException),
    (ECRBackend, ("create_repository", "tag_resource"), EcrInvalid),
    (EventsBackend, ("put_rule", "create_event_bus", "tag_resource"), coded("ValidationException")),
    (GlueBackend, ("create_job", "create_trigger", "create_workflow", "tag_resource"), coded("InvalidInputException")),
    (KmsBackend, ("create_key", "tag_resource"), coded("TagException")),
    (LambdaBackend, ("create_function", "tag_resource"), LambdaInvalid),
    (LogsBackend, ("create_log_group", "tag_log_group", "tag_resource"), LogsInvalid),
    (S3Backend, ("put_bucket_tagging",), InvalidTagError),
    (SageMakerModelBackend, ("create_model_package_group", "add_tags"), AWSValidationException),
    (SNSBackend, ("create_topic", "tag_resource"), SNSInvalidParameter),
    (SimpleSystemManagerBackend, ("put_parameter", "add_tags_to_resource"), SsmInvalid),
    (StepFunctionBackend, ("create_state_machine", "tag_resource"), StatesInvalid),
)


def apply() -> None:
    for backend, methods, refusal in MAKERS:
        for method in methods:
            refuse_before(backend, method, check_with(refusal))


def check_with(refusal: Refusal) -> Check:
    def check(call: Arguments) -> None:
        spec: Mapping[str, Any] = call.get("spec") or {}
        fault = fault_of(list(pairs(call.get("tags") or spec.get("Tags") or {})))
        if fault is not None:
            raise refusal(fault)

    return check


def pairs(tags: Any) -> Iterable[tuple[str, str]]:
    """The tags of a request, which services write in four ways."""
    if isinstance(tags, Mapping):
        yield from tags.items()
        return
    for tag in tags:
        lower = {name.lower(): value for name, value in tag.items()}
        yield lower.get("key", lower.get("tagkey", "")), lower.get("value", lower.get("tagvalue", "")) or ""


def fault_of(tags: list[tuple[str, str]]) -> str | None:
    if len(tags) > MOST:
        return f"The number of tags exceeds the limit of {MOST} tags per resource"
    for key, value in tags:
        if key.lower().startswith("aws:"):
            return f"Tag keys that begin with aws: are reserved for system use: {key}"
        if not 1 <= len(key) <= LONGEST_KEY:
            return f"A tag key has 1 to {LONGEST_KEY} characters: {key}"
        if len(value or "") > LONGEST_VALUE:
            return f"A tag value has at most {LONGEST_VALUE} characters: {value}"
        if not TEXT.fullmatch(key) or not TEXT.fullmatch(value or ""):
            return f"The tag {key} has characters that are not allowed"
    return None
