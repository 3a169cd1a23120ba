import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { moment, span } from "../../text";
import { SOURCES } from "../words";

/** It runs, or has been started: nobody has to do anything. */
export const underWay: Rule<JobFacts> = {
  name: "under-way",
  source: SOURCES.timeouts,
  check: ({ job, now }) => {
    const { status, startedAt = 0, timeout, jobId = "" } = job;
    if (status !== "RUNNING" && status !== "STARTING") return undefined;
    const limit = timeout?.attemptDurationSeconds;
    const end = limit === undefined ? "" : `, until ${moment(startedAt + limit * 1000)} at the latest`;
    return {
      verdict: "fine",
      lookedAt: "status of the job",
      found:
        status === "RUNNING"
          ? `it has been running for ${span(now - startedAt)}${end}`
          : "its container is being started",
      todo: [`dapf jobs logs ${jobId} --follow`],
    };
  },
};
