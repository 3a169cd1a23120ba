import { INSTANCES, limitsOf } from "./capacity-limits";
import { serviceMessage, type Rule } from "./rule";

export const mixedCapacityUnits: Rule = {
  demand: "A service environment counts instances or instance types, not both",
  source: serviceMessage("Capacity units must specify either number of instances OR instance type"),
  severity: "error",
  check: ({ serviceEnvironments }) =>
    serviceEnvironments.flatMap((environment) => {
      const units = limitsOf(environment).flatMap(({ capacityUnit }) => capacityUnit ?? []);
      const types = units.filter((unit) => unit !== INSTANCES);
      if (types.length === 0 || types.length === units.length) return [];
      const rule = `mixes ${INSTANCES} with ${types[0] ?? "instance types"}`;
      return [
        { path: [...environment.path, "capacityLimits"], rule, allowed: [`only ${INSTANCES}`, "only instance types"] },
      ];
    }),
};
