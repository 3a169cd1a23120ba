import type { Grant } from "./grant";
import { lookAtJobs, lookAtQueues } from "./looking";
import { passToContainers } from "./running";
import { arn, iam, type Scope } from "./scope";

const JOB_IDS = "AWS Batch gives a job its id, so that its ARN cannot be known before.";

/** `dapf submit`, `dapf job-definition`, `dapf jobs`, `dapf train`. */
export const submitterGrants = (scope: Scope): Grant[] => [
  ...lookAtJobs(scope),
  ...lookAtQueues(scope),
  ...submitContainers(scope),
  ...submitTraining(scope),
];

function submitContainers(scope: Scope): Grant[] {
  const { prefix } = scope;
  const [definitions, queues, jobs] = ["job-definition", "job-queue", "job"].map((kind) =>
    arn(scope, "batch", kind === "job" ? "job/*" : `${kind}/${prefix}-*`),
  );
  return [
    {
      sid: "SubmitJobs",
      actions: ["batch:SubmitJob"],
      resources: [definitions, queues, jobs].flatMap((one) => one ?? []),
      reason: "dapf submit and dapf jobs retry: definition, queue and the new job each need the right.",
      unnamed: JOB_IDS,
    },
    {
      sid: "TagsOfJobs",
      actions: ["batch:TagResource"],
      resources: [jobs, definitions].flatMap((one) => one ?? []),
      reason:
        "dapf marks each job that it submits and each definition that it registers, so that nothing is done twice.",
      unnamed: JOB_IDS,
    },
    {
      sid: "EndJobs",
      actions: ["batch:CancelJob", "batch:TerminateJob"],
      resources: [arn(scope, "batch", "job/*")],
      conditions: { Null: { "aws:ResourceTag/dapf:submission": "false" } },
      reason: "dapf jobs cancel and terminate; only jobs that dapf submit has marked, not those of a run or of others.",
      unnamed: JOB_IDS,
    },
    {
      sid: "Definitions",
      actions: ["batch:DeregisterJobDefinition", "batch:RegisterJobDefinition"],
      resources: [arn(scope, "batch", `job-definition/${prefix}-*`)],
      reason: "dapf job-definition register and deregister; names of a team's own definitions begin with the prefix.",
    },
    passToContainers(scope),
  ];
}

function submitTraining(scope: Scope): Grant[] {
  const { queues, prefix, settings } = scope;
  if (!queues.areDeclared) return [];
  const role = settings.training_queues?.execution_role_name ?? `${prefix}-dapf-training-queues-execution`;
  return [
    {
      sid: "SubmitTrainingJobs",
      actions: ["batch:SubmitServiceJob"],
      resources: [arn(scope, "batch", "service-job/*"), ...queues.jobQueues, ...queues.quotaShares],
      reason: "dapf train submit: queue, share and the new job each need the right.",
      unnamed: `${JOB_IDS} Names of queues and shares are those that their file declares.`,
    },
    {
      sid: "TrainingJobs",
      actions: ["batch:TagResource", "batch:TerminateServiceJob", "batch:UpdateServiceJob"],
      resources: [arn(scope, "batch", "service-job/*")],
      reason: "dapf marks what it submits; dapf train terminate and prioritize.",
      unnamed: JOB_IDS,
    },
    {
      sid: "PassToTrainingJobs",
      actions: ["iam:PassRole"],
      resources: [iam(scope, `role/${role}`)],
      conditions: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
      reason: "A training job names the role that it runs as.",
      ...(settings.training_queues?.execution_role_name === undefined
        ? {}
        : { unnamed: "The role is the one that training_queues.execution_role_name names." }),
    },
  ];
}
