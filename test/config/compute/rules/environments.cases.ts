import {
  enabledAtFirst,
  managedResources,
  oneNetwork,
  roleArns,
  vcpus,
} from "../../../../config/compute/rules/environments";
import { NOT_ON_FARGATE } from "../../../../aws/batch/not-on-fargate";
import { fargateNetwork, withoutInstances } from "../../../../config/compute/rules/fargate";
import { at, valid } from "../fixture";
import type { RuleCases } from "./cases";

const resources = `${at.cpu}.computeResources`;
const onFargate = `${at.fargate}.computeResources`;
const network = { vpcTags: { Name: "lab" }, subnetTags: { Name: "lab" } };
const list = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);

/** A right value of each. */
const SOME: Readonly<Record<(typeof NOT_ON_FARGATE)[number], unknown>> = {
  allocationStrategy: "BEST_FIT",
  minvCpus: 0,
  desiredvCpus: 1,
  instanceTypes: ["m5"],
  imageId: "ami-1",
  ec2KeyPair: "key",
  instanceRole: "ecsInstanceRole",
  tags: { Name: "fargate" },
  placementGroup: "group",
  bidPercentage: 50,
  spotIamFleetRole: "arn:aws:iam::123456789012:role/fleet",
  launchTemplate: { launchTemplateName: "t" },
  ec2Configuration: [{ imageType: "ECS_AL2023" }],
  scalingPolicy: { minScaleDownDelayMinutes: 20 },
};

export const environmentCases: readonly RuleCases[] = [
  {
    rule: managedResources,
    complies: { "one of each": {} },
    violates: {
      "MANAGED without resources, with vCPUs": {
        changes: { [resources]: undefined, [`${at.cpu}.unmanagedvCpus`]: 4 },
        finds: [
          `${resources} is missing, and a MANAGED environment needs it`,
          `${at.cpu}.unmanagedvCpus has no place in an environment that is MANAGED`,
        ],
      },
      "UNMANAGED with resources": {
        changes: { [`${at.own}.computeResources`]: valid.ComputeEnvs.CPU_CE_CREATE_REQUEST.computeResources },
        finds: [
          `${at.own}.computeResources has no place in an environment that is UNMANAGED: its instances are yours to start`,
        ],
      },
    },
  },
  {
    rule: vcpus,
    complies: {
      "all the same": { [`${resources}.minvCpus`]: 64, [`${resources}.desiredvCpus`]: 64 },
      none: { [`${resources}.maxvCpus`]: 0 },
    },
    violates: {
      "a minimum above the maximum": {
        changes: { [`${resources}.minvCpus`]: 65 },
        finds: [`${resources}.minvCpus must be at most maxvCpus, not 65`],
      },
      "a wish below the minimum": {
        changes: { [`${resources}.minvCpus`]: 8, [`${resources}.desiredvCpus`]: 7 },
        finds: [`${resources}.desiredvCpus must be between minvCpus and maxvCpus, not 7`],
      },
      "a wish above the maximum": {
        changes: { [`${resources}.desiredvCpus`]: 65 },
        finds: [`${resources}.desiredvCpus must be between minvCpus and maxvCpus, not 65`],
      },
      "less than none": {
        changes: { [`${resources}.minvCpus`]: -1, [`${at.own}.unmanagedvCpus`]: -1 },
        finds: [
          `${resources}.minvCpus must be a whole number in range, not -1`,
          `${at.own}.unmanagedvCpus must be a whole number in range, not -1`,
        ],
      },
    },
  },
  {
    rule: enabledAtFirst,
    complies: { ENABLED: { [`${at.cpu}.state`]: "ENABLED" } },
    violates: {
      DISABLED: {
        changes: { [`${at.cpu}.state`]: "DISABLED" },
        finds: [`${at.cpu}.state cannot be DISABLED when the environment is created`],
      },
    },
  },
  {
    rule: oneNetwork,
    complies: {
      "by tags": { [`${at.cpu}.network`]: network },
      given: { [`${resources}.subnets`]: ["subnet-1"], [`${resources}.securityGroupIds`]: ["sg-1"] },
      "security groups of its own": { [`${resources}.securityGroupIds`]: ["sg-1"] },
      "subnets, and a launch template with groups": { [`${at.gpu}.computeResources.subnets`]: ["subnet-1"] },
    },
    violates: {
      "both ways": {
        changes: { [`${at.fargate}.network`]: network },
        finds: [
          `${onFargate}.subnets cannot stand beside network, which looks it up by tags`,
          `${onFargate}.securityGroupIds cannot stand beside network, which looks it up by tags`,
        ],
      },
      "empty lists": {
        changes: { [`${resources}.subnets`]: [], [`${resources}.securityGroupIds`]: [] },
        finds: [
          `${resources}.subnets must have an entry, not 0`,
          `${resources}.securityGroupIds must have an entry, not 0`,
        ],
      },
      "subnets alone": {
        changes: { [`${resources}.subnets`]: ["subnet-1"] },
        finds: [`${resources}.securityGroupIds is missing, and subnets need it`],
      },
      "of an environment that is UNMANAGED": {
        changes: { [`${at.own}.network`]: network },
        finds: [`${at.own}.network has no place in an environment that is UNMANAGED`],
      },
    },
  },
  {
    rule: roleArns,
    complies: {
      ARNs: {
        [`${at.cpu}.serviceRole`]: "arn:aws:iam::123456789012:role/batch",
        [`${resources}.instanceRole`]: "arn:aws:iam::123456789012:instance-profile/batch/ecs",
      },
      "a profile's name": { [`${resources}.instanceRole`]: "ecsInstanceRole" },
    },
    violates: {
      "a name for a role": {
        changes: { [`${at.cpu}.serviceRole`]: "batch", [`${at.gpu}.computeResources.spotIamFleetRole`]: "fleet" },
        finds: [
          `${at.cpu}.serviceRole must be the ARN of a role, not "batch"`,
          `${at.gpu}.computeResources.spotIamFleetRole must be the ARN of a role, not "fleet"`,
        ],
      },
      "a role for a profile": {
        changes: { [`${resources}.instanceRole`]: "arn:aws:iam::123456789012:role/ecs" },
        finds: [
          `${resources}.instanceRole must be the name or the ARN of an instance profile, not "arn:aws:iam::123456789012:role/ecs"`,
        ],
      },
    },
  },
  {
    rule: withoutInstances,
    complies: { "instances have it": { [`${resources}.minvCpus`]: 0, [`${resources}.tags`]: { Name: "cpu" } } },
    violates: Object.fromEntries(
      NOT_ON_FARGATE.map((member) => [
        member,
        {
          changes: { [`${onFargate}.${member}`]: SOME[member] },
          finds: [`${onFargate}.${member} has no place in an environment of Fargate`],
        },
      ]),
    ),
  },
  {
    rule: fargateNetwork,
    complies: { most: { [`${onFargate}.subnets`]: list(16), [`${onFargate}.securityGroupIds`]: list(5) } },
    violates: {
      "one more of each": {
        changes: { [`${onFargate}.subnets`]: list(17), [`${onFargate}.securityGroupIds`]: list(6) },
        finds: [
          `${onFargate}.subnets has too many entries, not 17`,
          `${onFargate}.securityGroupIds has too many entries, not 6`,
        ],
      },
    },
  },
];
