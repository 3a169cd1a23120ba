import type { Rule } from "../../finding";
import type { TrainingFacts } from "../../facts/training-facts";
import { nameOf } from "../../text";
import { valueOf } from "../../seen";
import { SOURCES, atDeclaration } from "../words";

/** The service environment of the queue does not exist. */
export const environmentMissing: Rule<TrainingFacts> = {
  name: "environment-missing",
  source: SOURCES.serviceStuck,
  check: (facts) => {
    if (facts.environment.kind !== "absent") return undefined;
    const queue = valueOf(facts.queue);
    const name = nameOf(queue?.serviceEnvironmentOrder?.[0]?.serviceEnvironment);
    return {
      verdict: "cannot-run",
      lookedAt: "service environment of the queue",
      found: `service environment ${name} does not exist`,
      todo: atDeclaration(queue?.jobQueueArn, "serviceEnvironmentOrder of the queue", facts),
    };
  },
};
