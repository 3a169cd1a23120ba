import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { counted, listed } from "../../text";
import { SOURCES, atDeclaration, queueName } from "../words";
import { misfitsOf, mostOf, typesOf } from "./misfits";

/** Each of its needs is met by some type, but no type meets all: MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT. */
export const noInstanceType: Rule<JobFacts> = {
  name: "no-instance-type",
  source: SOURCES.runnable,
  check: (facts) => {
    const misfits = misfitsOf(facts);
    if (misfits?.kinds.includes("instance-types") !== true) return undefined;
    const { demand, environments } = misfits;
    const isOfOne = (["vcpus", "memory", "gpus"] as const).some((need) => demand[need] > mostOf(environments, need));
    if (isOfOne) return undefined;
    const { vcpus, memory, gpus } = demand;
    return {
      verdict: "cannot-run",
      lookedAt: `instance types of the compute environments of queue ${queueName(facts)}`,
      found:
        `no instance type of ${listed(typesOf(environments))} has ${vcpus} vCPUs, ${memory} MiB of memory` +
        `${gpus === 0 ? "" : ` and ${counted(gpus, "GPU")}`} at once`,
      todo: [
        ...atDeclaration(environments[0]?.computeEnvironmentArn, "instanceTypes", facts),
        "or submit it with less (resourceRequirements)",
      ],
    };
  },
};
