import { type AllocationStrategy, candidatesOf } from "../../scheduling";
import { PlanError } from "../errors";
import type { EnvironmentPlan } from "./plan";
import { numberOf, oneOf, type PlanChange, textOf } from "./plan-change";

/** What can be changed of a compute environment. */
export const ENVIRONMENT_FIELDS: readonly string[] = ["maxvCpus", "minvCpus", "instanceTypes", "allocationStrategy"];

const STRATEGIES: readonly AllocationStrategy[] = [
  "BEST_FIT",
  "BEST_FIT_PROGRESSIVE",
  "BEST_FIT_PROGRESSIVE_ORDERED",
  "SPOT_CAPACITY_OPTIMIZED",
  "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED",
  "SPOT_PRICE_CAPACITY_OPTIMIZED",
];

/** @throws PlanError when the environment cannot have that */
export function changedEnvironment(environment: EnvironmentPlan, change: PlanChange): EnvironmentPlan {
  const { name, fleet } = environment;
  if (change.field === "maxvCpus") return { ...environment, maxvCpus: numberOf(change) };
  if (fleet === undefined) throw new PlanError(`${name} starts no instances: ${textOf(change)} changes nothing`);
  if (change.field === "minvCpus") return { ...environment, fleet: { ...fleet, minvCpus: numberOf(change) } };
  if (change.field === "allocationStrategy") {
    return { ...environment, fleet: { ...fleet, strategy: oneOf(STRATEGIES, change) } };
  }
  const instanceTypes = change.value.split(",");
  const unknown = instanceTypes.find((type) => candidatesOf([type], fleet.strategy).length === 0);
  if (unknown !== undefined) throw new PlanError(`No instance type ${unknown} is known: ${textOf(change)}`);
  return { ...environment, fleet: { ...fleet, instanceTypes } };
}
