import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { listed, nameOf } from "../../text";
import { SOURCES, atDeclaration, queueName } from "../words";

/** "If the state is DISABLED, then the Batch scheduler doesn't attempt to place jobs within the environment." */
export const environmentsDisabled: Rule<JobFacts> = {
  name: "environments-disabled",
  source: SOURCES.environment,
  check: (facts) => {
    const environments = valueOf(facts.environments) ?? [];
    const [first] = environments;
    if (first === undefined || environments.some(({ state }) => state !== "DISABLED")) return undefined;
    const names = environments.map(({ computeEnvironmentName }) => computeEnvironmentName ?? "");
    const isOne = names.length === 1;
    return {
      verdict: "cannot-run",
      lookedAt: `compute environments of queue ${queueName(facts)}`,
      found: `compute environment${isOne ? "" : "s"} ${listed(names)} ${isOne ? "is" : "are"} DISABLED`,
      todo: [
        `aws batch update-compute-environment --compute-environment ${nameOf(names[0])} --state ENABLED`,
        ...atDeclaration(first.computeEnvironmentArn, "its state", facts),
      ],
    };
  },
};
