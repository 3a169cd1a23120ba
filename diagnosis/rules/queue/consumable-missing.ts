import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { nameOf } from "../../text";
import { SOURCES } from "../words";

/** It needs a consumable resource that does not exist. */
export const consumableMissing: Rule<JobFacts> = {
  name: "consumable-missing",
  source: SOURCES.consumables,
  check: ({ consumables, job }) => {
    const missing = consumables.find(({ seen }) => seen.kind === "absent");
    // "Resources are locked once the job moves to STARTING": a job that is tried again has them.
    if (missing === undefined || (job.attempts?.length ?? 0) > 0) return undefined;
    const name = nameOf(missing.resource);
    return {
      verdict: "cannot-run",
      lookedAt: "consumable resources of the job",
      found: `the consumable resource ${name} that it needs does not exist`,
      todo: [
        `aws batch create-consumable-resource --consumable-resource-name ${name} --total-quantity ${missing.quantity}`,
      ],
    };
  },
};
