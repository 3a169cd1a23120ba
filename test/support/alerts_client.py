"""Lets things fail on a deployed platform, and prints what a queue hears of each that is subscribed to its topic.

Nothing in it knows of the embedded AWS: endpoint, Region and credentials come from the environment.
"""

import json
import sys
import time

import boto3

PREFIX = sys.argv[1]
LISTENER = f"{PREFIX}-hears-alerts"
PATIENCE_SECONDS = 60
# Nothing more is expected when nothing has come for so long.
SILENCE_SECONDS = 3

batch, glue, sfn, sns, sqs = (boto3.client(name) for name in ("batch", "glue", "stepfunctions", "sns", "sqs"))
identity = boto3.client("sts").get_caller_identity()
account, region = identity["Account"], batch.meta.region_name
topic = f"arn:aws:sns:{region}:{account}:{PREFIX}-dapf-notifier"


def listen():
    url = sqs.create_queue(QueueName=LISTENER)["QueueUrl"]
    arn = f"arn:aws:sqs:{region}:{account}:{LISTENER}"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    return url, sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)["SubscriptionArn"]


def received(url):
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, MessageAttributeNames=["All"])
    for message in answer.get("Messages", []):
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        yield message


def heard(url):
    found, until = [], time.time() + PATIENCE_SECONDS
    while time.time() < until:
        for message in received(url):
            found.append(message)
            until = time.time() + SILENCE_SECONDS
    return found


def training_job():
    payload = {
        "TrainingJobName": "no-data",
        "RoleArn": f"arn:aws:iam::{account}:role/{PREFIX}-dapf-training-queues-execution",
        "AlgorithmSpecification": {
            "TrainingImage": f"{account}.dkr.ecr.{region}.amazonaws.com/{PREFIX}/training-job/training:1",
            "TrainingInputMode": "File",
        },
        # A reason as SageMaker gives it, with quotation marks.
        "HyperParameters": {"dapf_outcome": 'FAILED:AlgorithmError: KeyError("target") exit code: 1'},
        "OutputDataConfig": {"S3OutputPath": f"s3://{PREFIX}-training-shared/training-jobs/"},
        "ResourceConfig": {"InstanceType": "ml.c5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
    }
    return batch.submit_service_job(
        jobName="no-data",
        jobQueue="jenkins-pl-c5-fifo",
        serviceJobType="SAGEMAKER_TRAINING",
        serviceRequestPayload=json.dumps(payload),
    )["jobId"]


def array_of_jobs():
    resources = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "512"}]
    return batch.submit_job(
        jobName="hundred",
        jobQueue="cpu-job-queue",
        jobDefinition="data-preprocessing",
        arrayProperties={"size": 100},
        containerOverrides={
            "environment": [{"name": "DAPF_EXIT_CODE", "value": "1"}],
            "resourceRequirements": resources,
        },
    )["jobId"]


def run_of_pipeline():
    machine = f"arn:aws:states:{region}:{account}:stateMachine:{PREFIX}-modelops-training-orchestrator"
    return sfn.start_execution(stateMachineArn=machine, name="without-input", input="{}")["executionArn"].split(":")[-1]


# A day of which no source has delivered anything.
NO_DATA = {"--day": "1999-01-01"}


def glue_run():
    return glue.start_job_run(JobName=f"{PREFIX}-analytics-etl-ingest-sales", Arguments=NO_DATA)["JobRunId"]


def undeliverable(dead_letters):
    """Of a job whose name AWS Glue allows, but no text can hold."""
    job = glue.get_job(JobName=f"{PREFIX}-analytics-etl-ingest-sales")["Job"]
    name = f'{PREFIX}-analytics-etl-"quoted"'
    kept = ("Role", "Command", "DefaultArguments", "MaxCapacity", "GlueVersion")
    glue.create_job(Name=name, **{key: job[key] for key in kept if key in job})
    run = glue.start_job_run(JobName=name, Arguments=NO_DATA)["JobRunId"]
    (message,) = heard(dead_letters)
    glue.delete_job(JobName=name)
    attributes = {key: value["StringValue"] for key, value in message["MessageAttributes"].items()}
    return {"run": run, "code": attributes["ERROR_CODE"], "rule": attributes["RULE_ARN"], "event": json.loads(message["Body"])}


def main():
    url, subscription = listen()
    told = {}
    try:
        for act in (training_job, array_of_jobs, run_of_pipeline, glue_run):
            made = act()
            told[act.__name__] = {"id": made, "messages": [json.loads(message["Body"])["Message"] for message in heard(url)]}
        dead_letters = sqs.get_queue_url(QueueName=f"{PREFIX}-alerts-dead-letters")["QueueUrl"]
        told["undeliverable"] = undeliverable(dead_letters)
    finally:
        sns.unsubscribe(SubscriptionArn=subscription)
        sqs.delete_queue(QueueUrl=url)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
