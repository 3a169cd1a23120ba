/** Whether instances that a job asks for can ever be there at once. */
import type { CapacityLimit, QuotaShareDetail, ServiceEnvironmentDetail } from "@aws-sdk/client-batch";
import { z } from "zod";
import { NUM_INSTANCES } from "../../aws/batch/names";

/** Instances by type. */
type Amounts = ReadonlyMap<string, number>;

const payloadShape = z.object({
  ResourceConfig: z.object({
    InstanceType: z.string().optional(),
    InstanceCount: z.number().optional(),
    InstanceGroups: z.array(z.object({ InstanceType: z.string(), InstanceCount: z.number() })).optional(),
  }),
});

/** @returns the instances that a payload asks for, those of one type added up; none for a payload that does not say */
export function demandOf(payload: string): Amounts {
  const read = payloadShape.safeParse(JSON.parse(payload));
  const { InstanceType: type, InstanceCount: count, InstanceGroups = [] } = read.data?.ResourceConfig ?? {};
  const groups = type === undefined ? InstanceGroups : [{ InstanceType: type, InstanceCount: count ?? 0 }];
  const demand = new Map<string, number>();
  for (const one of groups) demand.set(one.InstanceType, (demand.get(one.InstanceType) ?? 0) + one.InstanceCount);
  return demand;
}

const amount = (limits: readonly CapacityLimit[] | undefined, unit: string): number =>
  (limits ?? []).find(({ capacityUnit }) => capacityUnit === unit)?.maxCapacity ?? 0;

const STUCK = "it could never run (AWS Batch User Guide, Jobs stuck in RUNNABLE due to misconfiguration)";

/**
 * "Service environment max resource exceeded": the limit counts instances of whatever type, or those of each type.
 *
 * @returns why a job could never run in a service environment
 */
export function environmentProblems(demand: Amounts, environment: ServiceEnvironmentDetail): string[] {
  const { serviceEnvironmentName: name, capacityLimits = [], status } = environment;
  // User Guide, service-environment-state-definitions: queues take no jobs then.
  if (status === "INVALID" || status === "DELETING" || status === "DELETED") {
    return [`service environment ${name} is ${status}, so that its queue takes no jobs`];
  }
  const isCounted = capacityLimits.some(({ capacityUnit }) => capacityUnit === NUM_INSTANCES);
  const total = [...demand.values()].reduce((sum, count) => sum + count, 0);
  const needs: [string, number][] = isCounted ? [[NUM_INSTANCES, total]] : [...demand];
  return needs.flatMap(([unit, count]) => {
    const most = amount(capacityLimits, unit);
    if (count <= most) return [];
    const what = unit === NUM_INSTANCES ? "instances" : `instances of ${unit}`;
    return [`needs ${count} ${what}, and service environment ${name} has ${most} at most: ${STUCK}`];
  });
}

/**
 * "Quota share limits exceeded": what a share owns, and may borrow of what the others lend (create-quota-shares).
 *
 * @param shares of the queue
 * @returns why a job could never run in its quota share
 */
export function shareProblems(demand: Amounts, name: string, shares: readonly QuotaShareDetail[]): string[] {
  const share = shares.find(({ quotaShareName }) => quotaShareName === name);
  if (share === undefined) return [];
  const { strategy, borrowLimit = -1 } = share.resourceSharingConfiguration ?? {};
  return [...demand].flatMap(([type, count]) => {
    const own = amount(share.capacityLimits, type);
    const others = shares.filter((other) => other !== share);
    const lent = others
      .filter((other) => other.resourceSharingConfiguration?.strategy !== "RESERVE")
      .reduce((sum, other) => sum + amount(other.capacityLimits, type), 0);
    // AWS does not say how a percentage is rounded; the larger number is the safe one.
    const allowed = borrowLimit < 0 ? Infinity : Math.ceil((own * borrowLimit) / 100);
    const borrowable = strategy === "LEND_AND_BORROW" ? Math.min(allowed, lent) : 0;
    if (count <= own + borrowable) return [];
    const more = borrowable === 0 ? "" : ` and can borrow ${borrowable}`;
    return [`needs ${count} instances of ${type}, and quota share ${name} owns ${own}${more}: ${STUCK}`];
  });
}
