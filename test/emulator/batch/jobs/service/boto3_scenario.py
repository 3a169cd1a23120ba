"""AWS's example of quota management, step by step: borrow, cross-share preemption, raise a priority, in-share preemption.

Source: aws/sagemaker-python-sdk, sm-training-queues_quota-management.ipynb. Nothing in it knows of the embedded AWS but
`step`, which asks whoever runs it to move the clock: it prints the seconds and waits for a line.
"""

import json

import boto3

G5 = "ml.g5.xlarge"
batch = boto3.client("batch")
sagemaker = boto3.client("sagemaker")


def step(seconds=1):
    print(seconds, flush=True)
    input()


def queue(name, capacity, shares):
    batch.create_service_environment(
        serviceEnvironmentName=name,
        serviceEnvironmentType="SAGEMAKER_TRAINING",
        capacityLimits=[{"maxCapacity": capacity, "capacityUnit": G5}],
    )
    policy = batch.create_scheduling_policy(name=name, quotaSharePolicy={"idleResourceAssignmentStrategy": "FIFO"})
    step()
    batch.create_job_queue(
        jobQueueName=name,
        jobQueueType="SAGEMAKER_TRAINING",
        priority=1,
        schedulingPolicyArn=policy["arn"],
        serviceEnvironmentOrder=[{"order": 1, "serviceEnvironment": name}],
    )
    step()
    for share, (own, sharing, preemption) in shares.items():
        batch.create_quota_share(
            quotaShareName=share,
            jobQueue=name,
            capacityLimits=[{"maxCapacity": own, "capacityUnit": G5}],
            resourceSharingConfiguration=sharing,
            preemptionConfiguration={"inSharePreemption": preemption},
        )
    step()


def submit(queue, share, name, priority=0, instances=1):
    payload = {
        "TrainingJobName": name,
        "RoleArn": "arn:aws:iam::123456789012:role/trainer",
        "AlgorithmSpecification": {"TrainingImage": "trainer", "TrainingInputMode": "File"},
        "OutputDataConfig": {"S3OutputPath": "s3://trained/"},
        "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
        "ResourceConfig": {"InstanceType": G5, "InstanceCount": instances, "VolumeSizeInGB": 30},
        "HyperParameters": {"dapf_duration_seconds": "3600"},
    }
    answer = batch.submit_service_job(
        jobName=name,
        jobQueue=queue,
        serviceJobType="SAGEMAKER_TRAINING",
        serviceRequestPayload=json.dumps(payload),
        quotaShareName=share,
        schedulingPriority=priority,
        retryStrategy={"attempts": 1},
        timeoutConfig={"attemptDurationSeconds": 86400},
    )
    return answer["jobId"]


def job(job_id):
    return batch.describe_service_job(jobId=job_id)


def expect(**states):
    found = {name: job(ids[name])["status"] for name in states}
    assert found == states, f"{found}, not {states}"


# Three shares of one instance: QS1 borrows, QS2 lends, QS3 reserves.
queue(
    "notebook",
    3,
    {
        "QS1": (1, {"strategy": "LEND_AND_BORROW", "borrowLimit": 200}, "ENABLED"),
        "QS2": (1, {"strategy": "LEND"}, "DISABLED"),
        "QS3": (1, {"strategy": "RESERVE"}, "DISABLED"),
    },
)
ids = {}
for name, priority in {"high": 3, "medium": 2, "low": 1}.items():
    ids[name] = submit("notebook", "QS1", name, priority)
step()
expect(high="RUNNING", medium="RUNNING", low="RUNNABLE")
[front] = batch.get_job_queue_snapshot(jobQueue="notebook")["frontOfQuotaShares"]["quotaShares"]["QS1"]
assert front["jobArn"] == job(ids["low"])["jobArn"]
borrower = job(ids["medium"])["latestAttempt"]["serviceResourceId"]["value"].split("/")[-1]
assert borrower.startswith("AWSBatchmedium")
assert sagemaker.describe_training_job(TrainingJobName=borrower)["TrainingJobStatus"] == "InProgress"

ids["owner"] = submit("notebook", "QS2", "owner", 1)
step()
expect(owner="RUNNING", high="RUNNING", medium="RUNNABLE", low="RUNNABLE")
preempted = job(ids["medium"])
assert preempted["preemptionSummary"]["preemptedAttemptCount"] == 1
assert preempted["attempts"] == []
assert sagemaker.describe_training_job(TrainingJobName=borrower)["TrainingJobStatus"] == "Stopped"

batch.update_service_job(jobId=ids["low"], schedulingPriority=4)
step()
expect(owner="RUNNING", low="RUNNING", high="RUNNABLE", medium="RUNNABLE")

# When those that run have trained, it is the turn of the others.
step(3600)
expect(owner="SUCCEEDED", low="SUCCEEDED", high="RUNNING", medium="RUNNING")
step(3600)
expect(high="SUCCEEDED", medium="SUCCEEDED")
names = [one["jobName"] for one in batch.list_service_jobs(jobQueue="notebook", jobStatus="SUCCEEDED")["jobSummaryList"]]
assert names == ["owner", "low", "medium", "high"], names

# The largest job of a share: 2 that may borrow 100 % make 4; of two shares of 4 there are 8 to have, not 12.
EXCEEDED = "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED - "
BORROWS_ALL = {"strategy": "LEND_AND_BORROW", "borrowLimit": 200}
for name, shares, largest, too_large, reason in [
    (
        "four",
        {
            "A": (2, {"strategy": "LEND_AND_BORROW", "borrowLimit": 100}, "DISABLED"),
            "B": (10, {"strategy": "LEND"}, "DISABLED"),
        },
        4,
        5,
        "Job requirements exceed quota share capacity limits and borrow limits.",
    ),
    (
        "eight",
        {"A": (4, BORROWS_ALL, "DISABLED"), "B": (4, BORROWS_ALL, "DISABLED")},
        8,
        12,
        "Job requires borrowing that exceeds all configured borrowable capacity.",
    ),
]:
    queue(name, 20, shares)
    fits = submit(name, "A", "fits", instances=largest)
    step()
    assert job(fits)["status"] == "RUNNING"
    step(3600)
    never = submit(name, "A", "never", instances=too_large)
    step()
    assert job(never)["status"] == "RUNNABLE"
    assert job(never)["statusReason"] == EXCEEDED + reason, job(never)["statusReason"]
print("done")
