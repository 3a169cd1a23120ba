"""Creates, waits for, updates, disables and deletes all four kinds of a training queue's resources, as a user's script would.

Nothing in it knows of the embedded AWS: endpoint, Region and credentials come from the environment.
"""

import time

import boto3

batch = boto3.client("batch")


def wait(describe, status="VALID"):
    for _ in range(200):
        found = describe()
        if (found or {}).get("status") == status or (found is None and status is None):
            return
        time.sleep(0.02)
    raise AssertionError(f"never {status}")


def first(answer, key):
    return answer[key][0] if answer[key] else None


def environment():
    return first(batch.describe_service_environments(serviceEnvironments=["training"]), "serviceEnvironments")


def queue():
    return first(batch.describe_job_queues(jobQueues=["training"]), "jobQueues")


def refused(call, **arguments):
    try:
        call(**arguments)
    except batch.exceptions.ClientException as error:
        return error.response["Error"]["Message"]
    raise AssertionError(f"{call.__name__} was not refused")


# Create, in the order of use.
policy = batch.create_scheduling_policy(name="shares", quotaSharePolicy={"idleResourceAssignmentStrategy": "FIFO"})["arn"]
batch.create_service_environment(
    serviceEnvironmentName="training",
    serviceEnvironmentType="SAGEMAKER_TRAINING",
    capacityLimits=[{"maxCapacity": 3, "capacityUnit": "ml.g5.xlarge"}],
)
wait(environment)
batch.create_job_queue(
    jobQueueName="training",
    jobQueueType="SAGEMAKER_TRAINING",
    priority=1,
    schedulingPolicyArn=policy,
    serviceEnvironmentOrder=[{"order": 1, "serviceEnvironment": "training"}],
)
wait(queue)
shares = [
    batch.create_quota_share(
        quotaShareName=name,
        jobQueue="training",
        capacityLimits=[{"maxCapacity": 1, "capacityUnit": "ml.g5.xlarge"}],
        resourceSharingConfiguration=sharing,
        preemptionConfiguration={"inSharePreemption": "ENABLED"},
    )["quotaShareArn"]
    for name, sharing in {
        "borrow": {"strategy": "LEND_AND_BORROW", "borrowLimit": 200},
        "lend": {"strategy": "LEND"},
        "reserve": {"strategy": "RESERVE"},
    }.items()
]
for share in shares:
    wait(lambda: batch.describe_quota_share(quotaShareArn=share))

# Update.
batch.update_service_environment(
    serviceEnvironment="training", capacityLimits=[{"maxCapacity": 6, "capacityUnit": "ml.g5.xlarge"}]
)
batch.update_job_queue(jobQueue="training", priority=5)
wait(queue)
batch.update_quota_share(quotaShareArn=shares[0], capacityLimits=[{"maxCapacity": 4, "capacityUnit": "ml.g5.xlarge"}])
wait(lambda: batch.describe_quota_share(quotaShareArn=shares[0]))
assert environment()["capacityLimits"][0]["maxCapacity"] == 6
assert queue()["priority"] == 5
assert batch.describe_quota_share(quotaShareArn=shares[0])["capacityLimits"][0]["maxCapacity"] == 4

# What is in use or enabled stays.
assert "DISABLED" in refused(batch.delete_job_queue, jobQueue="training")
assert "JobQueue relationship" in refused(batch.delete_scheduling_policy, arn=policy)

# Disable and delete, in the reverse order.
for share in shares:
    batch.update_quota_share(quotaShareArn=share, state="DISABLED")
for share in shares:
    wait(lambda: batch.describe_quota_share(quotaShareArn=share))
    batch.delete_quota_share(quotaShareArn=share)
pages = batch.get_paginator("list_quota_shares").paginate(jobQueue="training")
while any(page["quotaShares"] for page in pages):
    time.sleep(0.02)
batch.update_job_queue(jobQueue="training", state="DISABLED")
wait(queue)
batch.delete_job_queue(jobQueue="training")
wait(queue, None)
batch.update_service_environment(serviceEnvironment="training", state="DISABLED")
wait(environment)
batch.delete_service_environment(serviceEnvironment="training")
wait(environment, None)
batch.delete_scheduling_policy(arn=policy)
assert batch.list_scheduling_policies()["schedulingPolicies"] == []
print("done")
