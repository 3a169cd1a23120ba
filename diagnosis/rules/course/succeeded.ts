import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { span } from "../../text";
import { SOURCES } from "../words";

/** It is over, and well. */
export const succeeded: Rule<JobFacts> = {
  name: "succeeded",
  source: SOURCES.retries,
  check: ({ job: { status, startedAt = 0, stoppedAt = 0 } }) =>
    status !== "SUCCEEDED"
      ? undefined
      : {
          verdict: "fine",
          lookedAt: "status of the job",
          found: `it succeeded after ${span(stoppedAt - startedAt)}`,
          todo: [],
        },
};
