/** Rules of the capacity limits of service environments and quota shares. */
import { CAPACITY, isWithin, QUOTAS } from "../../../aws/batch/limits";
import { INSTANCE_TYPE, NUM_INSTANCES } from "../../../aws/batch/names";
import { INSTANCE_TYPES } from "../../../aws/sagemaker/instance-types";
import { nearestHint } from "../../nearest";
import type { Declared, QueueModel } from "../model";
import { serviceMessage, span, userGuide, wholeNumber, type Rule } from "./rule";

/** One entry of the capacity limits of a service environment or a quota share, with its place. */
interface PlacedLimit {
  readonly path: readonly PropertyKey[];
  readonly maxCapacity: number | undefined;
  readonly capacityUnit: string | undefined;
}

type WithLimits = Declared<"ServiceEnvs"> | Declared<"QuotaShares">;

/** @returns everything of a file that has capacity limits. */
const withLimits = ({ serviceEnvironments, quotaShares }: QueueModel): readonly WithLimits[] => [
  ...serviceEnvironments,
  ...quotaShares,
];

/** @returns the limits that are there, with their paths. */
export function limitsOf({ path, request }: WithLimits): readonly PlacedLimit[] {
  return (request.capacityLimits ?? []).map((limit, index) => ({
    path: [...path, "capacityLimits", index],
    maxCapacity: limit?.maxCapacity,
    capacityUnit: limit?.capacityUnit,
  }));
}

/** @returns the units that are there. */
export const unitsOf = (one: WithLimits): string[] => limitsOf(one).flatMap(({ capacityUnit }) => capacityUnit ?? []);

const COUNT = { least: 1, most: QUOTAS.capacityLimits };

export const capacityLimitCount: Rule = {
  demand: `A service environment and a quota share have ${span(COUNT)} capacity limits`,
  source: userGuide("quota-shares"),
  severity: "error",
  check: (model) =>
    withLimits(model).flatMap(({ path, request }) => {
      const found = request.capacityLimits?.length;
      if (found === undefined || isWithin(COUNT, found)) return [];
      const allowed = [`${COUNT.least}..${COUNT.most}`];
      return [{ path: [...path, "capacityLimits"], rule: "has too few or too many entries", found, allowed }];
    }),
};

export const maxCapacity: Rule = {
  demand: `A maximum capacity is a whole number of at least ${CAPACITY.least}`,
  source: serviceMessage("Max capacity must be more than 0."),
  severity: "error",
  check: (model) =>
    withLimits(model)
      .flatMap(limitsOf)
      .flatMap((limit) => wholeNumber([...limit.path, "maxCapacity"], limit.maxCapacity, CAPACITY)),
};

export const capacityUnit: Rule = {
  demand: `A capacity unit is a SageMaker instance type, or in a service environment ${NUM_INSTANCES}`,
  source: serviceMessage("... is unknown capacity unit"),
  severity: "error",
  check: (model) =>
    withLimits(model).flatMap((one) => {
      const others = one.group === "ServiceEnvs" ? [NUM_INSTANCES] : [];
      return limitsOf(one).flatMap(({ path, capacityUnit: unit }) => {
        if (unit === undefined || INSTANCE_TYPE.test(unit) || others.includes(unit)) return [];
        const allowed = [...others, "an instance type such as ml.g5.xlarge"];
        return [{ path: [...path, "capacityUnit"], rule: "must be a capacity unit", found: unit, allowed }];
      });
    }),
};

const known = new Set(INSTANCE_TYPES);

/** A warning because AWS adds instance types, and the list here learns of them later. */
export const knownInstanceType: Rule = {
  demand: "An instance type is one that SageMaker trains on",
  source: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html",
  severity: "warning",
  check: (model) =>
    withLimits(model)
      .flatMap(limitsOf)
      .flatMap(({ path, capacityUnit: unit }) => {
        if (unit === undefined || !INSTANCE_TYPE.test(unit) || known.has(unit)) return [];
        const hint = nearestHint(unit, INSTANCE_TYPES, "type");
        return [{ path: [...path, "capacityUnit"], rule: "is not a known instance type", found: unit, hint }];
      }),
};

export const mixedCapacityUnits: Rule = {
  demand: "A service environment counts instances or instance types, not both",
  source: serviceMessage("Capacity units must specify either number of instances OR instance type"),
  severity: "error",
  check: ({ serviceEnvironments }) =>
    serviceEnvironments.flatMap((environment) => {
      const units = unitsOf(environment);
      const types = units.filter((unit) => unit !== NUM_INSTANCES);
      if (types.length === 0 || types.length === units.length) return [];
      const rule = `mixes ${NUM_INSTANCES} with ${types[0] ?? "instance types"}`;
      const allowed = [`only ${NUM_INSTANCES}`, "only instance types"];
      return [{ path: [...environment.path, "capacityLimits"], rule, allowed }];
    }),
};

export const repeatedCapacityUnit: Rule = {
  demand: "A capacity unit stands once in a list",
  source: "our reading of the AWS Batch API: a second limit for the same unit has no meaning",
  severity: "error",
  check: (model) =>
    withLimits(model).flatMap((one) => {
      const units = limitsOf(one).map(({ capacityUnit: unit }) => unit);
      return limitsOf(one).flatMap(({ path, capacityUnit: unit }, index) => {
        const first = units.indexOf(unit);
        if (unit === undefined || first === index) return [];
        const rule = `repeats the unit of capacityLimits[${first}]`;
        return [{ path: [...path, "capacityUnit"], rule, hint: `${JSON.stringify(unit)}: keep one of the two` }];
      });
    }),
};
