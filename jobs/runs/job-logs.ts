import type { JobSummary } from "@aws-sdk/client-batch";
import { logLocationsOf } from "../engine/logs/log-location";
import type { RunServices } from "./services";

/** What a Batch job that failed left in its log. */
export interface JobLog {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
  /** Its last lines; none when it wrote nothing, or never started. */
  readonly lines: readonly string[];
}

/** When a run was at work; a job that ended outside of it is none of its failures. */
export interface Span {
  readonly from: Date;
  /** Clean-up ends jobs, too: what ended after this was not the reason for anything. */
  readonly to: Date;
}

const MOST_JOBS = 3;
const JOB_LINES = 10;

/**
 * @param jobs of the run, and of others of its day
 * @returns the logs of the first few that failed in the span
 * @throws AwsCallError
 */
export async function logsOfFailedJobs(
  jobs: readonly JobSummary[],
  { from, to }: Span,
  services: Pick<RunServices, "describeJobs" | "lastLines">,
): Promise<readonly JobLog[]> {
  const failed = jobs
    .filter(
      ({ status, stoppedAt = 0 }) => status === "FAILED" && stoppedAt >= from.getTime() && stoppedAt <= to.getTime(),
    )
    .sort((a, b) => (a.stoppedAt ?? 0) - (b.stoppedAt ?? 0))
    .slice(0, MOST_JOBS);
  if (failed.length === 0) return [];
  const details = await services.describeJobs(failed.flatMap(({ jobId }) => jobId ?? []));
  return Promise.all(
    failed.map(async ({ jobId = "", jobName, statusReason, container }) => {
      const location = details
        .filter((one) => one.jobId === jobId)
        .flatMap(logLocationsOf)
        .at(-1);
      const exit = container?.exitCode === undefined ? [] : [`exit code ${container.exitCode}`];
      return {
        id: jobId,
        name: jobName ?? "",
        reason: [...(statusReason === undefined ? [] : [statusReason]), ...exit].join("; "),
        lines: location === undefined ? [] : await services.lastLines(location.group, location.stream, JOB_LINES),
      };
    }),
  );
}
