import { NUM_INSTANCES } from "../aws/batch/names";
import type { GetJobQueueSnapshotResponse, ServiceJobSummary } from "@aws-sdk/client-batch";
import { jobQueues, quotaShares, serviceEnvironments } from "../aws/batch/queues";
import type { BatchClient } from "../aws/services";
import { UnknownQueueError } from "./errors";
import { amounts, demandOf, frontOf, idOf, limitsOf, wanted, type Amounts, type Fronts } from "./top-facts";
import type { FrontTop, QueueTop, UnitTop } from "./top-picture";
import { fairShares, quotaShares as quotaShareTops } from "./top-shares";
import { environmentFull } from "./waiting-for";

/** The most waiting jobs that are counted: ten pages. */
const MOST_WAITING = 1000;
// AWS Batch: the most that one call lists.
const PAGE = 100;

/**
 * @param queue name or ARN
 * @returns the queue as it is now
 * @throws UnknownQueueError, AwsCallError
 */
export async function readQueueTop(batch: BatchClient, queue: string): Promise<QueueTop> {
  const [detail] = await jobQueues(batch, [queue]);
  if (detail === undefined) throw new UnknownQueueError(queue);
  const arn = detail.jobQueueArn ?? queue;
  const snapshot = await batch.call("GetJobQueueSnapshot", { jobQueue: arn });
  const isShared = snapshot.frontOfQuotaShares !== undefined || snapshot.queueUtilization?.quotaShareUtilization;
  const [[environment], waiting, shares] = await Promise.all([
    serviceEnvironments(batch, [detail.serviceEnvironmentOrder?.[0]?.serviceEnvironment ?? ""]),
    waitingJobs(batch, arn),
    isShared ? quotaShares(batch, arn) : [],
  ]);
  const fronts = await describeFronts(batch, snapshot);
  const counted = waiting.slice(0, MOST_WAITING);
  const own = amounts(snapshot.queueUtilization?.totalCapacityUsage);
  const { lastUpdatedAt } = snapshot.queueUtilization ?? {};
  const first = snapshot.frontOfQueue?.jobs?.[0];
  const units = environmentUnits(limitsOf(environment?.capacityLimits), own, counted);
  const rows = isShared ? quotaShareTops(shares, snapshot, counted, fronts) : fairShares(snapshot, counted, fronts);
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
  };
}

/** RUNNABLE jobs, newest first; no more than are needed to know that there are too many to count. */
async function waitingJobs(batch: BatchClient, jobQueue: string): Promise<ServiceJobSummary[]> {
  const found: ServiceJobSummary[] = [];
  const request = { jobQueue, jobStatus: "RUNNABLE", maxResults: PAGE } as const;
  for await (const { jobSummaryList = [] } of batch.pages("ListServiceJobs", request)) {
    found.push(...jobSummaryList);
    if (found.length > MOST_WAITING) break;
  }
  return found;
}

/** The share has room for its front, but the environment may have none. */
function inEnvironment(front: FrontTop, units: readonly UnitTop[], fronts: Fronts): FrontTop {
  if (front.statusReason !== undefined || front.waitingFor !== undefined) return front;
  return environmentFull(units, demandOf(front.jobId, fronts)) ? { ...front, waitingFor: "environment" } : front;
}

/** Usage is told by instance type; an environment that counts instances of any type gets the sum. */
function environmentUnits(limits: Amounts, own: Amounts, waiting: readonly ServiceJobSummary[]): UnitTop[] {
  const total = (all: Amounts) => [...all.values()].reduce((sum, one) => sum + one, 0);
  const wants = wanted(waiting);
  return [...limits].map(([unit, capacity]) => {
    const of = (all: Amounts) => (unit === NUM_INSTANCES ? total(all) : (all.get(unit) ?? 0));
    return { unit, capacity, own: of(own), borrowed: 0, lent: 0, waiting: of(wants) };
  });
}

async function describeFronts(batch: BatchClient, snapshot: GetJobQueueSnapshotResponse): Promise<Fronts> {
  const ofShares = Object.values(snapshot.frontOfQuotaShares?.quotaShares ?? {}).flatMap((jobs) => jobs[0] ?? []);
  const jobs = [...ofShares, ...(snapshot.frontOfQueue?.jobs ?? []).slice(0, 1)];
  const ids = [...new Set(jobs.map(({ jobArn = "" }) => idOf(jobArn)))];
  return new Map(
    await Promise.all(ids.map(async (id) => [id, await batch.call("DescribeServiceJob", { jobId: id })] as const)),
  );
}
