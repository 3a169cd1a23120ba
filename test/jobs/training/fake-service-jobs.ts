import type {
  DescribeServiceJobRequest,
  DescribeServiceJobResponse,
  ListServiceJobsRequest,
  SubmitServiceJobRequest,
} from "@aws-sdk/client-batch";
import type { BatchCalls } from "../../aws/stand-in";
import type { VirtualTime } from "./virtual-time";

/** How a service misbehaves, each from 0 to 1. */
export interface Faults {
  readonly throttled?: number;
  /** The job is submitted and the answer gets lost. */
  readonly lostAnswers?: number;
  /** The call does not get through. */
  readonly lostCalls?: number;
}

export type FakeJob = DescribeServiceJobResponse & { readonly jobId: string; readonly createdAt: number };

/** AWS Batch as far as submitting goes: a limit on the rate, tokens, tags; jobs end as the test says. */
export class FakeServiceJobs implements Partial<BatchCalls> {
  readonly jobs: FakeJob[] = [];
  /** Times of the submissions that were taken, milliseconds. */
  readonly taken: number[] = [];
  /** The process dies at the n-th call, counted from 1; what is under way has its effect, which it never learns. */
  dieAt?: number;
  isDead = false;
  /** Nobody is reached. */
  isAway = false;
  /** From then on the session of who asks is over, milliseconds. */
  signedOutAt = Infinity;
  calls = 0;
  refused = 0;
  private readonly tokens = new Map<string, string>();
  private readonly ends = new Map<string, { status: "SUCCEEDED" | "FAILED"; reason?: string; after: number }>();

  constructor(
    private readonly time: VirtualTime,
    private readonly faults: Faults = {},
    private readonly perSecond = Infinity,
  ) {}

  /** How the jobs of a name end, and how many milliseconds after their submission. */
  endsAs(name: string, status: "SUCCEEDED" | "FAILED", after = 5000, reason?: string): this {
    this.ends.set(name, { status, reason, after });
    return this;
  }

  async submitServiceJob(request: SubmitServiceJobRequest) {
    this.die();
    await this.time.sleep(30);
    const now = this.time.now();
    const lately = this.taken.filter((at) => at > now - 1000).length;
    if (lately >= this.perSecond || this.time.random() < (this.faults.throttled ?? 0)) {
      this.refused += 1;
      // As the SDK throws it.
      throw Object.assign(new Error("Too Many Requests"), { $metadata: { httpStatusCode: 429 } });
    }
    if (this.time.random() < (this.faults.lostCalls ?? 0)) throw this.lost();
    const token = request.clientToken ?? "";
    if (this.tokens.has(token)) throw refusal("identical payload and token");
    this.taken.push(now);
    const jobId = `00000000-0000-4000-8000-${String(this.jobs.length + 1).padStart(12, "0")}`;
    this.tokens.set(token, jobId);
    const { jobName = "", jobQueue = "", tags } = request;
    this.jobs.push({
      jobId,
      jobName,
      jobQueue,
      tags,
      serviceJobType: "SAGEMAKER_TRAINING",
      status: "RUNNING",
      startedAt: now,
      createdAt: now,
    });
    if (this.isDead) throw new ProcessDied();
    if (this.time.random() < (this.faults.lostAnswers ?? 0)) throw this.lost();
    return { jobId, jobName };
  }

  async describeServiceJob({ jobId }: DescribeServiceJobRequest): Promise<FakeJob> {
    this.die();
    await this.time.sleep(5);
    const job = this.jobs.find((one) => one.jobId === jobId);
    if (job === undefined) throw refusal(`job ${jobId} does not exist`);
    return this.asOfNow(job);
  }

  async listServiceJobs({ jobQueue, filters }: ListServiceJobsRequest) {
    this.die();
    await this.time.sleep(20);
    const [{ name, values: [value = ""] = [] } = {}] = filters ?? [];
    const isWanted = (job: FakeJob) =>
      job.jobQueue === jobQueue && (name !== "JOB_NAME" || value.toLowerCase() === job.jobName?.toLowerCase());
    const found = [...this.jobs].reverse().filter(isWanted);
    return { jobSummaryList: found.map((job) => ({ ...this.asOfNow(job), jobName: job.jobName ?? "" })) };
  }

  private asOfNow(job: FakeJob): FakeJob {
    const end = this.ends.get(job.jobName ?? "") ?? { status: "SUCCEEDED", after: 5000 };
    if (this.time.now() < job.createdAt + end.after) return job;
    return { ...job, status: end.status, statusReason: end.reason, stoppedAt: job.createdAt + end.after };
  }

  private lost(): Error {
    return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  }

  private die(): void {
    this.calls += 1;
    if (this.calls === this.dieAt) this.isDead = true;
    if (this.isDead) throw new ProcessDied();
    if (this.time.now() >= this.signedOutAt) throw expired();
    if (this.isAway) throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  }
}

const refusal = (message: string) =>
  Object.assign(new Error(message), { name: "ClientException", $metadata: { httpStatusCode: 400 } });

const expired = () => Object.assign(new Error("token expired"), { name: "ExpiredTokenException" });

/** Nothing catches it, as nothing catches SIGKILL: what the journal has is all that is left. */
export class ProcessDied extends Error {}
