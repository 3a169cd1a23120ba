import * as every from "../../declarations/rules/general";
import * as fairShare from "../../declarations/rules/fair-share";
import * as ofQueues from "../../declarations/rules/queues";
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
  every.tags,
  general.regionalQuotas,
  general.unused,
  capacity.capacityLimitCount,
  capacity.maxCapacity,
  capacity.capacityUnit,
  capacity.knownInstanceType,
  capacity.mixedCapacityUnits,
  capacity.repeatedCapacityUnit,
  policies.onePolicyKind,
  fairShare.shareDecay,
  fairShare.computeReservation,
  fairShare.shareDistributionSize,
  fairShare.shareIdentifier,
  fairShare.overlappingShares,
  fairShare.weightFactor,
  ofQueues.queuePriority,
  queues.oneServiceEnvironment,
  queues.serviceEnvironmentOrder,
  ofQueues.timeLimitSeconds,
  ofQueues.repeatedTimeLimit,
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
