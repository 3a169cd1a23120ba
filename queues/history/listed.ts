/** Jobs that AWS Batch has not forgotten yet. */
import type { JobStatus, ServiceJobStatus } from "@aws-sdk/client-batch";
import type { BatchClient } from "../../aws/services";
import { type Course, hasEnded, newCourse } from "./course";

/** A queue whose jobs are listed. */
export interface ListedQueue {
  /** Name or ARN. */
  readonly queue: string;
  readonly kind: "containers" | "training";
}

// ListJobs, ListServiceJobs: the most that one call lists.
const PAGE = 100;

const OPEN = ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"] as const satisfies readonly JobStatus[];
const OPEN_TRAINING = [
  ...OPEN.slice(0, 3),
  "SCHEDULED",
  ...OPEN.slice(3),
] as const satisfies readonly ServiceJobStatus[];

interface Listed {
  readonly jobId?: string;
  readonly jobName?: string;
  readonly status?: string;
  readonly createdAt?: number;
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  readonly shareIdentifier?: string;
  readonly quotaShareName?: string;
  readonly arrayProperties?: { readonly size?: number };
  readonly capacityUsage?: readonly { readonly capacityUnit?: string; readonly quantity?: number }[];
}

/** A job that has not ended. */
export interface OpenJob {
  readonly job: string;
  /** Undefined of an array, whose jobs have their own. */
  readonly course: Course | undefined;
}

/** Those that have not ended; jobs of arrays are not among them. @throws AwsCallError */
export async function* openJobs(batch: BatchClient, { queue, kind }: ListedQueue): AsyncGenerator<OpenJob> {
  for (const jobStatus of kind === "training" ? OPEN_TRAINING : OPEN) {
    const request = { jobQueue: queue, jobStatus, maxResults: PAGE };
    // Cast: SCHEDULED is asked of training queues only.
    const pages: AsyncGenerator<readonly Listed[]> =
      kind === "training"
        ? batch.lists("ListServiceJobs", request, ({ jobSummaryList }) => jobSummaryList)
        : batch.lists("ListJobs", { ...request, jobStatus: jobStatus as JobStatus }, (page) => page.jobSummaryList);
    for await (const page of pages) {
      yield* page.map((job) => ({ job: job.jobId ?? "", course: courseOf(job, queue)[0] }));
    }
  }
}

/** Those that ended and were submitted before a time. @throws AwsCallError */
export async function* endedJobs(
  batch: BatchClient,
  { queue, kind }: ListedQueue,
  before: number,
): AsyncGenerator<Course> {
  const filters = [{ name: "BEFORE_CREATED_AT", values: [String(before)] }];
  const request = { jobQueue: queue, filters, maxResults: PAGE };
  const pages: AsyncGenerator<readonly Listed[]> =
    kind === "training"
      ? batch.lists("ListServiceJobs", request, ({ jobSummaryList }) => jobSummaryList)
      : batch.lists("ListJobs", request, ({ jobSummaryList }) => jobSummaryList);
  for await (const page of pages) {
    yield* page.flatMap((job) => (hasEnded(job.status ?? "") ? courseOf(job, queue) : []));
  }
}

/** What a list tells is less than what lines do: neither teams, nor when a job became RUNNABLE, nor what containers have. */
function courseOf(job: Listed, queue: string): Course[] {
  const { jobId, jobName = "", status = "", createdAt = 0, startedAt, stoppedAt, arrayProperties } = job;
  if (jobId === undefined || arrayProperties?.size !== undefined) return [];
  return [
    {
      ...newCourse(jobId),
      name: jobName,
      queue: queue.slice(queue.lastIndexOf("/") + 1),
      share: job.quotaShareName ?? job.shareIdentifier ?? "",
      submitted: createdAt,
      status,
      ended: hasEnded(status) ? stoppedAt : undefined,
      attempts: startedAt === undefined ? [] : [{ start: startedAt, stop: stoppedAt }],
      capacity: Object.fromEntries(
        (job.capacityUsage ?? []).map(({ capacityUnit = "", quantity = 0 }) => [capacityUnit, quantity]),
      ),
    },
  ];
}
