import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { counted, listed } from "../../text";
import { SOURCES } from "../words";

/** Jobs that it depends on are not over yet. */
export const dependencyOpen: Rule<JobFacts> = {
  name: "dependency-open",
  source: SOURCES.dependencies,
  check: ({ dependencies, job }) => {
    const isWaiting = job.status === "PENDING" || job.status === "SUBMITTED";
    const open = (valueOf(dependencies) ?? []).filter(({ status }) => status !== "SUCCEEDED" && status !== "FAILED");
    const [first] = open;
    if (first === undefined || !isWaiting) return undefined;
    const names = open.map(({ jobName = "", status = "" }) => `${jobName} (${status})`);
    return {
      verdict: "waits",
      lookedAt: "jobs that it depends on",
      found: `${counted(open.length, "job")} that it depends on ${open.length === 1 ? "is" : "are"} not over: ${listed(names)}`,
      todo: [`dapf jobs why ${first.jobId ?? ""}`],
    };
  },
};
