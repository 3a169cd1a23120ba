import type { GetJobQueueSnapshotResponse, JobQueueDetail } from "@aws-sdk/client-batch";
import { jobQueues, quotaShares, serviceEnvironments } from "../aws/batch/queues";
import { NUM_INSTANCES } from "../aws/batch/names";
import type { BatchClient } from "../aws/services";
import { UnknownQueueError } from "./errors";
import {
  type Amounts,
  amounts,
  demandOf,
  type Described,
  frontOf,
  type Fronts,
  limitsOf,
  nextOf,
  wanted,
} from "./top-facts";
import type { FrontTop, QueueTop, UnitTop } from "./top-picture";
import { fairShares, quotaShares as quotaShareTops } from "./top-shares";
import { environmentFull } from "./waiting-for";
import { containerJobs, type JobsOfQueue, knownJobs, trainingJobs } from "./waiting-jobs";

/** The most waiting jobs that are counted: ten pages. */
const MOST_WAITING = 1000;

/**
 * @param queue name or ARN, of training or container jobs
 * @param named of how many of the next jobs the names are asked for where the list of those that wait has no room for them
 * @returns the queue as it is now
 * @throws UnknownQueueError, AwsCallError
 */
export async function readQueueTop(batch: BatchClient, queue: string, named: number): Promise<QueueTop> {
  const [detail] = await jobQueues(batch, [queue]);
  if (detail === undefined) throw new UnknownQueueError(queue);
  const arn = detail.jobQueueArn ?? queue;
  const jobs = isOfContainers(detail) ? containerJobs : trainingJobs;
  const snapshot = await batch.call("GetJobQueueSnapshot", { jobQueue: arn });
  const isShared = snapshot.frontOfQuotaShares !== undefined || snapshot.queueUtilization?.quotaShareUtilization;
  const [limits, waiting, shares] = await Promise.all([
    capacityOf(batch, detail),
    waitingJobs(jobs, batch, arn),
    isShared ? quotaShares(batch, arn) : [],
  ]);
  const counted = waiting.slice(0, MOST_WAITING);
  const { fronts, next } = await knownJobs(jobs, batch, snapshot, counted, named);
  const own = amounts(snapshot.queueUtilization?.totalCapacityUsage);
  const { lastUpdatedAt } = snapshot.queueUtilization ?? {};
  const units = environmentUnits(limits, own, counted);
  const rows = isShared ? quotaShareTops(shares, snapshot, counted, fronts) : fairShares(snapshot, counted, fronts);
  const first = snapshot.frontOfQueue?.jobs?.[0];
  return {
    queue: detail.jobQueueName ?? queue,
    arn,
    state: detail.state ?? "ENABLED",
    ...(lastUpdatedAt === undefined ? {} : { updatedAt: lastUpdatedAt }),
    units,
    waitingJobs: counted.length,
    hasMoreWaiting: waiting.length > MOST_WAITING,
    shares: rows.map((row) =>
      row.front === undefined ? row : { ...row, front: inEnvironment(row.front, units, fronts) },
    ),
    ...(first === undefined ? {} : { front: inEnvironment(frontOf(first, fronts), units, fronts) }),
    next: nextJobs(snapshot, next),
  };
}

const isOfContainers = ({ jobQueueType, computeEnvironmentOrder = [] }: JobQueueDetail): boolean =>
  jobQueueType !== "SAGEMAKER_TRAINING" && computeEnvironmentOrder.length > 0;

/** Of its service environment, or the vCPUs of its compute environments; those of others are not known. */
async function capacityOf(batch: BatchClient, queue: JobQueueDetail): Promise<Amounts> {
  if (!isOfContainers(queue)) {
    const name = queue.serviceEnvironmentOrder?.[0]?.serviceEnvironment ?? "";
    const [environment] = await serviceEnvironments(batch, [name]);
    return limitsOf(environment?.capacityLimits);
  }
  const names = (queue.computeEnvironmentOrder ?? []).flatMap(({ computeEnvironment }) => computeEnvironment ?? []);
  const found = await batch.call("DescribeComputeEnvironments", { computeEnvironments: names });
  const vcpus = (found.computeEnvironments ?? [])
    .filter(({ state }) => state !== "DISABLED")
    .map(({ computeResources, unmanagedvCpus }) => computeResources?.maxvCpus ?? unmanagedvCpus);
  return vcpus.includes(undefined) ? new Map() : amounts(vcpus.map((quantity) => ({ capacityUnit: VCPU, quantity })));
}

/** Newest first; no more than are needed to know that there are too many to count. */
async function waitingJobs(jobs: JobsOfQueue, batch: BatchClient, jobQueue: string): Promise<Described[]> {
  const found: Described[] = [];
  for await (const page of jobs.waiting(batch, jobQueue)) {
    found.push(...page);
    if (found.length > MOST_WAITING) break;
  }
  return found;
}

function nextJobs({ frontOfQueue }: GetJobQueueSnapshotResponse, known: Fronts) {
  return (frontOfQueue?.jobs ?? []).map((job) => nextOf(job, known));
}

/** The share has room for its front, but the environment may have none. */
function inEnvironment(front: FrontTop, units: readonly UnitTop[], fronts: Fronts): FrontTop {
  if (front.statusReason !== undefined || front.waitingFor !== undefined) return front;
  return environmentFull(units, demandOf(front.jobId, fronts)) ? { ...front, waitingFor: "environment" } : front;
}

// API Reference, QueueSnapshotCapacityUsage: "VCPU for Amazon EC2 and cpu for Amazon EKS".
const VCPU = "VCPU";
/** Units that count all of another one. */
const TOTALS: readonly string[] = [NUM_INSTANCES, VCPU];

/** Usage is told by instance type; an environment that counts instances of any type gets the sum. */
function environmentUnits(limits: Amounts, own: Amounts, waiting: readonly Described[]): UnitTop[] {
  const total = (all: Amounts) => [...all.values()].reduce((sum, one) => sum + one, 0);
  const wants = wanted(waiting);
  return [...limits].map(([unit, capacity]) => {
    const of = (all: Amounts) => (TOTALS.includes(unit) ? total(all) : (all.get(unit) ?? 0));
    return { unit, capacity, own: of(own), borrowed: 0, lent: 0, waiting: of(wants) };
  });
}
