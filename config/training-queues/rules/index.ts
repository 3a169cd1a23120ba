import * as capacity from "./capacity";
import * as general from "./general";
import * as policies from "./policies";
import * as queues from "./queues";
import type { Rule } from "./rule";
import * as shares from "./shares";

export type { Rule } from "./rule";

/** Every rule, in the order of docs/training-queues.md. */
export const RULES: readonly Rule[] = [
  general.names,
  general.uniqueNames,
  general.links,
  general.tags,
  general.regionalQuotas,
  general.unused,
  capacity.capacityLimitCount,
  capacity.maxCapacity,
  capacity.capacityUnit,
  capacity.knownInstanceType,
  capacity.mixedCapacityUnits,
  capacity.repeatedCapacityUnit,
  policies.onePolicyKind,
  policies.shareDecay,
  policies.computeReservation,
  policies.shareDistributionSize,
  policies.shareIdentifier,
  policies.overlappingShares,
  policies.weightFactor,
  queues.queuePriority,
  queues.oneServiceEnvironment,
  queues.serviceEnvironmentOrder,
  queues.timeLimitSeconds,
  queues.repeatedTimeLimit,
  queues.queueCapacityUnits,
  queues.exclusiveServiceEnvironment,
  shares.quotaShareQueue,
  shares.quotaSharesPerQueue,
  shares.borrowLimit,
  shares.quotaShareUnits,
  shares.overAllotment,
  shares.queueWithoutShares,
  shares.quotaShareRegion,
];
