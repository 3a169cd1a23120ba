import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { SOURCES } from "../words";

/** The whole of which the job is a part: how many other parts stand the same. */
export const arrayChild: Rule<JobFacts> = {
  name: "array-child",
  source: SOURCES.arrays,
  check: ({ parent, job }) => {
    const { statusSummary, size } = parent?.arrayProperties ?? {};
    if (size === undefined || statusSummary === undefined) return undefined;
    const counts = Object.entries(statusSummary).filter(([, count]) => count > 0);
    const id = parent?.jobId ?? "";
    return {
      verdict: job.status === "FAILED" ? "failed" : "waits",
      lookedAt: "jobs of the array",
      found: `of ${size} jobs of the array: ${counts.map(([of, count]) => `${count} ${of}`).join(", ")}; this is ${job.jobId ?? ""}`,
      todo: [`dapf jobs list --array ${id} --status ${job.status ?? "FAILED"}`],
    };
  },
};
