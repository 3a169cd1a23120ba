import { borrowLimit } from "./borrow-limit";
import { capacityLimitCount } from "./capacity-limit-count";
import { capacityUnit } from "./capacity-unit";
import { computeReservation } from "./compute-reservation";
import { exclusiveServiceEnvironment } from "./exclusive-service-environment";
import { knownInstanceType } from "./known-instance-type";
import { links } from "./links";
import { maxCapacity } from "./max-capacity";
import { mixedCapacityUnits } from "./mixed-capacity-units";
import { names } from "./names";
import { oneServiceEnvironment } from "./one-service-environment";
import { overAllotment } from "./over-allotment";
import { overlappingShares } from "./overlapping-shares";
import { onePolicyKind } from "./one-policy-kind";
import { queueCapacityUnits } from "./queue-capacity-units";
import { queuePriority } from "./queue-priority";
import { queueWithoutShares } from "./queue-without-shares";
import { quotaShareQueue } from "./quota-share-queue";
import { quotaShareRegion } from "./quota-share-region";
import { quotaShareUnits } from "./quota-share-units";
import { quotaSharesPerQueue } from "./quota-shares-per-queue";
import { regionalQuotas } from "./regional-quotas";
import { repeatedCapacityUnit } from "./repeated-capacity-unit";
import { repeatedTimeLimit } from "./repeated-time-limit";
import type { Rule } from "./rule";
import { serviceEnvironmentOrder } from "./service-environment-order";
import { shareDecay } from "./share-decay";
import { shareDistributionSize } from "./share-distribution-size";
import { shareIdentifier } from "./share-identifier";
import { tags } from "./tags";
import { timeLimitSeconds } from "./time-limit-seconds";
import { uniqueNames } from "./unique-names";
import { weightFactor } from "./weight-factor";

export type { Finding, Rule } from "./rule";

/** Every rule, in the order of docs/training-queues.md. */
export const RULES: readonly Rule[] = [
  names,
  uniqueNames,
  links,
  tags,
  regionalQuotas,
  capacityLimitCount,
  maxCapacity,
  capacityUnit,
  knownInstanceType,
  mixedCapacityUnits,
  repeatedCapacityUnit,
  onePolicyKind,
  shareDecay,
  computeReservation,
  shareDistributionSize,
  shareIdentifier,
  overlappingShares,
  weightFactor,
  queuePriority,
  oneServiceEnvironment,
  serviceEnvironmentOrder,
  timeLimitSeconds,
  repeatedTimeLimit,
  queueCapacityUnits,
  exclusiveServiceEnvironment,
  quotaShareQueue,
  quotaSharesPerQueue,
  borrowLimit,
  quotaShareUnits,
  overAllotment,
  queueWithoutShares,
  quotaShareRegion,
];
