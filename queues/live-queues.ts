import type {
  ComputeEnvironmentDetail,
  DescribeConsumableResourceResponse,
  DescribeQuotaShareResponse,
  JobDefinition,
  JobQueueDetail,
  SchedulingPolicyDetail,
  ServiceEnvironmentDetail,
} from "@aws-sdk/client-batch";
import { jobDefinitions } from "../aws/batch/job-definitions";
import {
  computeEnvironments,
  consumableResources,
  jobQueues,
  schedulingPolicies,
  serviceEnvironments,
  taggedQuotaShares,
  trainingQueues,
} from "../aws/batch/queues";
import { inTurns } from "../aws/in-turns";
import type { BatchClient } from "../aws/services";

/** Queues of both kinds and what they consist of, as AWS Batch tells of them, by ARN. */
export interface LiveQueues {
  readonly serviceEnvironments: ReadonlyMap<string, ServiceEnvironmentDetail>;
  /** Those that are declared, and those that queues use. */
  readonly computeEnvironments: ReadonlyMap<string, ComputeEnvironmentDetail>;
  readonly schedulingPolicies: ReadonlyMap<string, SchedulingPolicyDetail>;
  /** All of training jobs, and those of containers that are declared. */
  readonly jobQueues: ReadonlyMap<string, JobQueueDetail>;
  /** Of all queues with quota shares. */
  readonly quotaShares: ReadonlyMap<string, DescribeQuotaShareResponse>;
  readonly consumableResources: ReadonlyMap<string, DescribeConsumableResourceResponse>;
  /** Newest active revisions, by their ARNs without the revision. */
  readonly jobDefinitions: ReadonlyMap<string, JobDefinition>;
}

export const NOTHING: LiveQueues = {
  serviceEnvironments: new Map(),
  computeEnvironments: new Map(),
  schedulingPolicies: new Map(),
  jobQueues: new Map(),
  quotaShares: new Map(),
  consumableResources: new Map(),
  jobDefinitions: new Map(),
};

/** What is to be looked at. */
export interface Looked {
  /** What would be live if exactly what is declared were. */
  readonly declared: LiveQueues;
  /** Whether training queues that nobody has declared count, too. */
  readonly training: boolean;
  /** Whether what jobs need is asked for beside the queues: definitions and consumable resources. */
  readonly definitions: boolean;
}

// Describe calls at a time; AWS Batch throttles beyond some dozens a second.
const AT_ONCE = 8;

/**
 * Reads the queues and what they consist of. Training queues that nobody declared are among them: Batch has at most 50 of
 * each. Of queues of containers, which others have in the account as well, only those that are declared are asked for.
 *
 * @throws AwsCallError
 */
export async function readLiveQueues(
  batch: BatchClient,
  { declared, training, definitions }: Looked,
): Promise<LiveQueues> {
  const containers = [...declared.jobQueues].flatMap(([arn, { computeEnvironmentOrder = [] }]) =>
    computeEnvironmentOrder.length > 0 ? arn : [],
  );
  const [environments, ofTraining, ofContainers] = await Promise.all([
    training ? serviceEnvironments(batch) : [],
    training ? trainingQueues(batch) : [],
    jobQueues(batch, containers),
  ]);
  const queues = [...ofTraining, ...ofContainers];
  const used = queues.flatMap(({ schedulingPolicyArn }) => schedulingPolicyArn ?? []);
  const usedEnvironments = queues.flatMap(({ computeEnvironmentOrder = [] }) =>
    computeEnvironmentOrder.flatMap(({ computeEnvironment }) => computeEnvironment ?? []),
  );
  const [policies, ofCompute, resources, registered] = await Promise.all([
    schedulingPolicies(batch, [...new Set([...declared.schedulingPolicies.keys(), ...used])]),
    computeEnvironments(batch, [...new Set([...declared.computeEnvironments.keys(), ...usedEnvironments])]),
    definitions ? consumableResources(batch, [...declared.consumableResources.keys()]) : [],
    definitions ? newestDefinitions(batch, [...declared.jobDefinitions.keys()]) : NOTHING.jobDefinitions,
  ]);
  return {
    serviceEnvironments: by(environments, ({ serviceEnvironmentArn }) => serviceEnvironmentArn),
    computeEnvironments: by(ofCompute, ({ computeEnvironmentArn }) => computeEnvironmentArn),
    schedulingPolicies: by(policies, ({ arn }) => arn),
    jobQueues: by(queues, ({ jobQueueArn }) => jobQueueArn),
    quotaShares: by(await sharesOf(batch, queues, policies), ({ quotaShareArn }) => quotaShareArn),
    consumableResources: by(resources, ({ consumableResourceArn }) => consumableResourceArn),
    jobDefinitions: registered,
  };
}

async function sharesOf(
  batch: BatchClient,
  queues: readonly JobQueueDetail[],
  policies: readonly SchedulingPolicyDetail[],
): Promise<DescribeQuotaShareResponse[]> {
  const withShares = new Set(policies.flatMap(({ arn, quotaSharePolicy }) => (quotaSharePolicy ? (arn ?? []) : [])));
  const shares: DescribeQuotaShareResponse[] = [];
  for (const { jobQueueArn, schedulingPolicyArn } of queues) {
    if (jobQueueArn === undefined || !withShares.has(schedulingPolicyArn ?? "")) continue;
    shares.push(...(await taggedQuotaShares(batch, jobQueueArn)));
  }
  return shares;
}

async function newestDefinitions(batch: BatchClient, arns: readonly string[]) {
  const found = new Map<string, JobDefinition>();
  await inTurns(arns, AT_ONCE, async (arn) => {
    const [newest] = await jobDefinitions(batch, arn);
    if (newest !== undefined) found.set(arn, newest);
  });
  return found;
}

function by<T>(items: readonly T[], arnOf: (item: T) => string | undefined): ReadonlyMap<string, T> {
  return new Map(
    items.flatMap((item) => {
      const arn = arnOf(item);
      return arn === undefined ? [] : [[arn, item]];
    }),
  );
}
