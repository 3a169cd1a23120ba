import { fits, teamLimits } from "../../../../config/compute/rules/capacity";
import { at } from "../fixture";
import type { RuleCases } from "./cases";

const needs = (VCPU: string, MEMORY: string, GPU?: string) => [
  { type: "VCPU", value: VCPU },
  { type: "MEMORY", value: MEMORY },
  ...(GPU === undefined ? [] : [{ type: "GPU", value: GPU }]),
];
const train = `${at.train}.containerProperties.resourceRequirements`;
const sum = `${at.sum}.containerProperties.resourceRequirements`;
const nodes = (count: number) => ({
  jobDefinitionName: "ml-train",
  type: "multinode",
  nodeProperties: {
    numNodes: count,
    mainNode: 0,
    nodeRangeProperties: [{ targetNodes: "0:", container: { image: "i", resourceRequirements: needs("4", "8192") } }],
  },
});

export const capacityCases: readonly RuleCases[] = [
  {
    rule: fits,
    complies: {
      "the largest instance of the second queue": { [train]: needs("48", "190000", "4") },
      "unmanaged instances that nobody knows": { [train]: needs("8", "9999999", "16") },
      "all of Fargate": { [sum]: needs("16", "32768") },
      "all of an environment, in nodes": { [at.train]: nodes(16) },
      "a queue elsewhere": {
        [`${at.ml}.queues`]: ["arn:aws:batch:eu-west-1:123456789012:job-queue/theirs"],
        [train]: needs("999", "1024"),
      },
      "an environment elsewhere": {
        [`${at.gpuQueue}.computeEnvironmentOrder.0.computeEnvironment`]:
          "arn:aws:batch:eu-west-1:123456789012:compute-environment/theirs",
        [train]: needs("999", "1024"),
      },
      "no team has it, and some queue fits": { [`${at.ml}.jobDefinitionPrefixes`]: ["x-"] },
    },
    violates: {
      "more GPUs than an instance has": {
        changes: { [train]: needs("12", "8192", "5") },
        finds: [
          `${at.train} asks for 12 vCPUs, 8,192 MiB and 5 GPUs, and fits no environment of the queues of the team ML`,
        ],
      },
      "more memory than containers can have": {
        changes: { [train]: needs("12", "262144") },
        finds: [
          `${at.train} asks for 12 vCPUs, 262,144 MiB and 0 GPUs, and fits no environment of the queues of the team ML`,
        ],
      },
      "more vCPUs than Fargate may have": {
        changes: { [`${at.fargate}.computeResources.maxvCpus`]: 8, [sum]: needs("16", "32768") },
        finds: [
          `${at.sum} asks for 16 vCPUs, 32,768 MiB and 0 GPUs, and fits no environment of the queues of the team FINANCE`,
        ],
      },
      "more nodes than there is room for": {
        changes: { [at.train]: nodes(17) },
        finds: [
          `${at.train} asks for 4 vCPUs, 8,192 MiB and 0 GPUs on a node, 68 vCPUs in all, ` +
            "and fits no environment of the queues of the team ML",
        ],
      },
      "another platform": {
        changes: { [`${at.finance}.queues`]: ["cpu"] },
        finds: [`${at.sum} is for Fargate, and no queue of the team FINANCE has an environment of it`],
      },
      "too much for all queues, and no team": {
        changes: { [`${at.ml}.jobDefinitionPrefixes`]: ["x-"], [train]: needs("97", "1024") },
        finds: [
          `${at.train} asks for 97 vCPUs, 1,024 MiB and 0 GPUs, and fits no environment of the queues of the file`,
        ],
      },
    },
  },
  {
    rule: teamLimits,
    complies: { "just as much": { [train]: needs("16", "8192", "1") } },
    violates: {
      "more than the team may": {
        changes: { [train]: needs("17", "8192", "1") },
        finds: [`${at.train}.containerProperties must need at most 16 vCPUs (limits.vcpus of ${at.ml}), not 17`],
      },
    },
  },
];
