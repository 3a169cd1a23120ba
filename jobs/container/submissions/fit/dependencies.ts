import type { JobDetail } from "@aws-sdk/client-batch";
import { referencedName } from "../../../engine/graph";
import type { PlannedContainerJob } from "../planned-job";
import type { Findings } from "./findings";

/** @returns ids of jobs that exist already, each once */
export function neededIds(jobs: readonly PlannedContainerJob[]): string[] {
  const ids = jobs.flatMap(({ request }) => (request.dependsOn ?? []).flatMap(({ jobId }) => jobId ?? []));
  return [...new Set(ids.filter((id) => referencedName(id) === undefined))];
}

/** Whether the jobs that a job waits for are there, and can still succeed. @param known id -> job */
export function checkDependencies(
  { path, request }: PlannedContainerJob,
  known: ReadonlyMap<string, JobDetail>,
  found: Findings,
): void {
  for (const [index, { jobId, type }] of (request.dependsOn ?? []).entries()) {
    if (jobId === undefined || referencedName(jobId) !== undefined) continue;
    const at = [...path, "dependsOn", index];
    const needed = known.get(jobId);
    if (needed === undefined) {
      const hint = "it forgets jobs some days after their end; leave out a job that has succeeded";
      found.problems.push({ path: [...at, "jobId"], rule: `(${jobId}) is not known to AWS Batch`, hint });
      continue;
    }
    // "If any of the job dependencies fail, the dependent job automatically transitions from PENDING to FAILED."
    if (needed.status === "FAILED") {
      const rule = `is of ${needed.jobName}, which is FAILED: AWS Batch fails this job, too`;
      found.warnings.push({ path: [...at, "jobId"], rule, source: "AWS Batch User Guide, Job dependencies" });
    }
    const size = request.arrayProperties?.size;
    const theirs = needed.arrayProperties?.size;
    if (type !== "N_TO_N" || size === undefined || theirs === size) continue;
    const other = theirs === undefined ? "is no array job" : `has size ${theirs}`;
    const rule = `N_TO_N needs two arrays of size ${size}; ${needed.jobName} ${other}`;
    found.problems.push({ path: [...at, "type"], rule });
  }
}
