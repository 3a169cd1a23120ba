"""Step Functions: executions do not run.

Moto holds an interpreter of the States Language, but leaves it off, and whatever it calls (APIs, functions, the buckets of a
Distributed Map) it calls at moto's own port as one fixed account. Here it is on, and calls the edge, which serves what moto does
not (Batch, Glue runs), as the role of the machine, or as the role that a state names (`Credentials`). An execution that the
interpreter cannot go on with fails; moto's runs for ever. A machine that a stack of CloudFormation makes is one like others; moto's
is where nobody looks.
"""

from __future__ import annotations

import sys
from typing import Any

import edge_endpoint
from asks import ask
from moto.core.config import default_user_config
from moto.core.utils import utcnow
from moto.stepfunctions import models as machines
from moto.stepfunctions.parser import models  # loads the whole interpreter
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.asl.component.state.exec.state_task.credentials import StateCredentials
from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task import StateTask
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.evaluation_details import AWSExecutionDetails
from moto.stepfunctions.parser.asl.utils import boto_client
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

from state_machines.roles import Role, RoleNotTaken, client_of

from .stepfunctions_events import tell

PACKAGE = "moto.stepfunctions."
MOTOS_CLIENT = boto_client.boto_client_for
# AWS Step Functions Developer Guide, "X-Ray and Step Functions": IAM policies.
TRACING = ("PutTraceSegments", "PutTelemetryRecords", "GetSamplingRules", "GetSamplingTargets")


def client_for(region: str, service: str, state_credentials: StateCredentials) -> Any:
    role: Any = state_credentials.role_arn
    return client_of(role, service, region)


def execution_details(self: Execution) -> AWSExecutionDetails:
    """Whatever the interpreter calls, it calls with the role that it finds here."""
    role = Role.of_machine(self.role_arn, self.account_id, self.region_name, self.state_machine_arn)
    return AWSExecutionDetails(account=self.account_id, region=self.region_name, role_arn=role)


def state_credentials(self: StateTask, env: Environment) -> StateCredentials:
    own: Any = env.aws_execution_details.role_arn
    credentials = CREDENTIALS(self, env)
    return StateCredentials(role_arn=own.taking(credentials.role_arn)) if self.credentials else credentials


def run(self: ExecutionWorker) -> None:
    details: Any = self._evaluation_details
    communication: Any = self._execution_communication
    try:
        trace(communication.execution.state_machine, details.aws_execution_details.role_arn)
        RUN(self)
    except Exception as error:  # noqa: BLE001 - whatever it is, the execution is over
        execution = communication.execution
        execution.stop_date, execution.exec_status = utcnow(), ExecutionStatus.FAILED
        execution.error, execution.cause = "States.Runtime", f"embedded AWS: {type(error).__name__}: {error}"
        tell(execution)


def trace(machine: Any, role: Role) -> None:
    """There is no X-Ray; an execution goes on without it, as it does when its role may not trace."""
    if not (machine.tracingConfiguration or {}).get("enabled"):
        return
    try:
        key = role.credentials()["AccessKeyId"]
    except RoleNotTaken:
        return
    edge_endpoint.denial_of(role.account, role.region, key, [ask(f"xray:{action}") for action in TRACING])


RUN = ExecutionWorker._execution_logic
CREDENTIALS = StateTask._eval_state_credentials


def apply() -> None:
    default_user_config["stepfunctions"]["execute_state_machine"] = True
    machines.stepfunctions_backends = models.stepfunctions_parser_backends  # type: ignore[assignment]
    ExecutionWorker._execution_logic = run  # type: ignore[method-assign]
    Execution._get_start_aws_execution_details = execution_details  # type: ignore[method-assign]
    StateTask._eval_state_credentials = state_credentials  # type: ignore[method-assign]
    boto_client.boto_client_for = client_for  # type: ignore[assignment]
    # Each module that calls it has imported it by name.
    for name, module in list(sys.modules.items()):
        if name.startswith(PACKAGE) and getattr(module, "boto_client_for", None) is MOTOS_CLIENT:
            setattr(module, "boto_client_for", client_for)
