import type {
  CreateJobQueueRequest,
  CreateQuotaShareRequest,
  CreateSchedulingPolicyRequest,
  CreateServiceEnvironmentRequest,
} from "@aws-sdk/client-batch";

/**
 * The groups of a queues file. A member of a group is found by how its name ends: `C5_SE_NAME` and
 * `C5_SE_CREATE_REQUEST` in `ServiceEnvs` declare a service environment whose key is `C5`.
 */
export const GROUPS = {
  ServiceEnvs: { infix: "SE", nameField: "serviceEnvironmentName", kind: "service environment" },
  SchedulingPolicies: { infix: "SP", nameField: "name", kind: "scheduling policy" },
  TrainingJobQueues: { infix: "QUEUE", nameField: "jobQueueName", kind: "job queue" },
  QuotaShares: { infix: "QS", nameField: "quotaShareName", kind: "quota share" },
} as const;

export type GroupName = keyof typeof GROUPS;

/** `Object.keys` gives strings; these are the keys of a constant that nothing adds to. */
export const GROUP_NAMES = Object.keys(GROUPS) as GroupName[];

/** What each group declares, in the words of the AWS API. */
export interface Requests {
  readonly ServiceEnvs: CreateServiceEnvironmentRequest;
  readonly SchedulingPolicies: CreateSchedulingPolicyRequest;
  readonly TrainingJobQueues: CreateJobQueueRequest;
  readonly QuotaShares: CreateQuotaShareRequest;
}

type Infix<G extends GroupName> = (typeof GROUPS)[G]["infix"];

/** The members of a group; the compiler refuses any that is called otherwise. */
export type Group<G extends GroupName> = Readonly<Record<`${string}_${Infix<G>}_NAME`, string>> &
  Readonly<Record<`${string}_${Infix<G>}_CREATE_REQUEST`, Readonly<Requests[G]>>>;

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

/** The two halves of a declaration. */
export type Part = "NAME" | "CREATE_REQUEST";

/** @returns `C5_SE_NAME` for the name of `C5` in `ServiceEnvs`. */
export function memberName(group: GroupName, key: string, part: Part): string {
  return `${key}_${GROUPS[group].infix}_${part}`;
}
