/** DescribeJobs at the seam of the SDK: jobs whose course is known beforehand, and a service that can be away. */
import type { JobDetail, JobStatus } from "@aws-sdk/client-batch";
import type { BatchCalls } from "../../../aws/stand-in";
import type { VirtualTime } from "../../training/virtual-time";

/** From the given millisecond after the beginning on, the job is like that; undefined: the service does not know it. */
export type Course = readonly (readonly [at: number, is: JobStatus | Partial<JobDetail> | undefined])[];

export class FakeJobs implements Pick<BatchCalls, "describeJobs"> {
  /** Ids of each call. */
  readonly calls: string[][] = [];
  /** Milliseconds after the beginning, of each call. */
  readonly at: number[] = [];
  /** Thrown by a call instead of an answer, when there is one. */
  fault: (elapsed: number) => Error | undefined = () => undefined;
  private readonly begun: number;

  constructor(
    private readonly time: VirtualTime,
    private readonly courses: Readonly<Record<string, Course>>,
  ) {
    this.begun = time.now();
  }

  async describeJobs({ jobs = [] }: { jobs?: string[] }): Promise<{ jobs: JobDetail[] }> {
    const elapsed = this.time.now() - this.begun;
    this.calls.push(jobs);
    this.at.push(elapsed);
    await this.time.sleep(10);
    const fault = this.fault(elapsed);
    if (fault !== undefined) throw fault;
    return { jobs: jobs.flatMap((id) => this.detail(id, elapsed) ?? []) };
  }

  private detail(id: string, elapsed: number): JobDetail | undefined {
    const is = this.courses[id]?.findLast(([at]) => at <= elapsed)?.[1];
    if (is === undefined) return undefined;
    const details = typeof is === "string" ? { status: is } : is;
    return {
      jobId: id,
      jobName: `name-of-${id}`,
      jobQueue: "queue",
      jobDefinition: "it",
      startedAt: 0,
      ...details,
    } as JobDetail;
  }
}
