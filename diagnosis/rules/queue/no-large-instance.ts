import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { listed } from "../../text";
import { SOURCES, atDeclaration, queueName } from "../words";
import { misfitsOf, mostOf, typesOf } from "./misfits";

/** No instance type of its environments has as much: MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT. */
export const noLargeInstance: Rule<JobFacts> = {
  name: "no-large-instance",
  source: SOURCES.runnable,
  check: (facts) => {
    const misfits = misfitsOf(facts);
    if (misfits?.kinds.includes("instance-types") !== true) return undefined;
    const { demand, environments } = misfits;
    const most = mostOf(environments, "vcpus");
    if (demand.vcpus <= most) return undefined;
    return {
      verdict: "cannot-run",
      lookedAt: `instance types of the compute environments of queue ${queueName(facts)}`,
      found: `it needs ${demand.vcpus} vCPUs, and the largest of ${listed(typesOf(environments))} has ${most} for jobs`,
      todo: [
        ...atDeclaration(environments[0]?.computeEnvironmentArn, "instanceTypes", facts),
        "or submit it with less (resourceRequirements, VCPU)",
      ],
    };
  },
};
