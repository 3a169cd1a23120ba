import type { DescribeServiceJobResponse, QuotaShareDetail, ServiceJobSummary } from "@aws-sdk/client-batch";
import { readQueueTop } from "../../queues";
import { type BatchCalls, standIn } from "../aws/stand-in";
import { arn } from "./fixture";

const [G5, P4] = ["ml.g5.xlarge", "ml.p4d.24xlarge"];
const need = (quantity: number, capacityUnit = G5) => [{ capacityUnit, quantity }];
const at = (id: string, since?: number) => ({ jobArn: arn(`service-job/${id}`), earliestTimeAtPosition: since });
const answered = <T>(answer: unknown) => Promise.resolve(answer as T); // Cast: each test says what it is.

interface Told {
  /** Of how many of the next jobs the names are wanted. @default 10 */
  readonly named?: number;
  readonly queue?: object;
  readonly snapshot?: object;
  readonly environment?: object;
  readonly shares?: readonly QuotaShareDetail[];
  /** Waiting jobs by their ids, newest first. */
  readonly waiting?: Readonly<Record<string, Partial<ServiceJobSummary>>>;
  /** What is said of a waiting job when it is asked for. */
  readonly details?: Readonly<Record<string, Partial<DescribeServiceJobResponse>>>;
}

/** The picture that `top` makes of what AWS Batch tells. */
function topOf({
  named = 10,
  queue = {},
  snapshot = {},
  environment = {},
  shares = [],
  waiting = {},
  details = {},
}: Told) {
  const jobs = Object.entries(waiting).map(([id, job]) => ({ jobArn: arn(`service-job/${id}`), jobId: id, ...job }));
  const calls: Partial<BatchCalls> = {
    describeJobQueues: () => answered({ jobQueues: [queue] }),
    getJobQueueSnapshot: () => answered(snapshot),
    describeServiceEnvironments: () => answered({ serviceEnvironments: [environment] }),
    listServiceJobs: ({ nextToken }) => {
      const from = Number(nextToken ?? 0);
      const next = from + 100 < jobs.length ? String(from + 100) : undefined;
      return answered({ jobSummaryList: jobs.slice(from, from + 100), nextToken: next });
    },
    listQuotaShares: () => answered({ quotaShares: shares }),
    describeServiceJob: ({ jobId = "" }) => answered({ jobId, ...waiting[jobId], ...details[jobId] }),
  };
  return readQueueTop(standIn(calls), "gpu", named);
}

const environment = (maxCapacity: number, capacityUnit = G5) => ({ capacityLimits: [{ capacityUnit, maxCapacity }] });

function share(name: string, maxCapacity: number, sharing: object, changes: object = {}): QuotaShareDetail {
  // Cast: the members that are read are all there, or left out on purpose.
  return {
    quotaShareName: name,
    state: "ENABLED",
    capacityLimits: [{ capacityUnit: G5, maxCapacity }],
    resourceSharingConfiguration: sharing,
    ...changes,
  } as QuotaShareDetail;
}

const usage = (used: Readonly<Record<string, number>>) => ({
  quotaShareUtilization: {
    topCapacityUtilization: Object.entries(used).map(([quotaShareName, quantity]) => {
      return { quotaShareName, capacityUsage: need(quantity) };
    }),
  },
});
const fronts = (jobs: Readonly<Record<string, string>>) => ({
  quotaShares: Object.fromEntries(Object.entries(jobs).map(([name, id]) => [name, [at(id)]])),
});

/** What the first job of the share `mine` waits for, beside the share `theirs`. */
async function waitingFor(mine: QuotaShareDetail, used: Record<string, number>, count: number, theirs = 4, room = 99) {
  const { shares } = await topOf({
    environment: environment(room),
    shares: [mine, share("theirs", theirs, { strategy: "LEND" })],
    snapshot: { queueUtilization: usage(used), frontOfQuotaShares: fronts({ mine: "next" }) },
    waiting: { next: { quotaShareName: "mine", capacityUsage: need(count) } },
  });
  return shares.find((one) => one.share === "mine")?.front?.waitingFor;
}

describe("the job at the front of a quota share", () => {
  const borrows = { strategy: "LEND_AND_BORROW" };

  it.each([
    ["the quota of a share that does not borrow", share("mine", 2, { strategy: "LEND" }), { mine: 1 }, 2, "own-quota"],
    ["the borrow limit", share("mine", 2, { ...borrows, borrowLimit: 50 }), { mine: 2 }, 2, "borrow-limit"],
    ["those who could lend and use it themselves", share("mine", 2, borrows), { mine: 2, theirs: 3 }, 2, "lenders"],
    ["nothing when it fits into its quota", share("mine", 2, { strategy: "LEND" }), { mine: 1 }, 1, undefined],
    ["nothing when enough can be borrowed", share("mine", 2, borrows), { mine: 2, theirs: 3 }, 1, undefined],
    ["nothing when the limit lets it borrow", share("mine", 2, { ...borrows, borrowLimit: 50 }), {}, 3, undefined],
    [
      "the quota, of a unit that its share does not have",
      share("mine", 2, {}, { capacityLimits: [] }),
      {},
      1,
      "own-quota",
    ],
    [
      "the quota, of a share without a configuration",
      { ...share("mine", 0, {}), resourceSharingConfiguration: undefined },
      {},
      1,
      "own-quota",
    ],
  ])("waits for %s", async (_case, mine, used, count, expected) => {
    expect(await waitingFor(mine, used, count)).toBe(expected);
  });

  it("waits for the environment when its share has room and the environment has none", async () => {
    const { shares } = await topOf({
      environment: environment(3),
      shares: [share("mine", 4, { strategy: "LEND" })],
      snapshot: {
        queueUtilization: { ...usage({ mine: 3 }), totalCapacityUsage: need(3) },
        frontOfQuotaShares: fronts({ mine: "next" }),
      },
      waiting: { next: { quotaShareName: "mine", capacityUsage: need(1) } },
    });
    expect(shares[0]?.front?.waitingFor).toBe("environment");
  });

  it("is told with what AWS Batch says blocks it, not with how its last attempt ended", async () => {
    const blocked = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - none left";
    const { shares } = await topOf({
      shares: [share("a", 1, { strategy: "LEND" }), share("b", 1, { strategy: "LEND" })],
      snapshot: { frontOfQuotaShares: fronts({ a: "blocked", b: "again" }) },
      waiting: { blocked: { quotaShareName: "a" }, again: { quotaShareName: "b" } },
      details: { blocked: { statusReason: blocked, jobName: "wide" }, again: { statusReason: "AlgorithmError" } },
    });
    expect(shares.map(({ front }) => front)).toEqual([
      { jobId: "blocked", jobName: "wide", statusReason: blocked },
      { jobId: "again" },
    ]);
  });
});

describe("the shares of a queue", () => {
  it("lend in the order of their names what they do not use; those that reserve lend nothing", async () => {
    const { shares } = await topOf({
      shares: [
        share("d", 1, { strategy: "LEND_AND_BORROW" }),
        share("c", 4, { strategy: "LEND" }),
        share("b", 2, { strategy: "LEND" }),
        share("a", 9, { strategy: "RESERVE" }),
      ],
      snapshot: { queueUtilization: usage({ d: 4, b: 1 }) },
    });
    expect(shares.map(({ share: name, units: [unit] }) => [name, unit?.own, unit?.borrowed, unit?.lent])).toEqual([
      ["a", 0, 0, 0],
      ["b", 1, 0, 1],
      ["c", 0, 0, 2],
      ["d", 1, 3, 0],
    ]);
  });

  it("that are fair are those that use something and those that wait, with the next job of the queue", async () => {
    const { shares, front } = await topOf({
      snapshot: {
        queueUtilization: {
          fairshareUtilization: {
            topCapacityUtilization: [{ shareIdentifier: "B", capacityUsage: need(2) }, { capacityUsage: need(1, P4) }],
          },
        },
        frontOfQueue: { jobs: [at("next", 5)] },
      },
      waiting: { next: { shareIdentifier: "A", capacityUsage: need(3) }, last: { shareIdentifier: "B" }, odd: {} },
    });
    expect(shares).toEqual([
      { share: "", units: [expect.objectContaining({ unit: P4, own: 1, waiting: 0 })], waitingJobs: 0 },
      {
        share: "A",
        units: [expect.objectContaining({ unit: G5, own: 0, waiting: 3 })],
        waitingJobs: 1,
        front: { jobId: "next", since: 5 },
      },
      { share: "B", units: [expect.objectContaining({ unit: G5, own: 2, waiting: 0 })], waitingJobs: 1 },
    ]);
    expect(front).toEqual({ jobId: "next", since: 5 });
  });
});

describe("a queue", () => {
  it("on an environment that counts instances of any type uses the sum of all types", async () => {
    const { units, front } = await topOf({
      environment: environment(4, "NUM_INSTANCES"),
      snapshot: {
        queueUtilization: { totalCapacityUsage: [...need(2), ...need(1, P4)] },
        frontOfQueue: { jobs: [at("next")] },
      },
      waiting: { next: { capacityUsage: need(2, P4) } },
    });
    expect(units).toEqual([{ unit: "NUM_INSTANCES", capacity: 4, own: 3, borrowed: 0, lent: 0, waiting: 2 }]);
    expect(front?.waitingFor).toBe("environment");
  });

  it("of more than a thousand waiting jobs says that there are more, and asks for no more", async () => {
    const waiting = Object.fromEntries(Array.from({ length: 1300 }, (_, index) => [`job-${index}`, {}]));
    const { waitingJobs, hasMoreWaiting } = await topOf({ waiting });
    expect([waitingJobs, hasMoreWaiting]).toEqual([1000, true]);
  });

  it("is told by name and state where AWS Batch says so, and how old the picture is", async () => {
    const queue = {
      jobQueueName: "gpu",
      jobQueueArn: arn("job-queue/gpu"),
      state: "DISABLED",
      serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: arn("service-environment/g5") }],
    };
    const top = await topOf({ queue, snapshot: { queueUtilization: { lastUpdatedAt: 7 } } });
    expect(top).toMatchObject({ queue: "gpu", arn: arn("job-queue/gpu"), state: "DISABLED", updatedAt: 7 });
  });

  it("of which AWS Batch says next to nothing is shown empty", async () => {
    expect(await topOf({})).toEqual({
      queue: "gpu",
      arn: "gpu",
      state: "ENABLED",
      units: [],
      waitingJobs: 0,
      hasMoreWaiting: false,
      shares: [],
      next: [],
    });
  });

  it("has rows also for shares and usage of which AWS Batch says no name and no capacity", async () => {
    const { shares } = await topOf({
      // Cast: what is left out is the point.
      shares: [{} as QuotaShareDetail, { capacityLimits: [{}] } as QuotaShareDetail],
      snapshot: { queueUtilization: { quotaShareUtilization: { topCapacityUtilization: [{}] } } },
    });
    const unnamed = { unit: "", capacity: 0, own: 0, borrowed: 0, lent: 0, waiting: 0 };
    expect(shares).toEqual([
      { share: "", units: [], waitingJobs: 0 },
      { share: "", units: [unnamed], waitingJobs: 0 },
    ]);
  });

  it("that does not exist is said to be unknown", async () => {
    const nobody = standIn({ describeJobQueues: () => answered({}) });
    await expect(readQueueTop(nobody, "gpu", 10)).rejects.toThrow("There is no live queue gpu");
  });
});

describe("the next jobs of a queue", () => {
  const ids = Array.from({ length: 100 }, (_, index) => `next-${index}`);
  const frontOfQueue = { jobs: ids.map((id, index) => at(id, index)) };

  it("are all that AWS Batch tells, in its order, with what it says of jobs that wait", async () => {
    const waiting = {
      "next-1": { jobName: "b", quotaShareName: "mine", capacityUsage: need(2) },
      "next-0": { jobName: "a", shareIdentifier: "team" },
    };
    const { next } = await topOf({ snapshot: { frontOfQueue }, waiting });
    expect(next.map(({ jobId }) => jobId)).toEqual(ids);
    expect(next.slice(0, 2)).toEqual([
      { jobId: "next-0", jobName: "a", share: "team", since: 0 },
      { jobId: "next-1", jobName: "b", share: "mine", since: 1, needs: { [G5]: 2 } },
    ]);
  });

  it("that are older than the newest thousand are asked for one by one, as many as are shown", async () => {
    const waiting = Object.fromEntries(Array.from({ length: 1100 }, (_, index) => [`job-${index}`, {}]));
    const details = Object.fromEntries(ids.map((id) => [id, { jobName: `name of ${id}` }]));
    const { next } = await topOf({ snapshot: { frontOfQueue }, waiting, details, named: 10 });
    expect(next.filter(({ jobName }) => jobName !== undefined)).toHaveLength(10);
    const all = await topOf({ snapshot: { frontOfQueue }, waiting, details, named: 100 });
    expect(all.next.map(({ jobName }) => jobName)).toEqual(ids.map((id) => `name of ${id}`));
  });
});

describe("a queue of container jobs", () => {
  const job = (id: string) => arn(`job/${id}`);
  /** A queue on one compute environment of 8 vCPUs and, if told, on others. */
  const containers = (environments: readonly object[] = []) =>
    readQueueTop(
      standIn({
        describeJobQueues: () =>
          answered({
            jobQueues: [
              { jobQueueName: "cpu", jobQueueType: "ECS", computeEnvironmentOrder: [{ computeEnvironment: "c" }] },
            ],
          }),
        getJobQueueSnapshot: () =>
          answered({
            frontOfQueue: { jobs: [{ jobArn: job("one"), earliestTimeAtPosition: 1 }, { jobArn: job("array:3") }] },
            queueUtilization: { totalCapacityUsage: need(6, "VCPU") },
          }),
        describeComputeEnvironments: () =>
          answered({ computeEnvironments: [{ state: "ENABLED", computeResources: { maxvCpus: 8 } }, ...environments] }),
        listJobs: ({ jobStatus }) =>
          answered({
            jobSummaryList:
              jobStatus === "RUNNABLE" ? [{ jobId: "one", jobName: "first", shareIdentifier: "team" }] : [],
          }),
        describeJobs: ({ jobs = [] }) =>
          answered({ jobs: jobs.map((jobId) => ({ jobId, jobName: `described ${jobId}`, shareIdentifier: "team" })) }),
      }),
      "cpu",
      10,
    );

  it("has the vCPUs of its compute environments, and its next jobs in order, children of arrays too", async () => {
    const { units, next, front, waitingJobs } = await containers([{ state: "DISABLED" }]);
    expect(units).toEqual([{ unit: "VCPU", capacity: 8, own: 6, borrowed: 0, lent: 0, waiting: 0 }]);
    expect(next).toEqual([
      { jobId: "one", jobName: "described one", share: "team", since: 1 },
      { jobId: "array:3", jobName: "described array:3", share: "team" },
    ]);
    expect(front).toMatchObject({ jobId: "one", jobName: "described one" });
    expect(waitingJobs).toBe(1);
  });

  it("has no bar of its capacity where the owner of a compute environment knows it alone", async () => {
    expect((await containers([{ state: "ENABLED" }])).units).toEqual([]);
  });
});
