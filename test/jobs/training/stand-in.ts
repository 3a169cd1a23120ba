/**
 * AWS Batch over HTTP as far as `dapf train` asks for it, with the scheduling engine behind it: the queues of
 * `environments/jenkins-pl.queues.ts` with quota shares (those of AWS's notebook, on 3 ml.g5.xlarge) and without.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Decision, ServicePool } from "../../../scheduling";

type Json = Record<string, unknown>;

interface StandInJob extends Json {
  readonly jobId: string;
  readonly jobName: string;
  readonly jobQueue: string;
  readonly payload: {
    HyperParameters?: Record<string, string>;
    Environment?: Record<string, string>;
    ResourceConfig: Json;
  };
  status: string;
  run: number;
  due?: number;
}

export interface Misbehaviour {
  /** From 0 to 1: how many submissions are throttled, or have their effect without an answer. */
  readonly throttled?: number;
  readonly lostAnswers?: number;
  /** Submissions a second; more are throttled. */
  readonly perSecond?: number;
  /** How many milliseconds a second of `dapf_duration_seconds` takes. @default 20 */
  readonly second?: number;
}

const ARN = "arn:aws:batch:eu-west-1:123456789012:";
const G5 = "ml.g5.xlarge";
export const QUOTA = "jenkins-pl-g5-quota-shares";
export const FIFO = "jenkins-pl-c5-fifo";
const queueOf = (name: string, schedulingPolicyArn?: string) => ({
  jobQueueName: name,
  jobQueueArn: `${ARN}job-queue/${name}`,
  jobQueueType: "SAGEMAKER_TRAINING",
  state: "ENABLED",
  status: "VALID",
  priority: 1,
  computeEnvironmentOrder: [],
  ...(schedulingPolicyArn === undefined ? {} : { schedulingPolicyArn }),
});
const QUEUES = [queueOf(FIFO), queueOf(QUOTA, `${ARN}scheduling-policy/quota`)];
const SHARES = [
  { name: "team-a-borrows", strategy: "LEND_AND_BORROW", borrowLimit: 200, inSharePreemption: true },
  { name: "team-b-lends", strategy: "LEND", inSharePreemption: false },
  { name: "team-c-reserves", strategy: "RESERVE", inSharePreemption: false },
] as const;

export class StandIn {
  readonly jobs: StandInJob[] = [];
  /** Times of the submissions that were taken, milliseconds. */
  readonly taken: number[] = [];
  throttled = 0;
  private readonly tokens = new Set<unknown>();
  private readonly pools = {
    quota: new ServicePool({ capacity: { [G5]: 3 }, enabled: true }),
    fifo: new ServicePool({ capacity: { NUM_INSTANCES: 3 }, enabled: true }),
  };

  constructor(private readonly faults: Misbehaviour = {}) {
    const at = Date.now();
    const queue = { priority: 1, enabled: true };
    this.pools.fifo.handle({ type: "queue", at, queue: { ...queue, name: FIFO, policy: { kind: "FIFO" } } });
    this.pools.quota.handle({ type: "queue", at, queue: { ...queue, name: QUOTA, policy: { kind: "QUOTA_SHARE" } } });
    for (const share of SHARES) {
      const whole = { ...share, capacity: { [G5]: 1 }, enabled: true };
      this.pools.quota.handle({ type: "share", at, queue: QUOTA, share: whole });
    }
  }

  /** @returns the answer; undefined when it gets lost */
  answer(operation: string, body: Json): { status: number; body: Json } | undefined {
    this.advance(Date.now());
    switch (operation) {
      case "describejobqueues":
        return ok({ jobQueues: QUEUES.filter(({ jobQueueName: name }) => list(body.jobQueues).includes(name)) });
      case "describeschedulingpolicies":
        return ok({ schedulingPolicies: list(body.arns).map((arn) => ({ name: "quota", arn, quotaSharePolicy: {} })) });
      case "listquotashares":
        return ok({ quotaShares: SHARES.map(({ name }) => ({ quotaShareName: name })) });
      case "submitservicejob":
        return this.submit(body);
      case "describeservicejob": {
        const job = this.jobs.find(({ jobId }) => jobId === body.jobId);
        return job === undefined ? refused(`Job ${String(body.jobId)} does not exist`) : ok(shown(job));
      }
      case "listservicejobs":
        return ok({ jobSummaryList: this.listed(body).map(shown) });
      case "updateservicejob":
        this.handle(body, (jobId, at) => ({
          type: "updatePriority",
          jobId,
          at,
          priority: Number(body.schedulingPriority),
        }));
        return ok({ jobId: body.jobId });
      case "terminateservicejob":
        this.handle(body, (jobId, at) => ({ type: "terminate", jobId, at }));
        Object.assign(this.jobs.find(({ jobId }) => jobId === body.jobId) ?? {}, {
          status: "FAILED",
          statusReason: body.reason,
        });
        return ok({});
      default:
        return refused(`nobody answers ${operation} here`);
    }
  }

  private submit(body: Json) {
    const now = Date.now();
    const { throttled = 0, lostAnswers = 0, perSecond = Infinity } = this.faults;
    const recent = this.taken.filter((at) => at > now - 1000).length;
    // A tenth more: the clock of the service is not that of its clients.
    if (recent >= Math.ceil(perSecond * 1.1) || Math.random() < throttled) {
      this.throttled += 1;
      return { status: 429, body: { __type: "TooManyRequestsException", message: "Too Many Requests" } };
    }
    if (this.tokens.has(body.clientToken)) return refused("The same request was made before");
    this.tokens.add(body.clientToken);
    this.taken.push(now);
    const payload = JSON.parse(String(body.serviceRequestPayload)) as StandInJob["payload"];
    const { InstanceType: type, InstanceCount: count } = payload.ResourceConfig;
    const jobId = randomUUID();
    const job: StandInJob = {
      ...body,
      jobId,
      jobName: String(body.jobName),
      jobQueue: String(body.jobQueue),
      payload,
      createdAt: now,
      capacityUsage: [{ capacityUnit: type, quantity: count }],
      status: "RUNNABLE",
      run: 0,
    };
    this.jobs.push(job);
    const priority = Number(body.schedulingPriority ?? 0);
    const share = body.quotaShareName === undefined ? {} : { share: String(body.quotaShareName) };
    const demand = { [String(type)]: Number(count) };
    const submission = { id: jobId, queue: job.jobQueue, demand, priority, ...share };
    this.apply(this.poolOf(job).handle({ type: "submit", at: now, job: submission }), now);
    if (Math.random() < lostAnswers) return undefined;
    return ok({ jobId, jobName: body.jobName, jobArn: `${ARN}service-job/${jobId}` });
  }

  private handle(body: Json, event: (jobId: string, at: number) => Parameters<ServicePool["handle"]>[0]): void {
    const job = this.jobs.find(({ jobId }) => jobId === body.jobId);
    if (job !== undefined) this.apply(this.poolOf(job).handle(event(job.jobId, Date.now())), Date.now());
    if (job !== undefined && body.schedulingPriority !== undefined) job.schedulingPriority = body.schedulingPriority;
  }

  private advance(now: number): void {
    for (const job of this.jobs) {
      if (job.status !== "RUNNING" || job.due === undefined || job.due > now) continue;
      const failed = job.payload.HyperParameters?.dapf_outcome === "FAILED";
      const end = { jobId: job.jobId, at: now, run: job.run };
      job.status = failed ? "FAILED" : "SUCCEEDED";
      job.statusReason = `Received status from SageMaker: ${failed ? "AlgorithmError" : "Training job completed"}`;
      const event = failed
        ? ({ ...end, type: "failed", statusReason: job.statusReason as string } as const)
        : ({ ...end, type: "succeeded" } as const);
      this.apply(this.poolOf(job).handle(event), now);
    }
  }

  private apply(decisions: readonly Decision[], now: number): void {
    for (const decision of decisions) {
      const job = this.jobs.find(({ jobId }) => jobId === decision.jobId);
      if (job === undefined) continue;
      if (decision.type === "dispatch") {
        const { HyperParameters, Environment } = job.payload;
        const seconds = Number(HyperParameters?.dapf_duration_seconds ?? Environment?.dapf_duration_seconds ?? 1);
        Object.assign(job, { status: "RUNNING", run: decision.run, startedAt: now });
        job.due = now + seconds * (this.faults.second ?? 20);
        const name = `AWSBatch${job.jobName}${job.jobId.replaceAll("-", "")}`;
        const value = `arn:aws:sagemaker:eu-west-1:123456789012:training-job/${name}`;
        job.latestAttempt = { serviceResourceId: { name: "TrainingJobArn", value } };
      } else if (decision.type === "preempt") {
        job.status = "RUNNABLE";
        const before = Number((job.preemptionSummary as Json | undefined)?.preemptedAttemptCount ?? 0);
        job.preemptionSummary = { preemptedAttemptCount: before + 1, recentPreemptedAttempts: [job.latestAttempt] };
      }
    }
  }

  private listed({ jobQueue, jobStatus, filters }: Json): StandInJob[] {
    const [filter] = (filters ?? []) as { name: string; values: string[] }[];
    const wanted = filter?.values[0]?.toLowerCase() ?? "";
    return [...this.jobs].reverse().filter((job) => {
      if (job.jobQueue !== jobQueue) return false;
      if (filter?.name === "JOB_NAME") {
        const name = job.jobName.toLowerCase();
        return wanted.endsWith("*") ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
      }
      if (filter?.name === "AFTER_CREATED_AT") return Number(job.createdAt) >= Number(wanted);
      const ofShare = filter?.name !== "QUOTA_SHARE_NAME" || job.quotaShareName === filter.values[0];
      return ofShare && job.status === (jobStatus ?? "RUNNING");
    });
  }

  private poolOf({ jobQueue }: StandInJob): ServicePool {
    return jobQueue === QUOTA ? this.pools.quota : this.pools.fifo;
  }
}

const ok = (body: Json) => ({ status: 200, body });
const refused = (message: string) => ({ status: 400, body: { __type: "ClientException", message } });
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const HIDDEN = ["payload", "run", "due", "clientToken"];
const shown = (job: StandInJob): Json =>
  Object.fromEntries(Object.entries(job).filter(([key]) => !HIDDEN.includes(key)));

/** The stand-in behind a loopback port. */
export async function serveStandIn(faults: Misbehaviour = {}) {
  const standIn = new StandIn(faults);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const operation = (request.url ?? "").split("/").at(-1) ?? "";
      const answer = standIn.answer(operation, JSON.parse(Buffer.concat(chunks).toString() || "{}") as Json);
      if (answer === undefined) return response.destroy();
      const type = "__type" in answer.body ? { "x-amzn-errortype": String(answer.body.__type) } : {};
      response.writeHead(answer.status, { "content-type": "application/json", ...type });
      return response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A listening TCP server has an address object.
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { standIn, endpoint: `http://127.0.0.1:${port}`, close };
}
