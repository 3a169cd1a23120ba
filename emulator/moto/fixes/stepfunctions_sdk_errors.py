"""Step Functions: an error of an AWS SDK task has its service in lower case (`ssm.`), so that nothing catches it by name.

AWS writes the service in Pascal case (`Ssm.ParameterNotFoundException`):
https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
"""

from __future__ import annotations

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (
    StateTaskServiceAwsSdk,
)


def apply() -> None:
    original = StateTaskServiceAwsSdk._normalise_service_error_name

    def name_of(service_name: str) -> str:
        known = original(service_name)
        return known[:1].upper() + known[1:]

    StateTaskServiceAwsSdk._normalise_service_error_name = staticmethod(name_of)  # type: ignore[method-assign]
