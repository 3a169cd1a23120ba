import type { Rule } from "../../finding";
import type { TrainingFacts } from "../../facts/training-facts";
import { NUM_INSTANCES } from "../../../aws/batch/names";
import { valueOf } from "../../seen";
import { SOURCES, atDeclaration } from "../words";

/** It needs more instances than its service environment may have: MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE. */
export const environmentTooSmall: Rule<TrainingFacts> = {
  name: "environment-too-small",
  source: SOURCES.serviceStuck,
  check: (facts) => {
    const environment = valueOf(facts.environment);
    const limits = environment?.capacityLimits ?? [];
    if (environment === undefined || limits.length === 0) return undefined;
    for (const { capacityUnit = "", quantity = 0 } of facts.job.capacityUsage ?? []) {
      const limit = limits.find((one) => one.capacityUnit === capacityUnit || one.capacityUnit === NUM_INSTANCES);
      const most = limit?.maxCapacity ?? 0;
      if (quantity <= most) continue;
      return {
        verdict: "cannot-run",
        lookedAt: "capacityLimits of the service environment",
        found: `it needs ${quantity} ${capacityUnit}, and service environment ${environment.serviceEnvironmentName ?? ""} may have ${most}`,
        todo: [
          ...atDeclaration(environment.serviceEnvironmentArn, "capacityLimits", facts),
          "or submit it with fewer instances (ResourceConfig, InstanceCount)",
        ],
      };
    }
    return undefined;
  },
};
