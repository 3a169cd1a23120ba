import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { listed } from "../../text";
import { SOURCES, atDeclaration } from "../words";
import { targetArn } from "./target";

/** A subnet of the compute environment does not exist. */
export const subnetMissing: Rule<JobFacts> = {
  name: "subnet-missing",
  source: SOURCES.runbook,
  check: (facts) => {
    const { network } = facts.start;
    const subnets = network && valueOf(network.subnets);
    if (network === undefined || subnets === undefined) return undefined;
    const known = new Set(subnets.map(({ SubnetId }) => SubnetId));
    const missing = network.wantedSubnets.filter((id) => !known.has(id));
    if (missing.length === 0) return undefined;
    return {
      verdict: missing.length === network.wantedSubnets.length ? "cannot-run" : "would-fail",
      lookedAt: `subnets of compute environment ${network.environment}`,
      found: `${listed(missing)} of compute environment ${network.environment} does not exist`,
      todo: atDeclaration(targetArn(facts), "subnets", facts),
    };
  },
};
