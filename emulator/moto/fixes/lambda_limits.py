"""Lambda: a function may have any name, size, time, environment and description.

Source: AWS Lambda API Reference, CreateFunction and UpdateFunctionConfiguration; Developer Guide, "Lambda quotas" and "Working
with Lambda environment variables".
"""

from __future__ import annotations

import re
from typing import Any

from moto.awslambda.exceptions import InvalidParameterValueException, ValidationException
from moto.awslambda.models import LambdaBackend

from ._refusals import Arguments, longer, matching, refuse_before

NAME = r"[a-zA-Z0-9-_]+"
LONGEST_NAME = 64
LONGEST_DESCRIPTION = 256
LONGEST_TIMEOUT = 900
MEMORY = (128, 10_240)
#: Bytes of all variables together.
ENVIRONMENT = 4096
VARIABLE = r"[a-zA-Z]([a-zA-Z0-9_])+"
RESERVED = re.compile(
    "_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|"
    "AWS_LAMBDA_(FUNCTION_(NAME|MEMORY_SIZE|VERSION)|INITIALIZATION_TYPE|LOG_GROUP_NAME|LOG_STREAM_NAME|RUNTIME_API)|"
    "LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR"
)


def apply() -> None:
    refuse_before(LambdaBackend, "create_function", check_function)
    refuse_before(LambdaBackend, "update_function_configuration", lambda call: check(call["body"]))


def check_function(call: Arguments) -> None:
    name = call["spec"]["FunctionName"].split(":")[-1]
    if len(name) > LONGEST_NAME:
        raise ValidationException(name, "functionName", f"Member must {longer(LONGEST_NAME)}")
    if not re.fullmatch(NAME, name):
        raise ValidationException(name, "functionName", f"Member must {matching(NAME)}")
    check(call["spec"])


def check(spec: dict[str, Any]) -> None:
    description = spec.get("Description") or ""
    if len(description) > LONGEST_DESCRIPTION:
        raise ValidationException(description, "description", f"Member must {longer(LONGEST_DESCRIPTION)}")
    timeout = spec.get("Timeout")
    if timeout is not None and not 1 <= int(timeout) <= LONGEST_TIMEOUT:
        raise ValidationException(str(timeout), "timeout", f"Member must have value between 1 and {LONGEST_TIMEOUT}")
    memory = spec.get("MemorySize")
    least, most = MEMORY
    if memory is not None and not least <= int(memory) <= most:
        raise ValidationException(str(memory), "memorySize", f"Member must have value between {least} and {most}")
    check_variables((spec.get("Environment") or {}).get("Variables") or {})


def check_variables(variables: dict[str, str]) -> None:
    for name in variables:
        if RESERVED.fullmatch(name):
            raise InvalidParameterValueException(
                "Lambda was unable to configure your environment variables because the environment variables you have "
                f"provided contains reserved keys that are currently not supported for modification. Reserved keys used in "
                f"this request: {name}"
            )
        if not re.fullmatch(VARIABLE, name):
            raise ValidationException(name, "environment.variables", f"Map keys must {matching(VARIABLE)}")
    if sum(len(f"{name}{value}".encode()) for name, value in variables.items()) > ENVIRONMENT:
        raise InvalidParameterValueException(
            f"Lambda was unable to configure your environment variables because the environment variables you have provided "
            f"exceeded the {ENVIRONMENT} bytes limit."
        )
