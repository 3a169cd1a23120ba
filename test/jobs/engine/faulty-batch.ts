/** AWS Batch at the seam of the SDK, in memory, with the faults that a network and a busy service have. */
import type { JobDetail, SubmitJobRequest } from "@aws-sdk/client-batch";
import type { BatchCalls } from "../../aws/stand-in";
import type { Time } from "../../../aws/time";

export interface Faults {
  /** Part of all calls that are throttled. */
  readonly throttled: number;
  /** Part of the submissions without an answer: a third of them never had an effect, a third has it later. */
  readonly lost: number;
  /** Milliseconds until a job is in lists. */
  readonly hidden: number;
}

export class FaultyBatch {
  readonly jobs: (JobDetail & { readonly createdAt: number })[] = [];
  calls = 0;

  constructor(
    private readonly faults: Faults,
    private readonly time: Time,
    private readonly random: () => number,
  ) {}

  readonly api: Pick<BatchCalls, "submitJob" | "listJobs" | "describeJobs"> = {
    submitJob: async (request) => {
      await this.arrive();
      if (this.random() >= this.faults.lost) return { jobId: this.make(request), jobName: request.jobName };
      const kind = this.random();
      if (kind < 1 / 3) this.make(request);
      else if (kind < 2 / 3) void this.time.sleep(this.faults.hidden / 2).then(() => this.make(request));
      throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
    },
    listJobs: async ({ filters, jobQueue }) => {
      await this.arrive();
      const name = filters?.[0]?.values?.[0];
      const visible = this.jobs.filter(
        (job) =>
          job.jobName === name &&
          job.jobQueue === jobQueue &&
          this.time.now() - job.createdAt >= this.faults.hidden / 2,
      );
      return { jobSummaryList: visible.map(({ jobId, jobName, createdAt }) => ({ jobId, jobName, createdAt })) };
    },
    describeJobs: async ({ jobs: ids }) => {
      await this.arrive();
      return { jobs: this.jobs.filter(({ jobId = "" }) => ids?.includes(jobId)) };
    },
  };

  private async arrive(): Promise<void> {
    this.calls += 1;
    await this.time.sleep(5);
    if (this.random() < this.faults.throttled) {
      throw Object.assign(new Error("Too Many Requests"), {
        name: "TooManyRequestsException",
        $metadata: { httpStatusCode: 429 },
      });
    }
  }

  private make({ jobName, jobQueue, jobDefinition, tags, dependsOn = [] }: SubmitJobRequest): string {
    for (const { jobId } of dependsOn) {
      if (!this.jobs.some((job) => job.jobId === jobId)) throw new Error(`${jobName ?? ""} came before ${jobId ?? ""}`);
    }
    const jobId = `id-${this.jobs.length}`;
    const rest = { jobName, jobQueue, jobDefinition, tags, dependsOn, status: "SUBMITTED" as const, startedAt: 0 };
    this.jobs.push({ ...rest, jobId, createdAt: this.time.now() });
    return jobId;
  }
}
