import type {
  DescribeQuotaShareResponse,
  JobQueueDetail,
  SchedulingPolicyDetail,
  ServiceEnvironmentDetail,
} from "@aws-sdk/client-batch";
import type { QueueArns } from "../config/training-queues";
import type { BatchReader } from "./batch-reader";

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
 * @throws BatchCallError
 */
export async function readLiveQueues(reader: BatchReader, arns: QueueArns): Promise<LiveQueues> {
  const [environments, queues] = await Promise.all([reader.serviceEnvironments(), reader.trainingQueues()]);
  const used = queues.flatMap(({ schedulingPolicyArn }) => schedulingPolicyArn ?? []);
  const policies = await reader.schedulingPolicies([...new Set([...arns.schedulingPolicies.values(), ...used])]);
  const withShares = new Set(policies.flatMap(({ arn, quotaSharePolicy }) => (quotaSharePolicy ? (arn ?? []) : [])));
  const shares: DescribeQuotaShareResponse[] = [];
  for (const { jobQueueArn, schedulingPolicyArn } of queues) {
    if (jobQueueArn === undefined || !withShares.has(schedulingPolicyArn ?? "")) continue;
    shares.push(...(await reader.quotaShares(jobQueueArn)));
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
