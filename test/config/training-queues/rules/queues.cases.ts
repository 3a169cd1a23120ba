import { queuePriority, repeatedTimeLimit, timeLimitSeconds } from "../../../../config/declarations/rules/queues";
import {
  exclusiveServiceEnvironment,
  oneServiceEnvironment,
  queueCapacityUnits,
  serviceEnvironmentOrder,
} from "../../../../config/training-queues/rules/queues";
import { at, valid } from "../fixture";
import type { RuleCases } from "./cases";

const actions = `${at.fifo}.jobStateTimeLimitActions`;
const [action] = valid.TrainingJobQueues.C5_QUEUE_CREATE_REQUEST.jobStateTimeLimitActions;
const order = (path: string) => `${path}.serviceEnvironmentOrder`;
const environment = (path: string) => `${order(path)}.0.serviceEnvironment`;
const shown = (path: string) => `${order(path)}[0].serviceEnvironment`;
const existing = "arn:aws:batch:eu-west-1:123456789012:service-environment/theirs";

export const queueCases: readonly RuleCases[] = [
  {
    rule: queuePriority,
    complies: { least: { [`${at.fifo}.priority`]: 0 }, most: { [`${at.fifo}.priority`]: 1000 } },
    violates: {
      "1001": {
        changes: { [`${at.fifo}.priority`]: 1001 },
        finds: [`${at.fifo}.priority must be a whole number in range, not 1001`],
      },
    },
  },
  {
    rule: oneServiceEnvironment,
    complies: { one: {} },
    violates: {
      none: { changes: { [order(at.fifo)]: [] }, finds: [`${order(at.fifo)} must have exactly one entry, not 0`] },
      two: {
        changes: { [order(at.fifo)]: [1, 2].map((number) => ({ order: number, serviceEnvironment: "c5" })) },
        finds: [`${order(at.fifo)} must have exactly one entry, not 2`],
      },
    },
  },
  {
    rule: serviceEnvironmentOrder,
    complies: { zero: { [`${order(at.fifo)}.0.order`]: 0 } },
    violates: {
      "a part": {
        changes: { [`${order(at.fifo)}.0.order`]: 0.5 },
        finds: [`${order(at.fifo)}[0].order must be a whole number in range, not 0.5`],
      },
    },
  },
  {
    rule: timeLimitSeconds,
    complies: { "a day": { [`${actions}.0.maxTimeSeconds`]: 86_400 } },
    violates: {
      "less than ten minutes": {
        changes: { [`${actions}.0.maxTimeSeconds`]: 599 },
        finds: [`${actions}[0].maxTimeSeconds must be a whole number in range, not 599`],
      },
      "more than a day": {
        changes: { [`${actions}.0.maxTimeSeconds`]: 86_401 },
        finds: [`${actions}[0].maxTimeSeconds must be a whole number in range, not 86401`],
      },
    },
  },
  {
    rule: repeatedTimeLimit,
    complies: {
      "one for each reason": {
        [actions]: [action, { ...action, reason: "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE" }],
      },
    },
    violates: {
      "two for one reason": {
        changes: { [actions]: [action, { ...action, maxTimeSeconds: 900 }] },
        finds: [`${actions}[1] repeats the state and reason of jobStateTimeLimitActions[0]`],
      },
    },
  },
  {
    rule: queueCapacityUnits,
    complies: {
      "an environment that is not declared": { [environment(at.quotaShare)]: existing },
      "a policy that is not declared": {
        [`${at.quotaShare}.schedulingPolicyArn`]: existing.replace("service-environment", "scheduling-policy"),
        [environment(at.quotaShare)]: "c5",
      },
    },
    violates: {
      "quota shares over NUM_INSTANCES": {
        changes: { [environment(at.quotaShare)]: "c5" },
        finds: [`${shown(at.quotaShare)} cannot be C5, which counts NUM_INSTANCES: this is a queue with quota shares`],
      },
      "a queue without a policy over instance types": {
        changes: { [environment(at.fifo)]: "g5" },
        finds: [`${shown(at.fifo)} cannot be G5, which counts ml.g5.xlarge: this is a queue without a policy`],
      },
      "a fair share over instance types": {
        changes: { [environment(at.fairShare)]: "g5" },
        finds: [
          `${shown(at.fairShare)} cannot be G5, which counts ml.g5.xlarge: this is a queue with a fair-share policy`,
        ],
      },
    },
  },
  {
    rule: exclusiveServiceEnvironment,
    complies: { "an environment of two queues without quota shares": {} },
    violates: {
      "that of a queue with quota shares": {
        changes: { [environment(at.fifo)]: "g5" },
        finds: [`${shown(at.fifo)} belongs to the queue G5 alone, which has quota shares, not "g5"`],
      },
      "one that is not declared": {
        changes: { [environment(at.fairShare)]: existing, [environment(at.quotaShare)]: existing },
        finds: [`${shown(at.fairShare)} belongs to the queue G5 alone, which has quota shares, not "${existing}"`],
      },
      "two queues with quota shares": {
        changes: { [`${at.fairShare}.schedulingPolicyArn`]: "quota", [environment(at.fairShare)]: "g5" },
        finds: [`${shown(at.quotaShare)} belongs to the queue G6 alone, which has quota shares, not "g5"`],
      },
    },
  },
];
