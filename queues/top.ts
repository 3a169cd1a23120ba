import type { ComputeEnvironmentDetail, GetJobQueueSnapshotResponse, JobQueueDetail } from "@aws-sdk/client-batch";
import { computeEnvironments, jobQueues, quotaShares, serviceEnvironments } from "../aws/batch/queues";
import { NUM_INSTANCES, VCPU } from "../aws/batch/names";
import { inUseIn, type RunningJob, runningJobs } from "../aws/batch/running-jobs";
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
import type { EnvironmentTop, FrontTop, QueueTop, UnitTop } from "./top-picture";
import { fairShares, quotaShares as quotaShareTops } from "./top-shares";
import { environmentFull } from "./waiting-for";
import { containerJobs, type JobsOfQueue, knownJobs, trainingJobs } from "./waiting-jobs";

/** The most waiting jobs that are counted: ten pages. */
const MOST_WAITING = 1000;
/** The most running jobs of containers that are asked where they run: ten calls. */
const MOST_RUNNING = 1000;

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
  const ofContainers = isOfContainers(detail);
  const jobs = ofContainers ? containerJobs : trainingJobs;
  const snapshot = await batch.call("GetJobQueueSnapshot", { jobQueue: arn });
  const isShared = snapshot.frontOfQuotaShares !== undefined || snapshot.queueUtilization?.quotaShareUtilization;
  const [environments, waiting, shares, running] = await Promise.all([
    environmentsOf(batch, detail),
    waitingJobs(jobs, batch, arn),
    isShared ? quotaShares(batch, arn) : [],
    ofContainers ? runningJobs(batch, arn, MOST_RUNNING) : undefined,
  ]);
  const limits = ofContainers ? vcpusOf(environments) : await capacityOf(batch, detail);
  const counted = waiting.slice(0, MOST_WAITING);
  const { fronts, next } = await knownJobs(jobs, batch, snapshot, counted, named);
  const own = amounts(snapshot.queueUtilization?.totalCapacityUsage);
  const { lastUpdatedAt } = snapshot.queueUtilization ?? {};
  const units = environmentUnits(limits, own, counted);
  const rows = isShared
    ? quotaShareTops(shares, snapshot, counted, fronts)
    : fairShares(snapshot, counted, fronts, running);
  const first = snapshot.frontOfQueue?.jobs?.[0];
  return {
    queue: detail.jobQueueName ?? queue,
    arn,
    state: detail.state ?? "ENABLED",
    ...(lastUpdatedAt === undefined ? {} : { updatedAt: lastUpdatedAt }),
    units,
    ...(running === undefined ? {} : { environments: environmentTops(environments, running) }),
    ...(running === undefined ? {} : { runningJobs: running.length, hasMoreRunning: running.length >= MOST_RUNNING }),
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

/** Of its service environment. */
async function capacityOf(batch: BatchClient, queue: JobQueueDetail): Promise<Amounts> {
  const name = queue.serviceEnvironmentOrder?.[0]?.serviceEnvironment ?? "";
  const [environment] = await serviceEnvironments(batch, [name]);
  return limitsOf(environment?.capacityLimits);
}

/** The compute environments of a queue in the order in which they are tried. */
async function environmentsOf(
  batch: BatchClient,
  { computeEnvironmentOrder = [] }: JobQueueDetail,
): Promise<ComputeEnvironmentDetail[]> {
  const order = [...computeEnvironmentOrder].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const names = order.flatMap(({ computeEnvironment }) => computeEnvironment ?? []);
  const found = await computeEnvironments(batch, names);
  return found.sort(
    (a, b) => names.indexOf(a.computeEnvironmentArn ?? "") - names.indexOf(b.computeEnvironmentArn ?? ""),
  );
}

/** The vCPUs of compute environments; those of environments that do not say how many are not known. */
function vcpusOf(environments: readonly ComputeEnvironmentDetail[]): Amounts {
  const vcpus = environments
    .filter(({ state }) => state !== "DISABLED")
    .map(({ computeResources, unmanagedvCpus }) => computeResources?.maxvCpus ?? unmanagedvCpus);
  return vcpus.includes(undefined) ? new Map() : amounts(vcpus.map((quantity) => ({ capacityUnit: VCPU, quantity })));
}

/** What the jobs of this queue use of each of its environments. */
function environmentTops(
  environments: readonly ComputeEnvironmentDetail[],
  running: readonly RunningJob[],
): EnvironmentTop[] {
  const used = inUseIn(environments, running);
  return environments.map((environment) => {
    const { computeEnvironmentArn: arn = "", computeEnvironmentName: name = arn, state = "ENABLED" } = environment;
    const { status, computeResources, unmanagedvCpus, type } = environment;
    const capacity = computeResources?.maxvCpus ?? unmanagedvCpus;
    return {
      environment: name,
      state,
      ...(status === undefined ? {} : { status }),
      ...(type === undefined ? {} : { type: computeResources?.type ?? type }),
      vCpusInUse: used.get(arn) ?? 0,
      ...(computeResources?.desiredvCpus === undefined ? {} : { desiredvCpus: computeResources.desiredvCpus }),
      ...(capacity === undefined ? {} : { maxvCpus: capacity }),
    };
  });
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
