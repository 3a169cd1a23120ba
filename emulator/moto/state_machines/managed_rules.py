"""The rules of EventBridge by which Step Functions learns that a job has ended, and which it makes with the machine's role.

Source: AWS Step Functions Developer Guide, the IAM policies of each integration ("Run a Job (.sync)").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from state_machines.integrations import integration_of

ACTIONS = ("events:PutTargets", "events:PutRule", "events:DescribeRule")

# Service and action of an integration that waits; of Athena and Glue, EKS and DataBrew Step Functions only asks.
RULES = {
    ("batch", "submitJob"): "StepFunctionsGetEventsForBatchJobsRule",
    ("codebuild", "startBuild"): "StepFunctionsGetEventForCodeBuildStartBuildRule",
    ("ecs", "runTask"): "StepFunctionsGetEventsForECSTaskRule",
    ("elasticmapreduce", "addStep"): "StepFunctionsGetEventForEMRAddJobFlowStepsRule",
    ("elasticmapreduce", "createCluster"): "StepFunctionsGetEventForEMRRunJobFlowRule",
    ("elasticmapreduce", "terminateCluster"): "StepFunctionsGetEventForEMRTerminateJobFlowsRule",
    ("emr-serverless", "startJobRun"): "StepFunctionsGetEventsForEMRServerlessJobRule",
    ("mediaconvert", "createJob"): "StepFunctionsGetEventsForMediaConvertJobRule",
    ("sagemaker", "createHyperParameterTuningJob"): "StepFunctionsGetEventsForSageMakerHyperParameterTuningJobsRule",
    ("sagemaker", "createLabelingJob"): "StepFunctionsGetEventsForSageMakerLabelingJobsRule",
    ("sagemaker", "createProcessingJob"): "StepFunctionsGetEventsForSageMakerProcessingJobsRule",
    ("sagemaker", "createTrainingJob"): "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
    ("sagemaker", "createTransformJob"): "StepFunctionsGetEventsForSageMakerTransformJobsRule",
    ("states", "startExecution"): "StepFunctionsGetEventsForStepFunctionsExecutionRule",
}


def managed_rules(definition: Any) -> list[str]:
    """The names of the rules that a definition needs, each once, in order."""
    return sorted({rule for resource in resources(definition) if (rule := rule_of(resource)) is not None})


def rule_of(resource: str) -> str | None:
    integration = integration_of(resource)
    if integration is None or not (integration.pattern or "").startswith("sync"):
        return None
    return RULES.get((integration.service, integration.action))


def resources(part: Any) -> Iterator[str]:
    """Those of all Task states, also of those in maps and parallel branches."""
    if isinstance(part, list):
        for item in part:
            yield from resources(item)
    elif isinstance(part, dict):
        if part.get("Type") == "Task" and isinstance(part.get("Resource"), str):
            yield part["Resource"]
        for name, item in part.items():
            # What a state gives to others may look like a state.
            if name not in ("Parameters", "Arguments", "Result", "Output"):
                yield from resources(item)
