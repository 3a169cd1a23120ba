import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { counted, listed } from "../../text";
import { SOURCES } from "../words";

/** It depends on a job that AWS Batch does not know (any more). */
export const dependencyMissing: Rule<JobFacts> = {
  name: "dependency-missing",
  source: SOURCES.dependencies,
  check: ({ dependencies, job, parent }) => {
    if (dependencies.kind !== "there" || job.status === "FAILED") return undefined;
    const known = new Set(dependencies.value.map(({ jobId }) => jobId));
    const needed = ((parent ?? job).dependsOn ?? []).flatMap(({ jobId }) => jobId ?? []);
    const missing = needed.filter((id) => !known.has(id));
    if (missing.length === 0) return undefined;
    return {
      verdict: "cannot-run",
      lookedAt: "jobs that it depends on",
      found: `it depends on ${counted(missing.length, "job")} that AWS Batch does not know: ${listed(missing)}`,
      todo: [`dapf jobs cancel ${job.jobId ?? ""}`, "then submit it without them"],
    };
  },
};
