import { nearestHint } from "../../nearest";
import { limitsOf, withLimits } from "./capacity-limits";
import { INSTANCE_TYPE } from "./capacity-unit";
import { INSTANCE_TYPES } from "../../../aws/sagemaker/instance-types";
import type { Rule } from "./rule";

const known = new Set(INSTANCE_TYPES);

/** A warning because AWS adds instance types, and the list here learns of them later. */
export const knownInstanceType: Rule = {
  demand: "An instance type is one that SageMaker trains on",
  source: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html",
  severity: "warning",
  check: (model) =>
    withLimits(model)
      .flatMap(limitsOf)
      .flatMap(({ path, capacityUnit }) => {
        if (capacityUnit === undefined || !INSTANCE_TYPE.test(capacityUnit) || known.has(capacityUnit)) return [];
        const hint = nearestHint(capacityUnit, INSTANCE_TYPES, "type");
        return [{ path: [...path, "capacityUnit"], rule: "is not a known instance type", found: capacityUnit, hint }];
      }),
};
