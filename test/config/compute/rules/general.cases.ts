import { links, names, regionalQuotas, uniqueNames, unused } from "../../../../config/compute/rules/general";
import { tags } from "../../../../config/declarations/rules/general";
import { many } from "../../training-queues/fixture";
import { at, valid } from "../fixture";
import type { RuleCases } from "./cases";

const environments = (count: number) =>
  many(count, (index) => ({
    [`E${index}_CE_NAME`]: `e${index}`,
    [`E${index}_CE_CREATE_REQUEST`]: {
      ...valid.ComputeEnvs.OWN_CE_CREATE_REQUEST,
      computeEnvironmentName: `e${index}`,
    },
  }));
const queues = (count: number) =>
  many(count, (index) => ({
    [`Q${index}_QUEUE_NAME`]: `q${index}`,
    [`Q${index}_QUEUE_CREATE_REQUEST`]: { ...valid.JobQueues.GPU_QUEUE_CREATE_REQUEST, jobQueueName: `q${index}` },
  }));
const arn = (resource: string) => `arn:aws:batch:eu-west-1:123456789012:${resource}`;
const first = (queue: string) => `${queue}.computeEnvironmentOrder.0.computeEnvironment`;
const shown = (queue: string) => `${queue}.computeEnvironmentOrder[0].computeEnvironment`;

export const generalCases: readonly RuleCases[] = [
  {
    rule: names,
    complies: { longest: { [`${at.cpu}.computeEnvironmentName`]: "x".repeat(128) } },
    violates: {
      "a space": {
        changes: { [`${at.cpu}.computeEnvironmentName`]: "c p u" },
        finds: [`${at.cpu}.computeEnvironmentName must be the name of a compute environment, not "c p u"`],
      },
      "too long": {
        changes: { [`${at.licence}.consumableResourceName`]: "x".repeat(129) },
        finds: [
          `${at.licence}.consumableResourceName must be the name of a consumable resource, not "${"x".repeat(79)}...`,
        ],
      },
    },
  },
  {
    rule: uniqueNames,
    complies: { "one name for two kinds": {} },
    violates: {
      "two queues": {
        changes: { [`${at.gpuQueue}.jobQueueName`]: "cpu" },
        finds: [`${at.gpuQueue}.jobQueueName is already the name of the job queue CPU`],
      },
      "two teams": {
        changes: { "Teams.FINANCE_TEAM_NAME": "ml" },
        finds: ["Teams.FINANCE_TEAM_NAME is already the name of the team ML"],
      },
    },
  },
  {
    rule: links,
    complies: {
      "an ARN of another": { [first(at.gpuQueue)]: arn("compute-environment/theirs") },
      "a team with another's queue": { [`${at.ml}.queues`]: [arn("job-queue/theirs")] },
    },
    violates: {
      "an environment": {
        changes: { [first(at.gpuQueue)]: "gpus" },
        finds: [
          `${shown(at.gpuQueue)} must be the name of a compute environment in ComputeEnvs, or an ARN, not "gpus"`,
        ],
      },
      "a policy": {
        changes: { [`${at.cpuQueue}.schedulingPolicyArn`]: arn("job-queue/cpu") },
        finds: [`${at.cpuQueue}.schedulingPolicyArn is the ARN of a job-queue`],
      },
      "a resource": {
        changes: {
          [`${at.train}.consumableResourceProperties.consumableResourceList.0.consumableResource`]: "licences",
        },
        finds: [
          `${at.train}.consumableResourceProperties.consumableResourceList[0].consumableResource ` +
            'must be the name of a consumable resource in ConsumableResources, or an ARN, not "licences"',
        ],
      },
      "a team's queue": {
        changes: { [`${at.ml}.queues`]: ["cpu", "tpu"] },
        finds: [`${at.ml}.queues[1] must be the name of a job queue in JobQueues, or an ARN, not "tpu"`],
      },
    },
  },
  {
    rule: tags,
    complies: { "48 and those of the environment": { [`${at.cpu}.tags`]: many(48, (i) => ({ [`t${i}`]: "v" })) } },
    violates: {
      "49 and those of the environment": {
        changes: { [`${at.cpu}.tags`]: many(49, (i) => ({ [`t${i}`]: "v" })) },
        finds: [`${at.cpu}.tags are too many, not 51`],
      },
      "of AWS, on a role": {
        changes: { [`${at.trainer}.tags`]: { "aws:x": "v" } },
        finds: [`${at.trainer}.tags["aws:x"] is not a key that a tag can have`],
      },
    },
  },
  {
    rule: regionalQuotas,
    complies: { "50 of each": { ComputeEnvs: environments(50), JobQueues: queues(50) } },
    violates: {
      "51 environments": {
        changes: { ComputeEnvs: environments(51) },
        finds: ["ComputeEnvs declares more compute environments than a Region can have, not 51"],
      },
      "51 queues": {
        changes: { JobQueues: queues(51) },
        finds: ["JobQueues declares more job queues than a Region can have, not 51"],
      },
    },
  },
  {
    rule: unused,
    complies: { "a file without queues": { JobQueues: {} } },
    violates: {
      "an environment": {
        changes: { [`${at.cpuQueue}.computeEnvironmentOrder`]: [{ order: 1, computeEnvironment: "cpu" }] },
        finds: [`${at.own} is used by no queue of the file`],
      },
      "a policy": {
        changes: { [`${at.cpuQueue}.schedulingPolicyArn`]: undefined },
        finds: [`${at.fair} is used by no queue of the file`],
      },
    },
  },
];
