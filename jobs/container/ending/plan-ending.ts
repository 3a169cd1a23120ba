import type { JobDetail, JobStatus } from "@aws-sdk/client-batch";
import type { WatchedJob } from "../../engine/monitor";
import type { Ending } from "./end-jobs";

/** What becomes of a job that somebody wants to end. */
export interface PlannedEnding {
  readonly id: string;
  readonly name: string;
  /** Undefined when AWS Batch does not know the job. */
  readonly status: JobStatus | undefined;
  /** `ends`; `over` already; `runs`, which `cancel` leaves alone; `unknown` to AWS Batch. */
  readonly course: "ends" | "over" | "runs" | "unknown";
}

/** @param details id -> job, of those that AWS Batch knows @returns what the call would mean, in the order of the jobs */
export function planEnding(
  how: Ending,
  jobs: readonly WatchedJob[],
  details: ReadonlyMap<string, JobDetail>,
): PlannedEnding[] {
  return jobs.map(({ id, name }) => {
    const detail = details.get(id);
    return { id, name: name ?? detail?.jobName ?? id, status: detail?.status, course: courseOf(how, detail) };
  });
}

function courseOf(how: Ending, job: JobDetail | undefined): PlannedEnding["course"] {
  if (job === undefined) return "unknown";
  if (job.status === "SUCCEEDED" || job.status === "FAILED") return "over";
  // CancelJob: "Jobs that have progressed to the STARTING or RUNNING state aren't canceled. However, the API operation
  // still succeeds, even if no job is canceled."
  const isPlaced = job.status === "STARTING" || job.status === "RUNNING";
  return how === "cancel" && isPlaced ? "runs" : "ends";
}
