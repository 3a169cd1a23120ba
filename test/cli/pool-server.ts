import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { NUM_INSTANCES, ServicePool, type PoolEvent, type QueuePicture, type ShareSettings } from "../../scheduling";

const ARN = "arn:aws:batch:eu-west-1:123456789012";

interface Body {
  readonly jobId?: string;
  readonly quotaShareArn?: string;
  readonly state?: "ENABLED" | "DISABLED";
  readonly capacityLimits?: readonly { capacityUnit: string; maxCapacity: number }[];
}

/** The calls of AWS Batch about one queue at work, answered from a pool of the engine. */
export class PoolServer {
  readonly pool: ServicePool;
  /** Those that calls were signed for. */
  readonly regions = new Set<string>();
  private readonly shares = new Map<string, ShareSettings>();
  private readonly jobs = new Map<string, { share?: string; demand: Readonly<Record<string, number>> }>();
  private readonly server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const [, region] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
      if (region !== undefined) this.regions.add(region);
      // Type: the SDK sends a JSON object.
      const body = JSON.parse(Buffer.concat(chunks).toString() || "{}") as Body;
      const operation = (request.url ?? "").replace("/v1/", "");
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(this.answer(operation, body)));
    });
  });

  constructor(
    readonly capacity: Readonly<Record<string, number>>,
    private readonly kind: "FIFO" | "QUOTA_SHARE" = "QUOTA_SHARE",
  ) {
    this.pool = new ServicePool({ capacity, enabled: true });
    this.pool.handle({ type: "queue", at: 0, queue: { name: "gpu", priority: 1, enabled: true, policy: { kind } } });
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    // Type: a TCP server that listens has an address with a port.
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  share(share: ShareSettings): void {
    this.shares.set(share.name, share);
    this.handle({ type: "share", at: Date.now(), queue: "gpu", share });
  }

  submit(id: string, share: string | undefined, demand: Readonly<Record<string, number>>, priority = 0): void {
    this.jobs.set(id, { ...(share === undefined ? {} : { share }), demand });
    const job = { id, queue: "gpu", ...(share === undefined ? {} : { share }), demand, priority };
    this.handle({ type: "submit", at: Date.now(), job });
  }

  handle(event: PoolEvent): void {
    this.pool.handle(event);
  }

  private answer(operation: string, body: Body): unknown {
    const units = Object.entries(this.capacity).map(([capacityUnit, maxCapacity]) => ({ capacityUnit, maxCapacity }));
    switch (operation) {
      case "describejobqueues":
        return { jobQueues: [this.queue()] };
      case "describeserviceenvironments":
        return { serviceEnvironments: [{ serviceEnvironmentName: "gpu", capacityLimits: units }] };
      case "getjobqueuesnapshot":
        return this.snapshot(this.pool.picture("gpu", Date.now()));
      case "listservicejobs":
        return { jobSummaryList: this.waiting() };
      case "describeservicejob":
        return this.described(body.jobId ?? "");
      case "listquotashares":
        return { quotaShares: [...this.shares.values()].map(shareDetail) };
      case "updatequotashare":
        return this.update(body);
      default:
        throw new Error(`the test has no ${operation}`);
    }
  }

  private queue() {
    const serviceEnvironmentOrder = [{ order: 1, serviceEnvironment: `${ARN}:service-environment/gpu` }];
    const jobQueueArn = `${ARN}:job-queue/gpu`;
    return { jobQueueName: "gpu", jobQueueArn, state: "ENABLED", priority: 1, serviceEnvironmentOrder };
  }

  private snapshot({ usage, shares }: QueuePicture) {
    const front = this.pool.frontOfQueue("gpu").map(({ jobId, earliestTimeAtPosition }) => {
      return { jobArn: jobArn(jobId), earliestTimeAtPosition };
    });
    const fronts = [...this.pool.frontOfQuotaShares("gpu")].map(([share, { jobId, earliestTimeAtPosition }]) => {
      return [share, [{ jobArn: jobArn(jobId), earliestTimeAtPosition }]];
    });
    const topCapacityUtilization = shares.map((share) => {
      const sum = { ...share.own };
      for (const [unit, count] of Object.entries(share.borrowed)) sum[unit] = (sum[unit] ?? 0) + count;
      return { quotaShareName: share.share, capacityUsage: usageOf(sum) };
    });
    const isShared = this.kind === "QUOTA_SHARE";
    return {
      frontOfQueue: { jobs: front, lastUpdatedAt: Date.now() },
      ...(isShared ? { frontOfQuotaShares: { quotaShares: Object.fromEntries(fronts) } } : {}),
      queueUtilization: {
        totalCapacityUsage: usageOf(usage),
        ...(isShared ? { quotaShareUtilization: { topCapacityUtilization } } : {}),
        lastUpdatedAt: Date.now(),
      },
    };
  }

  private waiting() {
    return [...this.jobs].flatMap(([id, { share, demand }]) =>
      this.pool.job(id)?.status === "waiting"
        ? [{ jobId: id, jobName: id, quotaShareName: share, status: "RUNNABLE", capacityUsage: usageOf(demand) }]
        : [],
    );
  }

  private described(id: string) {
    const { statusReason } = this.pool.job(id) ?? {};
    const capacityUsage = usageOf(this.jobs.get(id)?.demand ?? {});
    const { share: quotaShareName } = this.jobs.get(id) ?? {};
    const jobName = `train-${id}`;
    return { jobId: id, jobName, jobArn: jobArn(id), status: "RUNNABLE", statusReason, capacityUsage, quotaShareName };
  }

  private update({ quotaShareArn = "", state, capacityLimits }: Body) {
    const name = quotaShareArn.slice(quotaShareArn.lastIndexOf("/") + 1);
    const known = this.shares.get(name);
    if (known === undefined) throw new Error(`the test has no share ${name}`);
    const capacity = Object.fromEntries((capacityLimits ?? []).map((one) => [one.capacityUnit, one.maxCapacity]));
    this.share({
      ...known,
      ...(capacityLimits === undefined ? {} : { capacity }),
      ...(state === undefined ? {} : { enabled: state === "ENABLED" }),
    });
    return { quotaShareName: name, quotaShareArn };
  }
}

const jobArn = (id: string) => `${ARN}:service-job/${id}`;

function usageOf(amounts: Readonly<Record<string, number>>) {
  const entries = Object.entries(amounts).filter(([unit]) => unit !== NUM_INSTANCES);
  return entries.map(([capacityUnit, quantity]) => ({ capacityUnit, quantity }));
}

function shareDetail({ name, capacity, strategy, borrowLimit, inSharePreemption, enabled }: ShareSettings) {
  return {
    quotaShareName: name,
    quotaShareArn: `${ARN}:job-queue/gpu/quota-share/${name}`,
    capacityLimits: Object.entries(capacity).map(([capacityUnit, maxCapacity]) => ({ capacityUnit, maxCapacity })),
    resourceSharingConfiguration: { strategy, ...(borrowLimit === undefined ? {} : { borrowLimit }) },
    preemptionConfiguration: { inSharePreemption: inSharePreemption ? "ENABLED" : "DISABLED" },
    state: enabled ? "ENABLED" : "DISABLED",
    status: "VALID",
  };
}
