import { tags } from "../../../../config/declarations/rules/general";
import { links, names, regionalQuotas, uniqueNames, unused } from "../../../../config/training-queues/rules/general";
import { at, many, valid } from "../fixture";
import type { RuleCases } from "./cases";

const arn = (kind: string, name: string) => `arn:aws:batch:eu-west-1:123456789012:${kind}/${name}`;
const limit = { serviceEnvironmentType: "SAGEMAKER_TRAINING", capacityLimits: [] };
const environments = (count: number) =>
  many(count, (i) => ({ [`E${i}_SE_NAME`]: `e${i}`, [`E${i}_SE_CREATE_REQUEST`]: limit }));
const policy = `${at.fairShare}.schedulingPolicyArn`;
const environment = `${at.fifo}.serviceEnvironmentOrder.0.serviceEnvironment`;
const shown = environment.replace(".0.", "[0].");

export const generalCases: readonly RuleCases[] = [
  {
    rule: names,
    complies: { "128 characters": { [`${at.c5}.serviceEnvironmentName`]: `A_b-9${"x".repeat(123)}` } },
    violates: {
      "129 characters": {
        changes: { [`${at.c5}.serviceEnvironmentName`]: "x".repeat(129) },
        finds: [`${at.c5}.serviceEnvironmentName must be the name of a service environment, not "${"x".repeat(79)}...`],
      },
      "no character": {
        changes: { [`${at.fair}.name`]: "" },
        finds: [`${at.fair}.name must be the name of a scheduling policy, not ""`],
      },
      "a space": {
        changes: { [`${at.fifo}.jobQueueName`]: "a b" },
        finds: [`${at.fifo}.jobQueueName must be the name of a job queue, not "a b"`],
      },
      "a dot": {
        changes: { [`${at.a}.quotaShareName`]: "a.b" },
        finds: [`${at.a}.quotaShareName must be the name of a quota share, not "a.b"`],
      },
    },
  },
  {
    rule: uniqueNames,
    complies: { "one name for two kinds": { [`${at.c5}.serviceEnvironmentName`]: "fifo" } },
    violates: {
      "two queues": {
        changes: { [`${at.fairShare}.jobQueueName`]: "fifo" },
        finds: [`${at.fairShare}.jobQueueName is already the name of the job queue C5`],
      },
      "two shares of a queue, one of them by ARN": {
        changes: { [`${at.b}.quotaShareName`]: "a", [`${at.b}.jobQueue`]: arn("job-queue", "quota-share") },
        finds: [`${at.b}.quotaShareName is already the name of the quota share A`],
      },
    },
  },
  {
    rule: links,
    complies: {
      "ARNs of what is declared": { [policy]: arn("scheduling-policy", "fair") },
      "ARNs of what is not": {
        [policy]: arn("scheduling-policy", "theirs"),
        [environment]: arn("service-environment", "theirs"),
        [`${at.a}.jobQueue`]: arn("job-queue", "theirs"),
      },
    },
    violates: {
      "a misspelt name": {
        changes: { [policy]: "fiar" },
        finds: [`${policy} must be the name of a scheduling policy in SchedulingPolicies, or an ARN, not "fiar"`],
      },
      "the name of another kind": {
        changes: { [`${at.a}.jobQueue`]: "g5" },
        finds: [`${at.a}.jobQueue must be the name of a job queue in TrainingJobQueues, or an ARN, not "g5"`],
      },
      "the ARN of another kind": {
        changes: { [policy]: arn("job-queue", "fifo") },
        finds: [`${policy} is the ARN of a job-queue`],
      },
      "another account": {
        changes: { [environment]: arn("service-environment", "x").replace("1234", "9999") },
        finds: [`${shown} is in the account 999956789012`],
      },
      "another Region": {
        changes: { [environment]: arn("service-environment", "x").replace("west-1", "west-2") },
        finds: [`${shown} is in the Region eu-west-2 of aws`],
      },
      "another service": {
        changes: { [policy]: "arn:aws:sqs:eu-west-1:123456789012:fair" },
        finds: [`${policy} is not an ARN of AWS Batch, not "arn:aws:sqs:eu-west-1:123456789012:fair"`],
      },
      "an ARN without a name": {
        changes: { [policy]: `${arn("scheduling-policy", "a b")}` },
        finds: [`${policy} is not an ARN of AWS Batch, not "${arn("scheduling-policy", "a b")}"`],
      },
    },
  },
  {
    rule: tags,
    complies: {
      "48 beside two of the environment": { [`${at.c5}.tags`]: many(48, (i) => ({ [`t${i}`]: "v" })) },
      "one that replaces the environment's": { [`${at.c5}.tags`]: { project: "other" } },
      "keys of 1 and of 128 characters, a value of 256, aws: further on": {
        [`${at.a}.tags`]: { k: "v".repeat(256), ["k".repeat(128)]: "", "our-aws:x": "" },
      },
    },
    violates: {
      "49 beside two of the environment": {
        changes: { [`${at.c5}.tags`]: many(49, (i) => ({ [`t${i}`]: "v" })) },
        finds: [`${at.c5}.tags are too many, not 51`],
      },
      "reserved, empty and long keys": {
        changes: { [`${at.a}.tags`]: { "AWS:x": "", "": "", ["k".repeat(129)]: "" } },
        finds: ["AWS:x", "", "k".repeat(129)].map((key) =>
          key.startsWith("k")
            ? `${at.a}.tags.${key} is not a key that a tag can have`
            : `${at.a}.tags[${JSON.stringify(key)}] is not a key that a tag can have`,
        ),
      },
      "a value of 257 characters": {
        changes: { [`${at.a}.tags`]: { key: "v".repeat(257) } },
        finds: [`${at.a}.tags.key must be the value of a tag, not "${"v".repeat(79)}...`],
      },
      "a value with a line break": {
        changes: { [`${at.a}.tags`]: { key: "a\nb" } },
        finds: [`${at.a}.tags.key must be the value of a tag, not "a\\nb"`],
      },
    },
  },
  {
    rule: regionalQuotas,
    complies: { "50 service environments": { ServiceEnvs: environments(50) } },
    violates: {
      "51 service environments": {
        changes: { ServiceEnvs: environments(51) },
        finds: ["ServiceEnvs declares more service environments than a Region can have, not 51"],
      },
      "51 queues": {
        changes: {
          TrainingJobQueues: many(51, (i) => ({
            [`Q${i}_QUEUE_NAME`]: `q${i}`,
            [`Q${i}_QUEUE_CREATE_REQUEST`]: valid.TrainingJobQueues.C5_QUEUE_CREATE_REQUEST,
          })),
        },
        finds: ["TrainingJobQueues declares more job queues than a Region can have, not 51"],
      },
    },
  },
  {
    rule: unused,
    complies: {
      "a policy and a service environment that a queue names by their ARNs": {
        [`${at.fairShare}.schedulingPolicyArn`]: "arn:aws:batch:eu-west-1:123456789012:scheduling-policy/fair",
        [`${at.quotaShare}.serviceEnvironmentOrder`]: [
          { order: 1, serviceEnvironment: "arn:aws:batch:eu-west-1:123456789012:service-environment/g5" },
        ],
      },
      "all of a file without queues: those of others may name it": { TrainingJobQueues: {}, QuotaShares: {} },
      "a service environment of two queues, one of which goes": {
        [at.fifo]: undefined,
        "TrainingJobQueues.C5_QUEUE_NAME": undefined,
      },
    },
    violates: {
      "a policy that no queue names any more": {
        changes: { [`${at.fairShare}.schedulingPolicyArn`]: undefined },
        finds: [`${at.fair} is used by no queue of the file`],
      },
      "a policy and a service environment whose queue has others, from outside of the file": {
        changes: {
          [`${at.quotaShare}.schedulingPolicyArn`]: "arn:aws:batch:eu-west-1:123456789012:scheduling-policy/other",
          [`${at.quotaShare}.serviceEnvironmentOrder`]: [
            { order: 1, serviceEnvironment: "arn:aws:batch:eu-west-1:123456789012:service-environment/other" },
          ],
        },
        finds: [`${at.quota} is used by no queue of the file`, `${at.g5} is used by no queue of the file`],
      },
    },
  },
];
