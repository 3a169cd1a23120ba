import type {
  CreateJobQueueRequest,
  CreateQuotaShareRequest,
  CreateSchedulingPolicyRequest,
  CreateServiceEnvironmentRequest,
} from "@aws-sdk/client-batch";
import type { Convention, Members } from "../declarations/convention";

/** The groups of a queues file. */
export const GROUPS = {
  ServiceEnvs: { infix: "SE", nameField: "serviceEnvironmentName", kind: "service environment" },
  SchedulingPolicies: { infix: "SP", nameField: "name", kind: "scheduling policy" },
  TrainingJobQueues: { infix: "QUEUE", nameField: "jobQueueName", kind: "job queue" },
  QuotaShares: { infix: "QS", nameField: "quotaShareName", kind: "quota share" },
} as const;

export type GroupName = keyof typeof GROUPS;

export const CONVENTION: Convention<GroupName> = {
  subject: "training queues",
  source: "docs/training-queues.md, The convention",
  groups: GROUPS,
};

/** What each group declares, in the words of the AWS API. */
interface Requests {
  readonly ServiceEnvs: CreateServiceEnvironmentRequest;
  readonly SchedulingPolicies: CreateSchedulingPolicyRequest;
  readonly TrainingJobQueues: CreateJobQueueRequest;
  readonly QuotaShares: CreateQuotaShareRequest;
}

type Group<G extends GroupName> = Members<(typeof GROUPS)[G]["infix"], Requests[G]>;

export type ServiceEnvs = Group<"ServiceEnvs">;
export type SchedulingPolicies = Group<"SchedulingPolicies">;
export type TrainingJobQueues = Group<"TrainingJobQueues">;
export type QuotaShares = Group<"QuotaShares">;

/** The value of a queues file. */
export interface TrainingQueuesInput {
  readonly ServiceEnvs?: ServiceEnvs;
  readonly SchedulingPolicies?: SchedulingPolicies;
  readonly TrainingJobQueues?: TrainingJobQueues;
  readonly QuotaShares?: QuotaShares;
}

/**
 * For a queues file in TypeScript: `export default defineTrainingQueues({ ... })` makes a misspelt member, field or
 * enumerated value a compile error.
 *
 * @returns the argument; it is validated when the environment is synthesized.
 */
export function defineTrainingQueues(input: TrainingQueuesInput): TrainingQueuesInput {
  return input;
}
