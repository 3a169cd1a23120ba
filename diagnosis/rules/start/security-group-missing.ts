import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { listed } from "../../text";
import { SOURCES, atDeclaration } from "../words";
import { targetArn } from "./target";

/** A security group of the compute environment does not exist. */
export const securityGroupMissing: Rule<JobFacts> = {
  name: "security-group-missing",
  source: SOURCES.runbook,
  check: (facts) => {
    const { network } = facts.start;
    const groups = network && valueOf(network.groups);
    if (network === undefined || groups === undefined) return undefined;
    const known = new Set(groups.map(({ GroupId }) => GroupId));
    const missing = network.wantedGroups.filter((id) => !known.has(id));
    if (missing.length === 0) return undefined;
    return {
      verdict: "cannot-run",
      lookedAt: `security groups of compute environment ${network.environment}`,
      found: `security group ${listed(missing)} of compute environment ${network.environment} does not exist`,
      todo: atDeclaration(targetArn(facts), "securityGroupIds", facts),
    };
  },
};
