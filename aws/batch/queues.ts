/** What is asked of AWS Batch about queues and what they consist of. All of it throws AwsCallError. */
import type {
  ComputeEnvironmentDetail,
  DescribeConsumableResourceResponse,
  DescribeQuotaShareResponse,
  JobQueueDetail,
  QuotaShareDetail,
  SchedulingPolicyDetail,
  ServiceEnvironmentDetail,
} from "@aws-sdk/client-batch";
import { askedInGroups } from "../in-turns";
import { PER_CALL } from "./limits";
import type { BatchClient } from "../services";

// Describe calls at a time; AWS Batch throttles beyond some dozens a second.
const AT_ONCE = 8;

/** @returns those of the queues that exist, by their names or ARNs */
export function jobQueues(batch: BatchClient, namesOrArns: readonly string[]): Promise<JobQueueDetail[]> {
  return askedInGroups(namesOrArns, PER_CALL.described, AT_ONCE, async (group) => {
    return (await batch.call("DescribeJobQueues", { jobQueues: group })).jobQueues ?? [];
  });
}

/** @returns the queue of that name or ARN */
export const queueIn = (queues: readonly JobQueueDetail[], nameOrArn: string): JobQueueDetail | undefined =>
  queues.find(({ jobQueueName, jobQueueArn }) => jobQueueName === nameOrArn || jobQueueArn === nameOrArn);

/** @returns all queues of type SAGEMAKER_TRAINING */
export async function trainingQueues(batch: BatchClient): Promise<JobQueueDetail[]> {
  const found = await batch.all("DescribeJobQueues", { maxResults: PER_CALL.described }, (page) => page.jobQueues);
  return found.filter(({ jobQueueType }) => jobQueueType === "SAGEMAKER_TRAINING");
}

/** @returns the names of all queues that take container jobs, in order */
export async function containerQueues(batch: BatchClient): Promise<string[]> {
  const found = await batch.all("DescribeJobQueues", { maxResults: PER_CALL.described }, (page) => page.jobQueues);
  const ofContainers = found.filter(({ jobQueueType }) => jobQueueType !== "SAGEMAKER_TRAINING");
  return ofContainers.flatMap(({ jobQueueName }) => jobQueueName ?? []).sort();
}

/** @returns those of the compute environments that exist, by their names or ARNs */
export function computeEnvironments(
  batch: BatchClient,
  namesOrArns: readonly string[],
): Promise<ComputeEnvironmentDetail[]> {
  return askedInGroups(namesOrArns, PER_CALL.described, AT_ONCE, async (group) => {
    return (await batch.call("DescribeComputeEnvironments", { computeEnvironments: group })).computeEnvironments ?? [];
  });
}

/** @returns all, or those of the names or ARNs that exist */
export function serviceEnvironments(batch: BatchClient, wanted?: string[]): Promise<ServiceEnvironmentDetail[]> {
  const request = wanted === undefined ? { maxResults: PER_CALL.described } : { serviceEnvironments: wanted };
  return batch.all("DescribeServiceEnvironments", request, (page) => page.serviceEnvironments);
}

/** @returns those of the policies that exist */
export function schedulingPolicies(batch: BatchClient, arns: readonly string[]): Promise<SchedulingPolicyDetail[]> {
  return askedInGroups(arns, PER_CALL.described, AT_ONCE, async (group) => {
    return (await batch.call("DescribeSchedulingPolicies", { arns: group })).schedulingPolicies ?? [];
  });
}

/** @returns the quota shares of a queue, without their tags; none of a queue that has none */
export function quotaShares(batch: BatchClient, jobQueue: string): Promise<QuotaShareDetail[]> {
  return batch.all("ListQuotaShares", { jobQueue, maxResults: PER_CALL.described }, (page) => page.quotaShares);
}

/** @returns the quota shares of a queue, with their tags */
export async function taggedQuotaShares(batch: BatchClient, jobQueue: string): Promise<DescribeQuotaShareResponse[]> {
  const arns = (await quotaShares(batch, jobQueue)).flatMap(({ quotaShareArn }) => quotaShareArn ?? []);
  return askedInGroups(arns, 1, AT_ONCE, ([quotaShareArn]) =>
    batch.call("DescribeQuotaShare", { quotaShareArn }).then((share) => [share]),
  );
}

/** @returns those of the consumable resources that exist, by their ARNs, which name the account */
export async function consumableResources(
  batch: BatchClient,
  arns: readonly string[],
): Promise<DescribeConsumableResourceResponse[]> {
  if (arns.length === 0) return [];
  // DescribeConsumableResource fails for one that is not there; the list tells which are.
  const listed = await batch.all("ListConsumableResources", { maxResults: PER_CALL.described }, (page) => {
    return page.consumableResources;
  });
  const there = new Set(listed.flatMap(({ consumableResourceArn }) => consumableResourceArn ?? []));
  return askedInGroups(
    arns.filter((arn) => there.has(arn)),
    1,
    AT_ONCE,
    async ([consumableResource]) => [await batch.call("DescribeConsumableResource", { consumableResource })],
  );
}
