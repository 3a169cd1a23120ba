import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { counted, listed } from "../../text";
import { SOURCES, atDeclaration, queueName } from "../words";
import { misfitsOf, mostOf, typesOf } from "./misfits";

/** No instance type of its environments has as much: MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT. */
export const noGpus: Rule<JobFacts> = {
  name: "no-gpus",
  source: SOURCES.runnable,
  check: (facts) => {
    const misfits = misfitsOf(facts);
    if (misfits?.kinds.includes("instance-types") !== true) return undefined;
    const { demand, environments } = misfits;
    const most = mostOf(environments, "gpus");
    if (demand.gpus <= most) return undefined;
    return {
      verdict: "cannot-run",
      lookedAt: `instance types of the compute environments of queue ${queueName(facts)}`,
      found: `it needs ${counted(demand.gpus, "GPU")}, and the largest of ${listed(typesOf(environments))} has ${most} for jobs`,
      todo: [
        ...atDeclaration(environments[0]?.computeEnvironmentArn, "instanceTypes", facts),
        "or submit it with less (resourceRequirements, GPU)",
      ],
    };
  },
};
