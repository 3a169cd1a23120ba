"""Two teams on shared compute, and a job role, each with the policies that it gets: what comes of their calls, as JSON.

The policies come as JSON in TEAM_POLICIES. Every call of which one action is the matter is simulated, too: what
SimulatePrincipalPolicy says has to agree with what the call gets.
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
POLICIES: dict[str, list[Any]] = json.loads(os.environ["TEAM_POLICIES"])

Call = Callable[["Caller"], Any]


def client(service: str, keys: dict[str, str] | None = None) -> Any:
    return boto3.client(service, config=CONFIG, **(keys or {}))


def batch_arn(resource: str) -> str:
    return f"arn:aws:batch:{REGION}:{ACCOUNT}:{resource}"


def role_arn(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


class Caller:
    """Somebody with the policies of a team or of a job role."""

    def __init__(self, name: str) -> None:
        self.name = name
        trust = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
        document = {"Version": "2012-10-17", "Statement": [trust]}
        iam = client("iam")
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(document))
        for number, policy in enumerate(POLICIES[name]):
            made = iam.create_policy(PolicyName=f"{name}-{number}", PolicyDocument=json.dumps(policy))
            iam.attach_role_policy(RoleName=name, PolicyArn=made["Policy"]["Arn"])
        given = client("sts").assume_role(RoleArn=role_arn(name), RoleSessionName="me")["Credentials"]
        self.keys = {
            "aws_access_key_id": given["AccessKeyId"],
            "aws_secret_access_key": given["SecretAccessKey"],
            "aws_session_token": given["SessionToken"],
        }

    def __getattr__(self, service: str) -> Any:
        return client(service, self.keys)

    def simulated(self, action: str, resources: list[str], context: dict[str, str]) -> str:
        entries = [
            {"ContextKeyName": key, "ContextKeyValues": [value], "ContextKeyType": "string"}
            for key, value in context.items()
        ]
        asked = {"ActionNames": [action], "ResourceArns": resources, "ContextEntries": entries}
        answer = client("iam").simulate_principal_policy(PolicySourceArn=role_arn(self.name), **asked)
        decisions = {one["EvalDecision"] for one in answer["EvaluationResults"]}
        return "allowed" if decisions == {"allowed"} else "denied"


def outcome(call: Callable[[], Any]) -> dict[str, str]:
    try:
        call()
    except ClientError as error:
        return {name: error.response["Error"].get(name, "") for name in ("Code", "Message")}
    return {}


def plain_role(name: str) -> str:
    trust = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = {"Version": "2012-10-17", "Statement": [trust]}
    return client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(document))["Role"]["Arn"]


def container(**more: Any) -> dict[str, Any]:
    needs = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "512"}]
    return {"image": "busybox", "resourceRequirements": needs, **more}


def prepare() -> None:
    """Queues on machines that nobody starts, where jobs stay until somebody ends them."""
    batch = client("batch")
    batch.create_compute_environment(
        computeEnvironmentName="own", type="UNMANAGED", unmanagedvCpus=8, serviceRole=plain_role("service")
    )
    shares = [{"shareIdentifier": "ml*", "weightFactor": 1}, {"shareIdentifier": "finance", "weightFactor": 3}]
    fair = batch.create_scheduling_policy(name="fair", fairsharePolicy={"shareDistribution": shares})["arn"]
    order = [{"order": 1, "computeEnvironment": "own"}]
    wait(lambda: batch.describe_compute_environments()["computeEnvironments"])
    for name, more in {"cpu": {"schedulingPolicyArn": fair}, "gpu": {}, "light": {}}.items():
        batch.create_job_queue(jobQueueName=name, priority=1, computeEnvironmentOrder=order, **more)
    wait(lambda: batch.describe_job_queues()["jobQueues"])
    for name in ("ml-train", "ml-train", "finance-sum"):
        batch.register_job_definition(jobDefinitionName=name, type="container", containerProperties=container())
    logs = client("logs")
    for group in ("churn/batch/compute", "/aws/batch/job"):
        logs.create_log_group(logGroupName=group)
        for stream in ("ml-train/default/1", "finance-sum/default/1"):
            logs.create_log_stream(logGroupName=group, logStreamName=stream)


def wait(describe: Callable[[], list[dict[str, Any]]]) -> None:
    while any(one["status"] != "VALID" for one in describe()):
        pass


ML = {"team": "ml", "Project": "churn"}
OWN = {"jobQueue": "cpu", "jobDefinition": "ml-train", "shareIdentifier": "ml-night", "tags": ML}
THEIRS = {
    "jobQueue": "light",
    "jobDefinition": "finance-sum",
    "tags": {"team": "finance", "cost": "42"},
}


def submission(**changes: Any) -> dict[str, Any]:
    wish = {"jobName": "job", **OWN, **changes}
    return {key: value for key, value in wish.items() if value is not None}


def submits(**changes: Any) -> dict[str, Any]:
    """A submission, and what IAM is asked for it."""
    wish = submission(**changes)
    context = {f"aws:RequestTag/{key}": value for key, value in wish.get("tags", {}).items()}
    if "shareIdentifier" in wish:
        context["batch:ShareIdentifier"] = wish["shareIdentifier"]
    names = ["job/*", f"job-queue/{wish['jobQueue']}", f"job-definition/{wish['jobDefinition']}"]
    return asks("batch:SubmitJob", [batch_arn(name) for name in names], lambda c: c.batch.submit_job(**wish), context)


def asks(action: str, resources: list[str], call: Call, context: dict[str, str] | None = None) -> dict[str, Any]:
    return {"action": action, "resources": resources, "call": call, "context": context or {}}


def ends(verb: str, job: str, team: str | None) -> dict[str, Any]:
    tags = {} if team is None else {"aws:ResourceTag/team": team}
    if team == "finance":
        tags["aws:ResourceTag/cost"] = "42"
    operation = {"Terminate": "terminate_job", "Cancel": "cancel_job"}[verb]
    return asks(
        f"batch:{verb}Job",
        [batch_arn(f"job/{job}")],
        lambda c: getattr(c.batch, operation)(jobId=job, reason="over"),
        tags,
    )


def registers(name: str, role: str | None = None) -> dict[str, Any]:
    properties = container() if role is None else container(jobRoleArn=role_arn(role))
    wish = {"jobDefinitionName": name, "type": "container", "containerProperties": properties, "tags": {"made": "here"}}
    call = lambda c: c.batch.register_job_definition(**wish)  # noqa: E731
    if role is None:
        return asks("batch:RegisterJobDefinition", [batch_arn(f"job-definition/{name}")], call)
    return asks("iam:PassRole", [role_arn(role)], call, {"iam:PassedToService": "ecs-tasks.amazonaws.com"})


def reads(stream: str, group: str = "churn/batch/compute") -> dict[str, Any]:
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{group}:log-stream:{stream}"
    call = lambda c: c.logs.get_log_events(logGroupName=group, logStreamName=stream)  # noqa: E731
    return asks("logs:GetLogEvents", [arn], call)


def tags(job: str, of: str | None) -> dict[str, Any]:
    context = {"aws:RequestTag/team": "ml"} | ({} if of is None else {"aws:ResourceTag/team": of})
    arn = batch_arn(f"job/{job}")
    return asks("batch:TagResource", [arn], lambda c: c.batch.tag_resource(resourceArn=arn, tags={"team": "ml"}), context)


def looks(operation: str, **members: Any) -> dict[str, Any]:
    action = "batch:" + "".join(word.title() for word in operation.split("_"))
    return asks(action, ["*"], lambda c: getattr(c.batch, operation)(**members), {"aws:RequestedRegion": REGION})


def cases_of_team(ml: Caller, finance: Caller) -> dict[str, dict[str, Any]]:
    def own() -> str:
        return ml.batch.submit_job(**submission())["jobId"]

    def theirs() -> str:
        return finance.batch.submit_job(jobName="sum", **THEIRS)["jobId"]

    def array() -> str:
        return ml.batch.submit_job(**submission(arrayProperties={"size": 2}))["jobId"]

    nobodys = client("batch").submit_job(jobName="free", jobQueue="gpu", jobDefinition="ml-train")["jobId"]
    other, mine = theirs(), own()
    snapshot = lambda queue: asks(  # noqa: E731
        "batch:GetJobQueueSnapshot",
        [batch_arn(f"job-queue/{queue}")],
        lambda c: c.batch.get_job_queue_snapshot(jobQueue=queue),
    )
    return {
        "submits by the name of the definition": submits(),
        "submits an older revision": submits(jobDefinition="ml-train:1"),
        "submits the newest revision": submits(jobDefinition="ml-train:2"),
        "submits with another share of its own": submits(shareIdentifier="ml-"),
        "submits to a queue without shares": submits(jobQueue="gpu", shareIdentifier=None),
        "submits an array": submits(arrayProperties={"size": 3}),
        "submits what depends on another job": submits(dependsOn=[{"jobId": own()}]),
        "submits with more tags": submits(tags={**ML, "dapf:submission": "1", "dapf-queue": "cpu"}),
        "submits to the queue of others": submits(jobQueue="light", shareIdentifier=None),
        "submits with the share of others": submits(shareIdentifier="finance"),
        "submits with a share that begins as others do": submits(shareIdentifier="ml"),
        "submits the definition of others": submits(jobDefinition="finance-sum"),
        "submits the revision of others": submits(jobDefinition="finance-sum:1"),
        "submits without tags": submits(tags=None),
        "submits without the tag that is required": submits(tags={"team": "ml"}),
        "submits with nothing in the tag that is required": submits(tags={"team": "ml", "Project": ""}),
        "submits with the tags of others": submits(tags={"team": "finance", "cost": "42", "Project": "churn"}),
        "terminates its job": ends("Terminate", own(), "ml"),
        "cancels its job": ends("Cancel", own(), "ml"),
        "terminates its array": ends("Terminate", array(), "ml"),
        "terminates one job of its array": ends("Terminate", f"{array()}:1", "ml"),
        "terminates the job of others": ends("Terminate", other, "finance"),
        "cancels the job of others": ends("Cancel", other, "finance"),
        "terminates a job of nobody": ends("Terminate", nobodys, None),
        "tags its job": tags(mine, "ml"),
        "tags the job of others as its own": tags(other, "finance"),
        "registers its definition": registers("ml-more"),
        "registers a definition with its role": registers("ml-more", "trainer"),
        "registers the definition of others": registers("finance-more"),
        "registers a definition with the role of others": registers("ml-more", "auditor"),
        "deregisters the definition of others": asks(
            "batch:DeregisterJobDefinition",
            [batch_arn("job-definition/finance-sum:1")],
            lambda c: c.batch.deregister_job_definition(jobDefinition="finance-sum:1"),
        ),
        "reads the log of its job": reads("ml-train/default/1"),
        "reads the log of its job in the group of AWS Batch": reads("ml-train/default/1", "/aws/batch/job"),
        "reads the log of others": reads("finance-sum/default/1"),
        "looks at jobs": looks("describe_jobs", jobs=[mine]),
        "lists jobs": looks("list_jobs", jobQueue="cpu"),
        "looks at queues": looks("describe_job_queues"),
        "looks at definitions": looks("describe_job_definitions"),
        "looks at environments": looks("describe_compute_environments"),
        "looks at who is next in its queue": snapshot("cpu"),
        "looks at who is next in the queue of others": snapshot("light"),
        "disables its queue": asks(
            "batch:UpdateJobQueue",
            [batch_arn("job-queue/cpu")],
            lambda c: c.batch.update_job_queue(jobQueue="cpu", state="DISABLED"),
        ),
    }


def prepare_data() -> dict[str, str]:
    """Buckets, tables and secrets, of which the role has some. Returns what AWS has chosen."""
    s3, place = client("s3"), {"LocationConstraint": REGION}
    key = client("kms").create_key()["KeyMetadata"]["KeyId"]
    client("kms").create_alias(AliasName="alias/lake", TargetKeyId=key)
    for bucket in ("lake", "results", "private"):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
        for name in ("raw/a", "other/a"):
            s3.put_object(Bucket=bucket, Key=name, Body=b"x")
    s3.put_object(Bucket="lake", Key="raw/locked", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    for table in ("runs", "states"):
        client("dynamodb").create_table(
            TableName=table,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    secrets = client("secretsmanager")
    made = {name: secrets.create_secret(Name=name, SecretString="x")["ARN"] for name in ("churn/key", "churn/key-of-others")}
    locked = client("kms").encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    return {"key": key, "locked": locked, "secret": made["churn/key"], "other": made["churn/key-of-others"]}


def cases_of_role(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    def get(bucket: str, key: str) -> dict[str, Any]:
        return asks("s3:GetObject", [f"arn:aws:s3:::{bucket}/{key}"], lambda c: c.s3.get_object(Bucket=bucket, Key=key))

    def put(bucket: str, key: str) -> dict[str, Any]:
        call = lambda c: c.s3.put_object(Bucket=bucket, Key=key, Body=b"y")  # noqa: E731
        return asks("s3:PutObject", [f"arn:aws:s3:::{bucket}/{key}"], call)

    def lists(bucket: str, prefix: str | None) -> dict[str, Any]:
        given = {} if prefix is None else {"Prefix": prefix}
        call = lambda c: c.s3.list_objects_v2(Bucket=bucket, **given)  # noqa: E731
        return asks("s3:ListBucket", [f"arn:aws:s3:::{bucket}"], call, {} if prefix is None else {"s3:prefix": prefix})

    def item(table: str) -> dict[str, Any]:
        arn = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}"
        call = lambda c: c.dynamodb.put_item(TableName=table, Item={"id": {"S": "1"}})  # noqa: E731
        return asks("dynamodb:PutItem", [arn], call)

    def secret(arn: str) -> dict[str, Any]:
        call = lambda c: c.secretsmanager.get_secret_value(SecretId=arn)  # noqa: E731
        return asks("secretsmanager:GetSecretValue", [arn], call)

    table = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/runs"
    return {
        "reads an object below its prefix": get("lake", "raw/a"),
        "reads an encrypted object": get("lake", "raw/locked"),
        "reads an object beside its prefix": get("lake", "other/a"),
        "writes an object that it may only read": put("lake", "raw/a"),
        "lists below its prefix": lists("lake", "raw/"),
        "lists deeper": lists("lake", "raw/2026/"),
        "lists beside its prefix": lists("lake", "other/"),
        "lists all of a bucket": lists("lake", None),
        "writes an object": put("results", "any"),
        "deletes an object": asks(
            "s3:DeleteObject",
            ["arn:aws:s3:::results/any"],
            lambda c: c.s3.delete_object(Bucket="results", Key="any"),
        ),
        "reads an object that it may only write": get("results", "raw/a"),
        "reads an object of another bucket": get("private", "raw/a"),
        "writes an item": item("runs"),
        "writes an item of another table": item("states"),
        "reads items": asks("dynamodb:Scan", [table], lambda c: c.dynamodb.scan(TableName="runs")),
        "deletes a table": asks("dynamodb:DeleteTable", [table], lambda c: c.dynamodb.delete_table(TableName="runs")),
        "reads its secret": secret(made["secret"]),
        "reads a secret whose name begins so": secret(made["other"]),
        "decrypts by itself": asks(
            "kms:Decrypt",
            [f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{made['key']}"],
            lambda c: c.kms.decrypt(CiphertextBlob=made["locked"]),
        ),
        "submits a job": asks(
            "batch:SubmitJob",
            [batch_arn("job/*"), batch_arn("job-queue/gpu"), batch_arn("job-definition/ml-train")],
            lambda c: c.batch.submit_job(jobName="job", jobQueue="gpu", jobDefinition="ml-train"),
        ),
    }


def results(caller: Caller, cases: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        name: {
            "simulated": caller.simulated(case["action"], case["resources"], case["context"]),
            "action": case["action"],
            "got": outcome(lambda: case["call"](caller)),  # noqa: B023
        }
        for name, case in cases.items()
    }


def main() -> None:
    for role in ("trainer", "auditor"):
        plain_role(role)
    prepare()
    ml, finance = Caller("ml"), Caller("finance")
    team = results(ml, cases_of_team(ml, finance))
    job = Caller("job")
    role = results(job, cases_of_role(prepare_data()))
    print(json.dumps({"team": team, "role": role}))


main()
