import type { Grant } from "../grant";
import { arn, inRegion, type Scope } from "../scope";

const UNRESTRICTED = "AWS restricts these to no resource (Service Authorization Reference).";

/** Batch, Glue, Lambda and Step Functions, as Terraform reads them. */
export function readCompute(scope: Scope): Grant[] {
  const { prefix } = scope;
  return [
    {
      sid: "ReadBatch",
      actions: [
        "batch:DescribeComputeEnvironments",
        "batch:DescribeJobDefinitions",
        "batch:DescribeJobQueues",
        "batch:DescribeSchedulingPolicies",
        "batch:DescribeServiceEnvironments",
        "batch:ListSchedulingPolicies",
      ],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "Terraform reads queues, job definitions and what the queues run on.",
      unnamed: UNRESTRICTED,
    },
    {
      sid: "ReadBatchTags",
      actions: ["batch:ListTagsForResource"],
      resources: batchOf(scope),
      reason: "Terraform reads the tags of what it has made in AWS Batch.",
    },
    {
      sid: "ReadGlue",
      actions: ["glue:GetJob", "glue:GetTags", "glue:GetTrigger", "glue:GetWorkflow"],
      resources: glueOf(scope),
      reason: "Terraform reads Glue jobs, workflows and triggers.",
    },
    {
      sid: "ReadFunctions",
      actions: [
        "lambda:GetFunction",
        "lambda:GetFunctionCodeSigningConfig",
        "lambda:GetFunctionConfiguration",
        "lambda:GetPolicy",
        "lambda:ListTags",
        "lambda:ListVersionsByFunction",
      ],
      resources: [arn(scope, "lambda", `function:${prefix}-*`)],
      reason: "Terraform reads the Lambda functions and who may invoke them.",
    },
    {
      sid: "ReadStateMachines",
      actions: ["states:DescribeStateMachine", "states:ListStateMachineVersions", "states:ListTagsForResource"],
      resources: [arn(scope, "states", `stateMachine:${prefix}-*`)],
      reason: "Terraform reads the state machines.",
    },
    {
      sid: "CheckStateMachines",
      actions: ["states:ValidateStateMachineDefinition"],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "Terraform lets AWS check a definition while it plans.",
      unnamed: UNRESTRICTED,
    },
  ];
}

/** Batch, Glue, Lambda and Step Functions, as Terraform makes, changes and removes them. */
export function writeCompute(scope: Scope): Grant[] {
  const { prefix } = scope;
  return [
    {
      sid: "Batch",
      actions: [
        "batch:CreateComputeEnvironment",
        "batch:CreateJobQueue",
        "batch:DeleteComputeEnvironment",
        "batch:DeleteJobQueue",
        "batch:DeregisterJobDefinition",
        "batch:RegisterJobDefinition",
        "batch:TagResource",
        "batch:UntagResource",
        "batch:UpdateComputeEnvironment",
        "batch:UpdateJobQueue",
      ],
      resources: batchOf(scope),
      reason: "Terraform makes, changes and removes compute environments, queues and job definitions.",
    },
    {
      sid: "Glue",
      actions: [
        "glue:CreateJob",
        "glue:CreateTrigger",
        "glue:CreateWorkflow",
        "glue:DeleteJob",
        "glue:DeleteTrigger",
        "glue:DeleteWorkflow",
        "glue:StartTrigger",
        "glue:StopTrigger",
        "glue:TagResource",
        "glue:UntagResource",
        "glue:UpdateJob",
        "glue:UpdateTrigger",
        "glue:UpdateWorkflow",
      ],
      resources: glueOf(scope),
      reason:
        "Terraform makes, changes and removes Glue jobs, workflows and triggers, and switches triggers on and off.",
    },
    {
      sid: "Functions",
      actions: [
        "lambda:AddPermission",
        "lambda:CreateFunction",
        "lambda:DeleteFunction",
        "lambda:PublishVersion",
        "lambda:RemovePermission",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ],
      resources: [arn(scope, "lambda", `function:${prefix}-*`)],
      reason: "Terraform makes, changes and removes the Lambda functions, and lets rules invoke them.",
    },
    {
      sid: "StateMachines",
      actions: [
        "states:CreateStateMachine",
        "states:DeleteStateMachine",
        "states:TagResource",
        "states:UntagResource",
        "states:UpdateStateMachine",
      ],
      resources: [arn(scope, "states", `stateMachine:${prefix}-*`)],
      reason: "Terraform makes, changes and removes the state machines.",
    },
  ];
}

const batchOf = (scope: Scope): string[] =>
  ["compute-environment", "job-definition", "job-queue"].map((kind) =>
    arn(scope, "batch", `${kind}/${scope.prefix}-*`),
  );

const glueOf = (scope: Scope): string[] =>
  ["job", "trigger", "workflow"].map((kind) => arn(scope, "glue", `${kind}/${scope.prefix}-*`));
