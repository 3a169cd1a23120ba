import {
  environmentCount,
  environmentOrder,
  oneKind,
  queueArchitecture,
  reservedOfUnmanaged,
} from "../../../../config/compute/rules/queues";
import {
  computeReservation,
  overlappingShares,
  shareDecay,
  shareDistributionSize,
  shareIdentifier,
  weightFactor,
} from "../../../../config/declarations/rules/fair-share";
import { queuePriority, repeatedTimeLimit, timeLimitSeconds } from "../../../../config/declarations/rules/queues";
import { at, valid } from "../fixture";
import type { RuleCases } from "./cases";

const order = (queue: string) => `${queue}.computeEnvironmentOrder`;
const entry = (place: number, computeEnvironment: string) => ({ order: place, computeEnvironment });
const [action] = valid.JobQueues.CPU_QUEUE_CREATE_REQUEST.jobStateTimeLimitActions;
const actions = `${at.cpuQueue}.jobStateTimeLimitActions`;
const policy = `${at.fair}.fairsharePolicy`;
const shares = (...identifiers: string[]) => identifiers.map((one) => ({ shareIdentifier: one }));

export const queueCases: readonly RuleCases[] = [
  {
    rule: environmentCount,
    complies: { three: { [order(at.cpuQueue)]: [entry(1, "cpu"), entry(2, "own"), entry(3, "gpu")] } },
    violates: {
      none: {
        changes: { [order(at.gpuQueue)]: [] },
        finds: [`${order(at.gpuQueue)} has too few or too many entries, not 0`],
      },
      four: {
        changes: { [order(at.gpuQueue)]: [1, 2, 3, 4].map((place) => entry(place, "gpu")) },
        finds: [`${order(at.gpuQueue)} has too few or too many entries, not 4`],
      },
    },
  },
  {
    rule: environmentOrder,
    complies: { "with gaps": { [order(at.cpuQueue)]: [entry(9, "cpu"), entry(0, "own")] } },
    violates: {
      "one place for two": {
        changes: { [order(at.cpuQueue)]: [entry(1, "cpu"), entry(1, "own")] },
        finds: [`${order(at.cpuQueue)}[1].order is the place of computeEnvironmentOrder[0], too, not 1`],
      },
      "one environment twice": {
        changes: {
          [order(at.cpuQueue)]: [
            entry(1, "cpu"),
            entry(2, "arn:aws:batch:eu-west-1:123456789012:compute-environment/cpu"),
          ],
        },
        finds: [`${order(at.cpuQueue)}[1].computeEnvironment repeats that of computeEnvironmentOrder[0]`],
      },
      "a part of a place": {
        changes: { [order(at.gpuQueue)]: [entry(1.5, "gpu")] },
        finds: [`${order(at.gpuQueue)}[0].order must be a whole number in range, not 1.5`],
      },
    },
  },
  {
    rule: oneKind,
    complies: {
      "EC2 and SPOT": { [order(at.gpuQueue)]: [entry(1, "gpu"), entry(2, "cpu")] },
      "as its type says": { [`${at.gpuQueue}.jobQueueType`]: "ECS" },
    },
    violates: {
      "EC2 and Fargate": {
        changes: { [order(at.gpuQueue)]: [entry(1, "gpu"), entry(2, "fargate")] },
        finds: [
          `${order(at.gpuQueue)}[1].computeEnvironment cannot be FARGATE, which is of FARGATE or FARGATE_SPOT: GPU is of EC2 or SPOT`,
        ],
      },
      "another type": {
        changes: { [`${at.light}.jobQueueType`]: "ECS" },
        finds: [`${at.light}.jobQueueType does not go with FARGATE, which is of FARGATE or FARGATE_SPOT, not "ECS"`],
      },
    },
  },
  {
    rule: queueArchitecture,
    complies: { "all of x86": { [order(at.gpuQueue)]: [entry(1, "gpu"), entry(2, "cpu")] } },
    violates: {
      "x86 and Arm": {
        changes: {
          [`${at.cpu}.computeResources.instanceTypes`]: ["m6g.large"],
          [order(at.gpuQueue)]: [entry(1, "gpu"), entry(2, "cpu")],
        },
        finds: [`${order(at.gpuQueue)}[1].computeEnvironment cannot be CPU, which is ARM64: GPU is X86_64`],
      },
    },
  },
  {
    rule: queuePriority,
    complies: { most: { [`${at.gpuQueue}.priority`]: 1000 } },
    violates: {
      "1001": {
        changes: { [`${at.gpuQueue}.priority`]: 1001 },
        finds: [`${at.gpuQueue}.priority must be a whole number in range, not 1001`],
      },
    },
  },
  {
    rule: timeLimitSeconds,
    complies: { "ten minutes": { [`${actions}.0.maxTimeSeconds`]: 600 } },
    violates: {
      "more than a day": {
        changes: { [`${actions}.0.maxTimeSeconds`]: 86_401 },
        finds: [`${actions}[0].maxTimeSeconds must be a whole number in range, not 86401`],
      },
    },
  },
  {
    rule: repeatedTimeLimit,
    complies: {
      "another reason": { [actions]: [action, { ...action, reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY" }] },
    },
    violates: {
      "one reason twice": {
        changes: { [actions]: [action, action] },
        finds: [`${actions}[1] repeats the state and reason of jobStateTimeLimitActions[0]`],
      },
    },
  },
  {
    rule: shareDecay,
    complies: { "a week": { [`${policy}.shareDecaySeconds`]: 604_800 } },
    violates: {
      "more than a week": {
        changes: { [`${policy}.shareDecaySeconds`]: 604_801 },
        finds: [`${policy}.shareDecaySeconds must be a whole number in range, not 604801`],
      },
    },
  },
  {
    rule: computeReservation,
    complies: { most: { [`${policy}.computeReservation`]: 99 } },
    violates: {
      all: {
        changes: { [`${policy}.computeReservation`]: 100 },
        finds: [`${policy}.computeReservation must be a whole number in range, not 100`],
      },
    },
  },
  {
    rule: shareDistributionSize,
    complies: { "500": { [`${policy}.shareDistribution`]: shares(...Array.from({ length: 500 }, (_, i) => `s${i}`)) } },
    violates: {
      "501": {
        changes: { [`${policy}.shareDistribution`]: shares(...Array.from({ length: 501 }, (_, i) => `s${i}`)) },
        finds: [`${policy}.shareDistribution has too many entries, not 501`],
      },
    },
  },
  {
    rule: shareIdentifier,
    complies: { "a prefix": { [`${policy}.shareDistribution`]: shares("ml*") } },
    violates: {
      "a space": {
        changes: { [`${policy}.shareDistribution`]: shares("m l") },
        finds: [`${policy}.shareDistribution[0].shareIdentifier must be a share identifier, not "m l"`],
      },
    },
  },
  {
    rule: overlappingShares,
    complies: { apart: { [`${policy}.shareDistribution`]: shares("ml*", "m") } },
    violates: {
      covered: {
        changes: { [`${policy}.shareDistribution`]: shares("ml*", "ml-ops") },
        finds: [
          `${policy}.shareDistribution[1].shareIdentifier overlaps with "ml*" of shareDistribution[0], not "ml-ops"`,
        ],
      },
    },
  },
  {
    rule: weightFactor,
    complies: { least: { [`${policy}.shareDistribution.0.weightFactor`]: 0.0001 } },
    violates: {
      none: {
        changes: { [`${policy}.shareDistribution.0.weightFactor`]: 0 },
        finds: [`${policy}.shareDistribution[0].weightFactor must be in range, not 0`],
      },
    },
  },
  {
    rule: reservedOfUnmanaged,
    complies: {
      "without a reservation": {
        [`${at.own}.unmanagedvCpus`]: undefined,
        [`${policy}.computeReservation`]: undefined,
      },
      "without a policy": {
        [`${at.own}.unmanagedvCpus`]: undefined,
        [`${at.cpuQueue}.schedulingPolicyArn`]: undefined,
      },
    },
    violates: {
      "with a reservation of nothing": {
        changes: { [`${at.own}.unmanagedvCpus`]: undefined },
        finds: [
          `${at.own}.unmanagedvCpus is missing, so that the queue CPU reserves nothing for share identifiers that are not in use`,
        ],
      },
    },
  },
];
