import type {
  CapacityLimit,
  DescribeQuotaShareResponse,
  JobQueueDetail,
  SchedulingPolicyDetail,
  ServiceEnvironmentDetail,
} from "@aws-sdk/client-batch";

/**
 * What can drift in an object, one fact a path: `capacityLimits[ml.g5.xlarge]` is 3. Lists whose order means nothing are
 * keyed by what tells their entries apart, and defaults are filled in, so that equal facts mean equal behaviour.
 */
export type Facts = ReadonlyMap<string, string | number>;

type FactList = (readonly [string, string | number | undefined])[];

/** The parts of the live and the declared objects that facts are made of. */
export type EnvironmentParts = Pick<ServiceEnvironmentDetail, "state" | "capacityLimits">;
export type PolicyParts = Pick<SchedulingPolicyDetail, "fairsharePolicy" | "quotaSharePolicy">;
export type QueueParts = Pick<
  JobQueueDetail,
  "state" | "priority" | "schedulingPolicyArn" | "serviceEnvironmentOrder" | "jobStateTimeLimitActions"
>;
export type ShareParts = Pick<
  DescribeQuotaShareResponse,
  "state" | "capacityLimits" | "resourceSharingConfiguration" | "preemptionConfiguration"
>;

export function environmentFacts({ state, capacityLimits }: EnvironmentParts): Facts {
  return facts([["state", state ?? "ENABLED"], ...limits(capacityLimits)]);
}

export function policyFacts({ fairsharePolicy, quotaSharePolicy }: PolicyParts): Facts {
  const strategy = quotaSharePolicy?.idleResourceAssignmentStrategy;
  if (fairsharePolicy === undefined) return facts([["quotaSharePolicy.idleResourceAssignmentStrategy", strategy]]);
  const { shareDecaySeconds = 0, computeReservation = 0, shareDistribution = [] } = fairsharePolicy;
  return facts([
    ["fairsharePolicy.shareDecaySeconds", shareDecaySeconds],
    ["fairsharePolicy.computeReservation", computeReservation],
    // The API keeps a weight as a 32-bit float.
    ...shareDistribution.map(({ shareIdentifier, weightFactor = 1 }): [string, number] => [
      `fairsharePolicy.shareDistribution[${shareIdentifier ?? ""}]`,
      Math.round(Math.fround(weightFactor) * 10_000) / 10_000,
    ]),
  ]);
}

export function queueFacts(queue: QueueParts): Facts {
  return facts([
    ["state", queue.state ?? "ENABLED"],
    ["priority", queue.priority],
    ["schedulingPolicyArn", queue.schedulingPolicyArn],
    ...(queue.serviceEnvironmentOrder ?? []).map(({ order, serviceEnvironment }): [string, string | undefined] => [
      `serviceEnvironmentOrder[${order ?? ""}]`,
      serviceEnvironment,
    ]),
    ...(queue.jobStateTimeLimitActions ?? []).map(({ state, reason, action, maxTimeSeconds }): [string, string] => [
      `jobStateTimeLimitActions[${reason ?? ""}]`,
      `${action ?? ""} after ${maxTimeSeconds ?? ""} s ${state ?? ""}`,
    ]),
  ]);
}

export function shareFacts(share: ShareParts): Facts {
  const { strategy, borrowLimit = strategy === "LEND_AND_BORROW" ? -1 : undefined } =
    share.resourceSharingConfiguration ?? {};
  return facts([
    ["state", share.state ?? "ENABLED"],
    ...limits(share.capacityLimits),
    ["resourceSharingConfiguration.strategy", strategy],
    ["resourceSharingConfiguration.borrowLimit", borrowLimit],
    ["preemptionConfiguration.inSharePreemption", share.preemptionConfiguration?.inSharePreemption],
  ]);
}

function limits(capacityLimits: readonly CapacityLimit[] = []): FactList {
  return capacityLimits.map(({ capacityUnit, maxCapacity }) => [`capacityLimits[${capacityUnit ?? ""}]`, maxCapacity]);
}

function facts(list: FactList): Facts {
  return new Map(list.flatMap(([path, value]) => (value === undefined ? [] : [[path, value]])));
}
