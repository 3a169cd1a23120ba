import type {
  DescribeQuotaShareResponse,
  JobQueueDetail,
  SchedulingPolicyDetail,
  ServiceEnvironmentDetail,
} from "@aws-sdk/client-batch";
import { schedulingPolicies, serviceEnvironments, taggedQuotaShares, trainingQueues } from "../aws/batch/queues";
import type { BatchClient } from "../aws/services";
import type { QueueArns } from "../config/training-queues";

/** The training queues of an account and Region as AWS Batch tells of them, by ARN. */
export interface LiveQueues {
  readonly serviceEnvironments: ReadonlyMap<string, ServiceEnvironmentDetail>;
  /** Those that are declared, and those that queues use. */
  readonly schedulingPolicies: ReadonlyMap<string, SchedulingPolicyDetail>;
  readonly jobQueues: ReadonlyMap<string, JobQueueDetail>;
  /** Of all queues with quota shares. */
  readonly quotaShares: ReadonlyMap<string, DescribeQuotaShareResponse>;
}

/**
 * Asks for everything that is live, whether it is declared or not.
 *
 * @param arns of what is declared
 * @throws AwsCallError
 */
export async function readLiveQueues(batch: BatchClient, arns: QueueArns): Promise<LiveQueues> {
  const [environments, queues] = await Promise.all([serviceEnvironments(batch), trainingQueues(batch)]);
  const used = queues.flatMap(({ schedulingPolicyArn }) => schedulingPolicyArn ?? []);
  const policies = await schedulingPolicies(batch, [...new Set([...arns.schedulingPolicies.values(), ...used])]);
  const withShares = new Set(policies.flatMap(({ arn, quotaSharePolicy }) => (quotaSharePolicy ? (arn ?? []) : [])));
  const shares: DescribeQuotaShareResponse[] = [];
  for (const { jobQueueArn, schedulingPolicyArn } of queues) {
    if (jobQueueArn === undefined || !withShares.has(schedulingPolicyArn ?? "")) continue;
    shares.push(...(await taggedQuotaShares(batch, jobQueueArn)));
  }
  return {
    serviceEnvironments: by(environments, ({ serviceEnvironmentArn }) => serviceEnvironmentArn),
    schedulingPolicies: by(policies, ({ arn }) => arn),
    jobQueues: by(queues, ({ jobQueueArn }) => jobQueueArn),
    quotaShares: by(shares, ({ quotaShareArn }) => quotaShareArn),
  };
}

function by<T>(items: readonly T[], arnOf: (item: T) => string | undefined): ReadonlyMap<string, T> {
  return new Map(
    items.flatMap((item) => {
      const arn = arnOf(item);
      return arn === undefined ? [] : [[arn, item]];
    }),
  );
}
