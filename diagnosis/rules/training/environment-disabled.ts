import type { Rule } from "../../finding";
import type { TrainingFacts } from "../../facts/training-facts";
import { valueOf } from "../../seen";
import { SOURCES, atDeclaration } from "../words";

/** A service environment that is DISABLED dispatches nothing. */
export const environmentDisabled: Rule<TrainingFacts> = {
  name: "environment-disabled",
  source: SOURCES.serviceEnvironment,
  check: (facts) => {
    const environment = valueOf(facts.environment);
    if (environment?.state !== "DISABLED") return undefined;
    const name = environment.serviceEnvironmentName ?? "";
    return {
      verdict: "cannot-run",
      lookedAt: "service environment of the queue",
      found: `service environment ${name} is DISABLED`,
      todo: [
        `aws batch update-service-environment --service-environment ${name} --state ENABLED`,
        ...atDeclaration(environment.serviceEnvironmentArn, "its state", facts),
      ],
    };
  },
};
