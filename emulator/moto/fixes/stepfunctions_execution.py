"""Step Functions: executions do not run.

Moto holds an interpreter of the States Language, but leaves it off, and whatever it calls (APIs, functions, the buckets of a
Distributed Map) it calls at moto's own port as one fixed account. Here it is on, and calls the edge, which serves what moto does
not (Batch, Glue runs), as the account of the execution. A call by a role of another account (`Credentials`) is made as that
account. An execution that the interpreter cannot go on with fails; moto's runs for ever. A machine that
a stack of CloudFormation makes is one like others; moto's is where nobody looks.
"""

from __future__ import annotations

import sys
import threading
from typing import Any

import boto3
import edge_endpoint
from botocore.config import Config
from moto.core.config import default_user_config
from moto.core.utils import utcnow
from moto.stepfunctions import models as machines
from moto.stepfunctions.parser import models  # loads the whole interpreter
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.asl.component.state.exec.state_task.credentials import StateCredentials
from moto.stepfunctions.parser.asl.utils import boto_client
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

PACKAGE = "moto.stepfunctions."
MOTOS_CLIENT = boto_client.boto_client_for

_clients: dict[tuple[str, str, str], Any] = {}
# Making a client is neither fast nor safe in several threads; using one is both.
_making = threading.Lock()


def client_for(region: str, service: str, state_credentials: StateCredentials) -> Any:
    """A client as moto's own, but for the endpoint and the account; like AWS's it does not retry, the definition does."""
    # arn:aws:iam::<account>:role/<name>; the account is the key id.
    account = state_credentials.role_arn.split(":")[4]
    with _making:
        if (region, service, account) not in _clients:
            _clients[region, service, account] = boto3.client(
                service,
                region_name=region,
                endpoint_url=edge_endpoint.url(),
                aws_access_key_id=account,
                aws_secret_access_key="test",
                config=Config(
                    parameter_validation=False,
                    retries={"total_max_attempts": 1},
                    read_timeout=900,
                    max_pool_connections=50,
                    # StartSyncExecution would be sent to `sync-127.0.0.1`.
                    inject_host_prefix=False,
                ),
            )
        return _clients[region, service, account]


def run(self: ExecutionWorker) -> None:
    try:
        RUN(self)
    except Exception as error:  # noqa: BLE001 - whatever it is, the execution is over
        execution = self._execution_communication.execution
        execution.stop_date, execution.exec_status = utcnow(), ExecutionStatus.FAILED
        execution.error, execution.cause = "States.Runtime", f"embedded AWS: {type(error).__name__}: {error}"


RUN = ExecutionWorker._execution_logic


def apply() -> None:
    default_user_config["stepfunctions"]["execute_state_machine"] = True
    machines.stepfunctions_backends = models.stepfunctions_parser_backends  # type: ignore[assignment]
    ExecutionWorker._execution_logic = run  # type: ignore[method-assign]
    boto_client.boto_client_for = client_for  # type: ignore[assignment]
    # Each module that calls it has imported it by name.
    for name, module in list(sys.modules.items()):
        if name.startswith(PACKAGE) and getattr(module, "boto_client_for", None) is MOTOS_CLIENT:
            setattr(module, "boto_client_for", client_for)
