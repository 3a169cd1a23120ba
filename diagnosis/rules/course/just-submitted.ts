import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { SOURCES } from "../words";

/** AWS Batch has not looked at it yet; an array stays PENDING while its jobs run. */
export const justSubmitted: Rule<JobFacts> = {
  name: "just-submitted",
  source: SOURCES.arrays,
  check: ({ job, dependencies, now }) => {
    const { status, createdAt = now, arrayProperties } = job;
    if (status !== "SUBMITTED" && status !== "PENDING") return undefined;
    const open = (valueOf(dependencies) ?? []).filter((one) => one.status !== "SUCCEEDED");
    if (open.length > 0) return undefined;
    const counts = Object.entries(arrayProperties?.statusSummary ?? {}).filter(([, count]) => count > 0);
    const children = counts.map(([of, count]) => `${count} ${of}`).join(", ");
    const age = Math.round((now - createdAt) / 1000);
    return {
      verdict: "waits",
      lookedAt: "status of the job",
      found:
        children === ""
          ? `AWS Batch has it for ${age} s and has not looked at it yet`
          : `the jobs of the array are under way: ${children}`,
      todo: [],
    };
  },
};
