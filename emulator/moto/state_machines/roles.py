"""Who a state machine is to AWS: the role of the machine, or the one that a state names."""

from __future__ import annotations

import random
import string
import threading
from collections import OrderedDict
from typing import Any

import edge_endpoint
from botocore.config import Config
from botocore.exceptions import ClientError

SERVICE = "states.amazonaws.com"
# AWS's words when it cannot take the role of a machine, whether that is made, changed or run.
NOT_TRUSTED = (
    f"Neither the global service principal {SERVICE}, nor the regional one is authorized to assume the provided role."
)
MOST_CLIENTS = 64

# Executions and their branches share roles and clients; making a client is neither fast nor safe in several threads.
_lock = threading.RLock()
_clients: OrderedDict[tuple[str, str, str], Any] = OrderedDict()


class RoleNotTaken(Exception):
    """A task cannot be done, because its role cannot be taken."""


class Role(str):
    """The ARN of a role with what it takes to be it; its credentials are taken once, when they are needed."""

    account: str
    region: str
    machine: str
    # As which the role is taken; None: Step Functions takes it.
    through: Role | None
    _credentials: dict[str, str] | None

    @classmethod
    def of_machine(cls, arn: str, account: str, region: str, machine: str) -> Role:
        role = cls(arn)
        role.account, role.region, role.machine = account, region, machine
        role.through = role._credentials = None
        return role

    def taking(self, arn: str) -> Role:
        """The role that a state names, which the machine's role takes.

        AWS Step Functions Developer Guide, "Accessing resources in other AWS accounts in Step Functions".
        """
        role = Role.of_machine(arn, self.account, self.region, self.machine)
        role.through = self
        return role

    def credentials(self) -> dict[str, str]:
        """:raises RoleNotTaken:"""
        with _lock:
            if self._credentials is None:
                self._credentials = self._taken()
            return self._credentials

    def _taken(self) -> dict[str, str]:
        # Sessions of Step Functions have such names.
        name = "".join(random.choices(string.ascii_letters, k=32))
        if self.through is not None:
            return self._taken_through(self.through, name)
        try:
            return edge_endpoint.assume(self.account, self.region, SERVICE, str(self), name, self.machine)
        except edge_endpoint.AccessDenied as error:
            raise RoleNotTaken(NOT_TRUSTED) from error

    def _taken_through(self, role: Role, name: str) -> dict[str, str]:
        try:
            answer = client_of(role, "sts", self.region).assume_role(RoleArn=str(self), RoleSessionName=name)
        except ClientError as error:
            text = f"The role {role} is not authorized to assume the task state's role, {self}."
            raise RoleNotTaken(text) from error
        return dict(answer["Credentials"])


def client_of(role: Role, service: str, region: str) -> Any:
    """A client as moto's own, but at the edge and as the role; like AWS's it does not retry, the definition does.

    :raises RoleNotTaken:
    """
    credentials = role.credentials()
    name = (region, service, credentials["AccessKeyId"])
    with _lock:
        if name not in _clients:
            _clients[name] = made(service, region, credentials)
            while len(_clients) > MOST_CLIENTS:
                _clients.popitem(last=False)
        _clients.move_to_end(name)
        return _clients[name]


def made(service: str, region: str, credentials: dict[str, str]) -> Any:
    return edge_endpoint.client_of(
        credentials,
        service,
        region,
        config=Config(
            parameter_validation=False,
            retries={"total_max_attempts": 1},
            read_timeout=900,
            max_pool_connections=50,
            # StartSyncExecution would be sent to `sync-127.0.0.1`.
            inject_host_prefix=False,
        ),
    )
