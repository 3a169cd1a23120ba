import type {
  DescribeServiceJobResponse,
  FrontOfQueueJobSummary,
  GetJobQueueSnapshotResponse,
  QuotaShareDetail,
  ServiceJobSummary,
} from "@aws-sdk/client-batch";
import { UnknownQueueError } from "./errors";
import type { QueueWatcher } from "./queue-watcher";

/** How much of one unit is owned, lent, borrowed and wanted. */
export interface UnitTop {
  /** `NUM_INSTANCES` or an instance type. */
  readonly unit: string;
  /** What the share or the service environment may have; absent of a fair share, which owns nothing. */
  readonly capacity?: number;
  /** Dispatched within the capacity. */
  readonly own: number;
  /** Dispatched beyond it. */
  readonly borrowed: number;
  /** What others borrow of what the share does not use. */
  readonly lent: number;
  /** Instances of the jobs that wait. */
  readonly waiting: number;
}

/** The job at a front. */
export interface FrontTop {
  readonly jobId: string;
  readonly jobName?: string;
  /** Milliseconds since the epoch: since when it is there. */
  readonly since?: number;
  /** What AWS Batch says holds it up; absent while it only waits for capacity. */
  readonly statusReason?: string;
}

export interface ShareTop {
  readonly share: string;
  readonly state?: string;
  readonly strategy?: string;
  readonly units: readonly UnitTop[];
  readonly waitingJobs: number;
  readonly front?: FrontTop;
}

/** A training queue at one moment. */
export interface QueueTop {
  readonly queue: string;
  readonly arn: string;
  readonly state: string;
  /** Milliseconds since the epoch: how old the snapshot is. */
  readonly updatedAt?: number;
  /** Of the service environment: what this queue uses of it, and what waits. */
  readonly units: readonly UnitTop[];
  readonly waitingJobs: number;
  /** Whether more jobs wait than were counted. */
  readonly hasMoreWaiting: boolean;
  /** Quota shares, or the fair shares that use most. */
  readonly shares: readonly ShareTop[];
  /** The next job of the whole queue. */
  readonly front?: FrontTop;
}

/** The most waiting jobs that are counted: ten pages. */
const MOST_WAITING = 1000;

/**
 * @param queue name or ARN
 * @returns the queue as it is now
 * @throws UnknownQueueError, BatchCallError
 */
export async function readQueueTop(watcher: QueueWatcher, queue: string): Promise<QueueTop> {
  const detail = await watcher.queue(queue);
  if (detail === undefined) throw new UnknownQueueError(queue);
  const arn = detail.jobQueueArn ?? queue;
  const snapshot = await watcher.snapshot(arn);
  const isShared = snapshot.frontOfQuotaShares !== undefined || snapshot.queueUtilization?.quotaShareUtilization;
  const [limits, waiting, shares] = await Promise.all([
    watcher.capacity(detail.serviceEnvironmentOrder?.[0]?.serviceEnvironment ?? ""),
    watcher.waitingJobs(arn, MOST_WAITING + 1),
    isShared ? watcher.shares(arn) : [],
  ]);
  const fronts = await describeFronts(watcher, snapshot);
  const counted = waiting.slice(0, MOST_WAITING);
  const own = amounts(snapshot.queueUtilization?.totalCapacityUsage);
  const { lastUpdatedAt } = snapshot.queueUtilization ?? {};
  const first = snapshot.frontOfQueue?.jobs?.[0];
  return {
    queue: detail.jobQueueName ?? queue,
    arn,
    state: detail.state ?? "ENABLED",
    ...(lastUpdatedAt === undefined ? {} : { updatedAt: lastUpdatedAt }),
    units: environmentUnits(new Map(limits.map((one) => [one.capacityUnit ?? "", one.maxCapacity ?? 0])), own, counted),
    waitingJobs: counted.length,
    hasMoreWaiting: waiting.length > MOST_WAITING,
    shares: isShared ? quotaShares(shares, snapshot, counted, fronts) : fairShares(snapshot, counted, fronts),
    ...(first === undefined ? {} : { front: frontOf(first, fronts) }),
  };
}

type Amounts = ReadonlyMap<string, number>;
type Fronts = ReadonlyMap<string, DescribeServiceJobResponse>;

interface Usage {
  readonly capacityUnit?: string;
  readonly quantity?: number;
}

function amounts(usage: readonly Usage[] = []): Amounts {
  const sums = new Map<string, number>();
  for (const { capacityUnit = "", quantity = 0 } of usage) {
    sums.set(capacityUnit, (sums.get(capacityUnit) ?? 0) + quantity);
  }
  return sums;
}

const wanted = (jobs: readonly ServiceJobSummary[]): Amounts =>
  amounts(jobs.flatMap(({ capacityUsage }) => capacityUsage ?? []));

/** Usage is told by instance type; an environment that counts instances of any type gets the sum. */
function environmentUnits(limits: Amounts, own: Amounts, waiting: readonly ServiceJobSummary[]): UnitTop[] {
  const total = (all: Amounts) => [...all.values()].reduce((sum, one) => sum + one, 0);
  const wants = wanted(waiting);
  return [...limits].map(([unit, capacity]) => {
    const of = (all: Amounts) => (unit === "NUM_INSTANCES" ? total(all) : (all.get(unit) ?? 0));
    return { unit, capacity, own: of(own), borrowed: 0, lent: 0, waiting: of(wants) };
  });
}

function quotaShares(
  shares: readonly QuotaShareDetail[],
  { queueUtilization, frontOfQuotaShares }: GetJobQueueSnapshotResponse,
  waiting: readonly ServiceJobSummary[],
  fronts: Fronts,
): ShareTop[] {
  const used = new Map(
    (queueUtilization?.quotaShareUtilization?.topCapacityUtilization ?? []).map((one) => [
      one.quotaShareName ?? "",
      amounts(one.capacityUsage),
    ]),
  );
  const rows = [...shares]
    .sort((a, b) => ((a.quotaShareName ?? "") < (b.quotaShareName ?? "") ? -1 : 1))
    .map((share) => {
      const name = share.quotaShareName ?? "";
      const mine = waiting.filter(({ quotaShareName }) => quotaShareName === name);
      const front = frontOfQuotaShares?.quotaShares?.[name]?.[0];
      return { share, name, mine, front, units: shareUnits(share, used.get(name) ?? new Map(), wanted(mine)) };
    });
  const lent = lentUnits(
    rows.map(({ share, units }) => ({ units, strategy: share.resourceSharingConfiguration?.strategy })),
  );
  return rows.map(({ share, name, mine, front, units }, row) => ({
    share: name,
    ...(share.state === undefined ? {} : { state: share.state }),
    ...(share.resourceSharingConfiguration?.strategy === undefined
      ? {}
      : { strategy: share.resourceSharingConfiguration.strategy }),
    units: units.map((unit) => ({ ...unit, lent: lent[row]?.get(unit.unit) ?? 0 })),
    waitingJobs: mine.length,
    ...(front === undefined ? {} : { front: frontOf(front, fronts) }),
  }));
}

function shareUnits(share: QuotaShareDetail, used: Amounts, wants: Amounts): UnitTop[] {
  const limits = new Map((share.capacityLimits ?? []).map((one) => [one.capacityUnit ?? "", one.maxCapacity ?? 0]));
  return [...new Set([...limits.keys(), ...used.keys(), ...wants.keys()])].map((unit) => {
    const capacity = limits.get(unit) ?? 0;
    const use = used.get(unit) ?? 0;
    const own = Math.min(use, capacity);
    return { unit, capacity, own, borrowed: use - own, lent: 0, waiting: wants.get(unit) ?? 0 };
  });
}

/**
 * AWS Batch does not tell who lends to whom: what is borrowed is put down to the shares that lend in the order of their
 * names, as far as they do not use it themselves.
 */
function lentUnits(rows: readonly { units: readonly UnitTop[]; strategy?: string }[]): Map<string, number>[] {
  const open = new Map<string, number>();
  for (const { unit, borrowed } of rows.flatMap(({ units }) => units)) {
    open.set(unit, (open.get(unit) ?? 0) + borrowed);
  }
  return rows.map(({ units, strategy }) => {
    const lent = new Map<string, number>();
    for (const { unit, capacity = 0, own } of strategy === "RESERVE" ? [] : units) {
      const part = Math.min(open.get(unit) ?? 0, capacity - own);
      lent.set(unit, part);
      open.set(unit, (open.get(unit) ?? 0) - part);
    }
    return lent;
  });
}

function fairShares(
  { queueUtilization }: GetJobQueueSnapshotResponse,
  waiting: readonly ServiceJobSummary[],
  fronts: Fronts,
): ShareTop[] {
  const used = new Map(
    (queueUtilization?.fairshareUtilization?.topCapacityUtilization ?? []).map((one) => [
      one.shareIdentifier ?? "",
      amounts(one.capacityUsage),
    ]),
  );
  const names = new Set([...used.keys(), ...waiting.flatMap(({ shareIdentifier }) => shareIdentifier ?? [])]);
  return [...names].sort().map((share) => {
    const mine = waiting.filter(({ shareIdentifier }) => shareIdentifier === share);
    const [own, wants] = [used.get(share) ?? new Map<string, number>(), wanted(mine)];
    const front = [...fronts.values()].find(({ shareIdentifier }) => shareIdentifier === share);
    return {
      share,
      units: [...new Set([...own.keys(), ...wants.keys()])].map((unit) => {
        return { unit, own: own.get(unit) ?? 0, borrowed: 0, lent: 0, waiting: wants.get(unit) ?? 0 };
      }),
      waitingJobs: mine.length,
      ...(front === undefined ? {} : { front: frontOf({ jobArn: front.jobArn }, fronts) }),
    };
  });
}

async function describeFronts(watcher: QueueWatcher, snapshot: GetJobQueueSnapshotResponse): Promise<Fronts> {
  const ofShares = Object.values(snapshot.frontOfQuotaShares?.quotaShares ?? {}).flatMap((jobs) => jobs[0] ?? []);
  const jobs = [...ofShares, ...(snapshot.frontOfQueue?.jobs ?? []).slice(0, 1)];
  const ids = [...new Set(jobs.map(({ jobArn = "" }) => idOf(jobArn)))];
  return new Map(await Promise.all(ids.map(async (id) => [id, await watcher.job(id)] as const)));
}

function frontOf({ jobArn = "", earliestTimeAtPosition }: FrontOfQueueJobSummary, fronts: Fronts): FrontTop {
  const jobId = idOf(jobArn);
  const { jobName, statusReason } = fronts.get(jobId) ?? {};
  return {
    jobId,
    ...(jobName === undefined ? {} : { jobName }),
    ...(earliestTimeAtPosition === undefined ? {} : { since: earliestTimeAtPosition }),
    ...(statusReason === undefined ? {} : { statusReason }),
  };
}

/** `arn:aws:batch:<region>:<account>:service-job/<id>` */
function idOf(jobArn: string): string {
  return jobArn.slice(jobArn.lastIndexOf("/") + 1);
}
