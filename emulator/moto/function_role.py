"""Who a function of Lambda is to AWS, and what Lambda does as its role.

Source: AWS Lambda Developer Guide, "Defining Lambda function permissions with an execution role".
"""

from __future__ import annotations

from typing import Any

import edge_endpoint
from asks import ask
from moto.awslambda.models import LambdaFunction

SERVICE = "lambda.amazonaws.com"
# AWS's words, wherever Lambda cannot take a role.
NOT_TRUSTED = "The role defined for the function cannot be assumed by Lambda."


def credentials_of(function: LambdaFunction) -> dict[str, str]:
    """:raises edge_endpoint.AccessDenied: when Lambda cannot take the role"""
    place = (function.account_id, function.region)
    return edge_endpoint.assume(*place, SERVICE, function.role, function.function_name, function.function_arn)


def client_of(function: LambdaFunction, service: str) -> Any:
    """:raises edge_endpoint.AccessDenied:"""
    return edge_endpoint.client_of(credentials_of(function), service, function.region)


def may_log(function: LambdaFunction, key: str) -> bool:
    """Whether the role may write the log; a function whose log cannot be written works all the same.

    :param key: access key id of the role's session
    """
    place = (function.account_id, function.region)
    group = f"arn:{function.function_arn.split(':')[1]}:logs:{function.region}:{function.account_id}:log-group:{function.logs_group_name}"
    asks = [ask("logs:CreateLogStream", f"{group}:*"), ask("logs:PutLogEvents", f"{group}:log-stream:*")]
    if function.logs_group_name not in function.logs_backend.groups:
        asks.insert(0, ask("logs:CreateLogGroup", f"{group}:*"))
    return edge_endpoint.denial_of(*place, key, asks) is None
