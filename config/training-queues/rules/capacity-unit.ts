import { INSTANCES, limitsOf, withLimits } from "./capacity-limits";
import { serviceMessage, type Rule } from "./rule";

/** `ml.g5.xlarge`, `ml.p4d.24xlarge`. */
export const INSTANCE_TYPE = /^ml\.[a-z][a-z0-9-]*\.[a-z0-9-]+$/;

export const capacityUnit: Rule = {
  demand: "A capacity unit is a SageMaker instance type, or in a service environment NUM_INSTANCES",
  source: serviceMessage("... is unknown capacity unit"),
  severity: "error",
  check: (model) =>
    withLimits(model).flatMap((one) =>
      limitsOf(one).flatMap(({ path, capacityUnit }) => {
        const countsInstances = one.group === "ServiceEnvs";
        if (capacityUnit === undefined || INSTANCE_TYPE.test(capacityUnit)) return [];
        if (countsInstances && capacityUnit === INSTANCES) return [];
        const allowed = [...(countsInstances ? [INSTANCES] : []), "an instance type such as ml.g5.xlarge"];
        return [{ path: [...path, "capacityUnit"], rule: "must be a capacity unit", found: capacityUnit, allowed }];
      }),
    ),
};
