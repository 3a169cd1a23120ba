"""Step Functions: executions do not run.

Moto holds an interpreter of the States Language, but leaves it off, and its tasks call moto's own port as one fixed
account. Here it is on; its tasks call the edge, which serves what moto does not (Batch, Glue runs), as the account of the
execution. A call by a role of another account (`Credentials`) is made as that account. Without a name an execution gets a
random one, as AWS does.
"""

from __future__ import annotations

import copy
import sys
import uuid
from types import SimpleNamespace
from typing import Any

import boto3
from botocore.config import Config
from moto.core.config import default_user_config
from moto.stepfunctions.parser import models
from moto.stepfunctions.parser.asl.component.state.exec.state_task.credentials import StateCredentials
from moto.stepfunctions.parser.asl.utils import boto_client

import edge_endpoint

PACKAGE = "moto.stepfunctions.parser.asl.component.state.exec.state_task.service"


def client_for(region: str, service: str, state_credentials: StateCredentials) -> Any:
    """A client as moto's own, but for the endpoint and the account; like AWS's it does not retry, the definition does."""
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=edge_endpoint.url(),
        # arn:aws:iam::<account>:role/<name>; the account is the key id.
        aws_access_key_id=state_credentials.role_arn.split(":")[4],
        aws_secret_access_key="test",
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}, read_timeout=900),
    )


def apply() -> None:
    default_user_config["stepfunctions"]["execute_state_machine"] = True
    # A machine whose former executions have threads cannot be copied deeply; an execution only reads its definition.
    models.copy = SimpleNamespace(deepcopy=copy.copy)  # type: ignore[assignment]
    original_start = models.StepFunctionsParserBackend.start_execution

    def start_execution(
        self: Any, state_machine_arn: str, name: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        return original_start(self, state_machine_arn, name or str(uuid.uuid4()), *args, **kwargs)

    models.StepFunctionsParserBackend.start_execution = start_execution  # type: ignore[method-assign]

    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (  # noqa: F401
        state_task_service_factory,
    )

    boto_client.boto_client_for = client_for  # type: ignore[assignment]
    # Each module of a service has imported the function by name.
    for name, module in list(sys.modules.items()):
        if name.startswith(PACKAGE) and hasattr(module, "boto_client_for"):
            setattr(module, "boto_client_for", client_for)
