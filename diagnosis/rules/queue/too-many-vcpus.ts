import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { listed } from "../../text";
import { SOURCES, atDeclaration, queueName } from "../words";
import { misfitsOf } from "./misfits";

/** It needs more vCPUs than any environment may have: MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE. */
export const tooManyVcpus: Rule<JobFacts> = {
  name: "too-many-vcpus",
  source: SOURCES.runnable,
  check: (facts) => {
    const misfits = misfitsOf(facts);
    if (misfits === undefined || !misfits.kinds.every((kind) => kind === "max-vcpus")) return undefined;
    const { demand, environments } = misfits;
    const limits = environments.map(({ computeEnvironmentName = "", computeResources, unmanagedvCpus }) => {
      return `${computeEnvironmentName} (${computeResources?.maxvCpus ?? unmanagedvCpus ?? 0})`;
    });
    return {
      verdict: "cannot-run",
      lookedAt: `maxvCpus of the compute environments of queue ${queueName(facts)}`,
      found: `it needs ${demand.vcpus} vCPUs on one machine, more than maxvCpus of ${listed(limits)} has room for`,
      todo: [
        ...atDeclaration(environments[0]?.computeEnvironmentArn, "maxvCpus", facts),
        "or submit it with fewer vCPUs (resourceRequirements, VCPU)",
      ],
    };
  },
};
