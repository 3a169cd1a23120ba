import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { listed } from "../../text";
import { SOURCES } from "../words";

/** One of the jobs that it depends on has failed, and takes it along. */
export const dependencyFailed: Rule<JobFacts> = {
  name: "dependency-failed",
  source: SOURCES.dependencies,
  check: ({ dependencies, job }) => {
    const failed = (valueOf(dependencies) ?? []).filter(({ status }) => status === "FAILED");
    const [first] = failed;
    if (first === undefined) return undefined;
    const names = failed.map(({ jobName, jobId }) => jobName ?? jobId ?? "");
    const id = first.jobId ?? "";
    const isOver = job.status === "FAILED";
    return {
      verdict: isOver ? "failed" : "cannot-run",
      lookedAt: "jobs that it depends on",
      found: `${listed(names)}, which it depends on, failed: ${first.statusReason ?? "no reason given"}`,
      todo: [`dapf jobs why ${id}`, `dapf jobs retry ${id}`, "then submit this job once more, with the new id"],
      ...(isOver ? { retry: "would not help" as const } : {}),
    };
  },
};
