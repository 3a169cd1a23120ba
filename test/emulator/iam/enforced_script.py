"""Calls of each service by a role that misses one action, and by the same role with it; prints what came of them as JSON.

Each is simulated, too: what SimulatePrincipalPolicy says has to agree with what the call gets.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ACCOUNT = os.environ["AWS_ACCESS_KEY_ID"]
REGION = os.environ["AWS_REGION"]
CONFIG = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}, inject_host_prefix=False)
ROLE = f"arn:aws:iam::{ACCOUNT}:role/worker"


def client(service: str, keys: dict[str, str] | None = None) -> Any:
    return boto3.client(service, config=CONFIG, **(keys or {}))


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def grant(statement: dict[str, Any]) -> None:
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", **statement}]}
    client("iam").put_role_policy(RoleName="worker", PolicyName="own", PolicyDocument=json.dumps(document))


def prepared() -> dict[str, str]:
    """What the calls are made on. Returns names that AWS chose."""
    trust = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    client("iam").create_role(RoleName="worker", AssumeRolePolicyDocument=document)
    client("s3").create_bucket(Bucket="yard", CreateBucketConfiguration={"LocationConstraint": REGION})
    client("s3").put_object(Bucket="yard", Key="a/key", Body=b"x")
    client("dynamodb").create_table(
        TableName="states",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    client("ssm").put_parameter(Name="/dapf/value", Value="1", Type="String")
    client("ecr").create_repository(repositoryName="images")
    queue = client("sqs").create_queue(QueueName="jobs")["QueueUrl"]
    topic = client("sns").create_topic(Name="news")["TopicArn"]
    key = client("kms").create_key()["KeyMetadata"]["Arn"]
    return {"queue": queue, "topic": topic, "key": key}


Calls = dict[str, tuple[str, str, Callable[[Any], Any]]]


def calls(made: dict[str, str]) -> Calls:
    """Service -> action, resource, and the call that needs both."""
    return {
        "s3": ("s3:GetObject", "arn:aws:s3:::yard/a/key", lambda c: c.get_object(Bucket="yard", Key="a/key")),
        "dynamodb": (
            "dynamodb:PutItem",
            arn("dynamodb", "table/states"),
            lambda c: c.put_item(TableName="states", Item={"id": {"S": "1"}}),
        ),
        "batch": ("batch:DescribeJobQueues", "*", lambda c: c.describe_job_queues()),
        "glue": (
            "glue:CreateDatabase",
            arn("glue", "database/tables"),
            lambda c: c.create_database(DatabaseInput={"Name": "tables"}),
        ),
        "ssm": ("ssm:GetParameter", arn("ssm", "parameter/dapf/value"), lambda c: c.get_parameter(Name="/dapf/value")),
        "sqs": (
            "sqs:SendMessage",
            arn("sqs", "jobs"),
            lambda c: c.send_message(QueueUrl=made["queue"], MessageBody="m"),
        ),
        "sns": ("sns:Publish", made["topic"], lambda c: c.publish(TopicArn=made["topic"], Message="m")),
        "kms": ("kms:Encrypt", made["key"], lambda c: c.encrypt(KeyId=made["key"], Plaintext=b"x")),
        "iam": ("iam:GetRole", ROLE, lambda c: c.get_role(RoleName="worker")),
        "stepfunctions": ("states:ListStateMachines", "*", lambda c: c.list_state_machines()),
        "events": (
            "events:PutRule",
            arn("events", "rule/nightly"),
            lambda c: c.put_rule(Name="nightly", ScheduleExpression="rate(1 day)"),
        ),
        "athena": ("athena:GetWorkGroup", arn("athena", "workgroup/primary"), lambda c: c.get_work_group(WorkGroup="primary")),
        "ecr": (
            "ecr:ListImages",
            arn("ecr", "repository/images"),
            lambda c: c.list_images(repositoryName="images"),
        ),
        "lambda": ("lambda:ListFunctions", "*", lambda c: c.list_functions()),
        "ec2": ("ec2:DescribeVpcs", "*", lambda c: c.describe_vpcs()),
        "sagemaker": ("sagemaker:ListModels", "*", lambda c: c.list_models()),
        "logs": ("logs:CreateLogGroup", arn("logs", "log-group:/own"), lambda c: c.create_log_group(logGroupName="/own")),
        "cloudformation": ("cloudformation:ListStacks", "*", lambda c: c.list_stacks()),
    }


def outcome(call: Callable[[], Any]) -> dict[str, Any]:
    try:
        call()
    except ClientError as error:
        answer = error.response
        told = {name: answer["Error"].get(name) for name in ("Code", "Message")}
        return {**told, "status": answer["ResponseMetadata"]["HTTPStatusCode"], "id": answer["ResponseMetadata"].get("RequestId")}
    return {}


def simulated(action: str, resource: str) -> str:
    asked = {"PolicySourceArn": ROLE, "ActionNames": [action], "ResourceArns": [resource]}
    return client("iam").simulate_principal_policy(**asked)["EvaluationResults"][0]["EvalDecision"]


def main() -> None:
    made = prepared()
    credentials = client("sts").assume_role(RoleArn=ROLE, RoleSessionName="me")["Credentials"]
    keys = {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"],
    }
    results: dict[str, Any] = {"caller": client("sts", keys).get_caller_identity()["Arn"], "services": {}}
    for service, (action, resource, call) in calls(made).items():
        as_role = client(service, keys)
        grant({"NotAction": [action]})
        without = {"got": outcome(lambda: call(as_role)), "simulated": simulated(action, resource)}  # noqa: B023
        grant({"Action": [action]})
        granted = {"got": outcome(lambda: call(as_role)), "simulated": simulated(action, resource)}  # noqa: B023
        results["services"][service] = {"action": action, "resource": resource, "without": without, "granted": granted}
    print(json.dumps(results))


main()
