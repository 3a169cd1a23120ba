import { BATCH_LOGS, TRAINING_JOB_LOGS } from "../aws/log-groups";
import { computeArns } from "../config/compute";
import { historyLogGroup } from "../config/job-history/names";
import { stateGrants } from "./deploying";
import type { Grant } from "./grant";
import { arn, inRegion, type Scope } from "./scope";

const UNRESTRICTED = "AWS restricts these to no resource (Service Authorization Reference).";

/** What looks at nothing but an environment: `output`, `queues`, `runs list`, `jobs list`, `train list`, `logs`, `watch`. */
export const viewerGrants = (scope: Scope): Grant[] => [
  ...stateGrants(scope, "read"),
  ...lookAtRuns(scope),
  ...lookAtJobs(scope),
  ...lookAtQueues(scope),
  ...lookAtHistory(scope),
];

/** `dapf runs list|show`, and `dapf run --monitor`. */
export function lookAtRuns(scope: Scope): Grant[] {
  const { prefix } = scope;
  return [
    {
      sid: "InputMaps",
      actions: ["ssm:GetParameter"],
      resources: [arn(scope, "ssm", `parameter/${prefix}-dapf-ssm/*`)],
      reason: "dapf reads the input map of a context, which names its state machine and its queue.",
    },
    {
      sid: "RunsOfMachines",
      actions: ["states:ListExecutions"],
      resources: [arn(scope, "states", `stateMachine:${prefix}-modelops-*`)],
      reason: "dapf runs list and dapf run look which runs there are.",
    },
    {
      sid: "LookAtRuns",
      actions: ["states:DescribeExecution", "states:GetExecutionHistory"],
      resources: [arn(scope, "states", `execution:${prefix}-modelops-*`)],
      reason: "dapf runs show tells how a run goes.",
    },
    {
      sid: "GlueRuns",
      actions: ["glue:GetJobRun"],
      resources: [arn(scope, "glue", `job/${prefix}-*`)],
      reason: "dapf runs show tells why a Glue job failed.",
    },
    {
      sid: "GlueLogs",
      actions: ["logs:GetLogEvents"],
      resources: [arn(scope, "logs", "log-group:/aws-glue/*")],
      reason: "dapf runs show prints the end of what a Glue job wrote.",
      unnamed: "All Glue jobs of an account write into these groups, and a stream's name is the id of a run.",
    },
  ];
}

/** `dapf jobs list|show|logs`, `dapf train list|show|logs`, `dapf watch`. */
export function lookAtJobs(scope: Scope): Grant[] {
  const trainingLogs = arn(scope, "logs", `log-group:${TRAINING_JOB_LOGS}`);
  return [
    {
      sid: "LookAtJobs",
      actions: ["batch:DescribeJobs", "batch:DescribeServiceJob", "batch:ListJobs", "batch:ListServiceJobs"],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "How the jobs stand.",
      unnamed: UNRESTRICTED,
    },
    {
      sid: "LogsOfJobs",
      actions: ["logs:GetLogEvents"],
      resources: [
        arn(scope, "logs", `log-group:${scope.prefix}/batch/*`),
        arn(scope, "logs", `log-group:${BATCH_LOGS}:log-stream:*`),
        // AWS Batch calls the training jobs of service jobs so, whatever their payload says.
        `${trainingLogs}:log-stream:AWSBatch*`,
      ],
      reason: "What the jobs have written.",
      unnamed:
        "Container jobs without a group of their own, and all training jobs of an account, write into AWS's groups.",
    },
    {
      sid: "StreamsOfTrainingJobs",
      actions: ["logs:DescribeLogStreams"],
      resources: [trainingLogs, `${trainingLogs}:*`],
      reason: "dapf train logs looks which streams a training job has: one for each of its machines.",
      unnamed: "All training jobs of an account write into this group.",
    },
  ];
}

/** `dapf queues list|show|drift|top`, and what is checked before jobs are submitted. */
export function lookAtQueues(scope: Scope): Grant[] {
  const { queues, compute, prefix } = scope;
  const shared = compute && computeArns(compute.model);
  return [
    {
      sid: "LookAtQueues",
      actions: [
        "batch:DescribeComputeEnvironments",
        "batch:DescribeJobDefinitions",
        "batch:DescribeJobQueues",
        "batch:DescribeSchedulingPolicies",
        "batch:DescribeServiceEnvironments",
        "batch:ListConsumableResources",
      ],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "What the queues are, what they run on, and what may run there.",
      unnamed: UNRESTRICTED,
    },
    {
      sid: "FrontsOfQueues",
      actions: ["batch:GetJobQueueSnapshot", "batch:ListQuotaShares"],
      resources: [
        arn(scope, "batch", `job-queue/${prefix}-*`),
        ...queues.jobQueues,
        ...(shared?.jobQueues.values() ?? []),
      ],
      reason: "dapf queues top: which jobs are next; and which shares a queue has.",
      unnamed: "Names of training queues and of queues of shared compute are those that their files declare.",
    },
    {
      sid: "ConsumableResources",
      actions: ["batch:DescribeConsumableResource"],
      resources: [
        arn(scope, "batch", `consumable-resource/${prefix}-*`),
        ...(shared?.consumableResources.values() ?? []),
      ],
      reason: "dapf queues drift: how much there is of what jobs consume, such as licences.",
      unnamed: "The names are those that the file of the shared compute declares.",
    },
    {
      sid: "Shares",
      actions: ["batch:DescribeQuotaShare"],
      resources: queues.quotaShares,
      reason: "What the shares of a queue own.",
      unnamed: "The names are those that the file of the training queues declares.",
    },
  ];
}

/** `dapf queues history`. */
export function lookAtHistory(scope: Scope): Grant[] {
  if (!scope.settings.job_history.enabled) return [];
  return [
    {
      sid: "History",
      actions: ["logs:FilterLogEvents"],
      resources: [arn(scope, "logs", `log-group:${historyLogGroup(scope.prefix)}:*`)],
      reason: "dapf queues history reads what jobs went through.",
    },
  ];
}
