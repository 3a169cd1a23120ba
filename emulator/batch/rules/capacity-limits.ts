/** Capacity limits of service environments and quota shares. */
import { CAPACITY, QUOTAS } from "../../../aws/batch/limits";
import { INSTANCE_TYPE, NUM_INSTANCES } from "../../../aws/batch/names";
import { InvalidRequest } from "../plumbing/errors";
import type { BatchAssumptions } from "../plumbing/settings";
import type { CapacityLimit } from "../plumbing/state";

/** What came over the wire; the API requires neither member of an environment's limit. */
export type CapacityLimitInput = Readonly<Partial<CapacityLimit>>;

/** The limits of a service environment. Messages as recorded by badmintoncryer/cdk-preflight, rules/batch/pf-batch-se-*. */
export function requireEnvironmentLimits(
  limits: readonly CapacityLimitInput[] | undefined,
  assumptions: BatchAssumptions,
): CapacityLimit[] {
  const checked = requireLimits(limits, assumptions);
  requireOneKindOfUnit(checked);
  return checked;
}

/** The limits of a quota share: a queue of shares counts instances by type, so NUM_INSTANCES is no unit for it. */
export function requireShareLimits(
  limits: readonly CapacityLimitInput[] | undefined,
  assumptions: BatchAssumptions,
): CapacityLimit[] {
  const checked = requireLimits(limits, assumptions);
  for (const { capacityUnit } of checked) if (!INSTANCE_TYPE.test(capacityUnit)) throw unknownUnit(capacityUnit);
  return checked;
}

function requireLimits(
  limits: readonly CapacityLimitInput[] | undefined,
  assumptions: BatchAssumptions,
): CapacityLimit[] {
  if (limits === undefined || limits.length === 0) throw new InvalidRequest("Capacitylimits are required.");
  // Rule Q3
  if (limits.length > QUOTAS.capacityLimits) {
    throw new InvalidRequest(`Number of capacity limits exceeds ${QUOTAS.capacityLimits}.`);
  }
  const checked = limits.map(requireLimit);
  if (assumptions.refuseRepeatedCapacityUnits) requireDistinctUnits(checked);
  return checked;
}

function requireLimit({ maxCapacity, capacityUnit }: CapacityLimitInput): CapacityLimit {
  if (maxCapacity === undefined || maxCapacity < CAPACITY.least)
    throw new InvalidRequest("Max capacity must be more than 0.");
  if (capacityUnit === undefined) throw new InvalidRequest("Capacity unit is required.");
  if (capacityUnit !== NUM_INSTANCES && !INSTANCE_TYPE.test(capacityUnit)) throw unknownUnit(capacityUnit);
  return { maxCapacity, capacityUnit };
}

function unknownUnit(unit: string): InvalidRequest {
  return new InvalidRequest(`${unit} is unknown capacity unit`);
}

function requireOneKindOfUnit(limits: readonly CapacityLimit[]): void {
  const kinds = new Set(limits.map(({ capacityUnit }) => capacityUnit === NUM_INSTANCES));
  if (kinds.size > 1) {
    throw new InvalidRequest("Capacity units must specify either number of instances OR instance type");
  }
}

function requireDistinctUnits(limits: readonly CapacityLimit[]): void {
  const units = new Set<string>();
  for (const { capacityUnit } of limits) {
    if (units.has(capacityUnit)) throw new InvalidRequest(`Duplicate capacity unit ${capacityUnit}.`);
    units.add(capacityUnit);
  }
}
