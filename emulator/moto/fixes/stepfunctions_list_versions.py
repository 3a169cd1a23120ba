"""Step Functions: ListStateMachineVersions is missing.

The Terraform provider reads the versions after every change of an aws_sfn_state_machine; without it apply fails.
"""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.stepfunctions.responses import StepFunctionResponse


def list_state_machine_versions(self: StepFunctionResponse) -> ActionResult:
    machine = self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
    # A version is itself no state machine with versions; AWS lists the newest first.
    versions = getattr(machine, "versions", {})
    newest_first = [versions[number] for number in sorted(versions, reverse=True)]
    return ActionResult(
        {
            "stateMachineVersions": [
                {"stateMachineVersionArn": version.arn, "creationDate": version.creation_date}
                for version in newest_first
            ]
        }
    )


def apply() -> None:
    StepFunctionResponse.list_state_machine_versions = list_state_machine_versions  # type: ignore[attr-defined]
