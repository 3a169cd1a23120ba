import {
  allocationStrategy,
  bidPercentage,
  images,
  instanceTags,
  instanceTypes,
  oneArchitecture,
  scaleDownDelay,
  spotOnly,
} from "../../../../config/compute/rules/instances";
import { launchTemplate, overrideTargets } from "../../../../config/compute/rules/launch-template";
import { at } from "../fixture";
import type { RuleCases } from "./cases";

const cpu = `${at.cpu}.computeResources`;
const gpu = `${at.gpu}.computeResources`;
const template = `${gpu}.launchTemplate`;
const target = (...targetInstanceTypes: string[]) => ({ launchTemplateId: "lt-1", targetInstanceTypes });
const shownTypes = `${cpu}.instanceTypes`;
const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, ""]));
const rule = "must be an instance type or family that AWS Batch has, such as m5.large or c5";

export const instanceCases: readonly RuleCases[] = [
  {
    rule: instanceTypes,
    complies: { "what AWS chooses": { [shownTypes]: ["default_x86_64"] }, optimal: { [shownTypes]: ["optimal"] } },
    violates: {
      none: { changes: { [shownTypes]: undefined }, finds: [`${shownTypes} must name at least one`] },
      "an empty list": { changes: { [shownTypes]: [] }, finds: [`${shownTypes} must name at least one`] },
      "a misspelt one": {
        changes: { [shownTypes]: ["c6i", "m5.largest"] },
        finds: [`${shownTypes}[1] ${rule}, not "m5.largest"`],
      },
      "a burstable one": {
        changes: { [shownTypes]: ["t3.large"] },
        finds: [`${shownTypes}[0] ${rule}, not "t3.large"`],
      },
    },
  },
  {
    rule: oneArchitecture,
    complies: { "all of Arm": { [shownTypes]: ["m6g.large", "c7g", "default_arm64"] } },
    violates: {
      "one of each": {
        changes: { [shownTypes]: ["m6g.large", "m6i.large"] },
        finds: [`${shownTypes} mixes the architectures ARM64 and X86_64`],
      },
    },
  },
  {
    rule: allocationStrategy,
    complies: {
      "in order, of EC2": { [`${cpu}.allocationStrategy`]: "BEST_FIT_PROGRESSIVE_ORDERED" },
      "progressive, of SPOT": { [`${gpu}.allocationStrategy`]: "BEST_FIT_PROGRESSIVE" },
    },
    violates: {
      "of Spot, on EC2": {
        changes: { [`${cpu}.allocationStrategy`]: "SPOT_CAPACITY_OPTIMIZED" },
        finds: [`${cpu}.allocationStrategy is for environments of type SPOT, not "SPOT_CAPACITY_OPTIMIZED"`],
      },
      "in order, on SPOT": {
        changes: { [`${gpu}.allocationStrategy`]: "BEST_FIT_PROGRESSIVE_ORDERED" },
        finds: [`${gpu}.allocationStrategy is for environments of type EC2, not "BEST_FIT_PROGRESSIVE_ORDERED"`],
      },
    },
  },
  {
    rule: bidPercentage,
    complies: { all: { [`${gpu}.bidPercentage`]: 100 } },
    violates: {
      "more than all": {
        changes: { [`${gpu}.bidPercentage`]: 101 },
        finds: [`${gpu}.bidPercentage must be in range, not 101`],
      },
    },
  },
  {
    rule: spotOnly,
    complies: { "on SPOT": {} },
    violates: {
      "on EC2": {
        changes: { [`${cpu}.bidPercentage`]: 50, [`${cpu}.spotIamFleetRole`]: "arn:aws:iam::123456789012:role/fleet" },
        finds: [
          `${cpu}.bidPercentage has no effect in an environment of type EC2`,
          `${cpu}.spotIamFleetRole has no effect in an environment of type EC2`,
        ],
      },
    },
  },
  {
    rule: images,
    complies: {
      two: { [`${gpu}.ec2Configuration`]: [{ imageType: "ECS_AL2023" }, { imageType: "ECS_AL2023_NVIDIA" }] },
    },
    violates: {
      none: {
        changes: { [`${gpu}.ec2Configuration`]: [] },
        finds: [`${gpu}.ec2Configuration must have one or two entries, not 0`],
      },
      "one of Amazon EKS": {
        changes: { [`${gpu}.ec2Configuration.0.imageType`]: "EKS_AL2" },
        finds: [`${gpu}.ec2Configuration[0].imageType is no image type of Amazon ECS, not "EKS_AL2"`],
      },
      "the same twice": {
        changes: { [`${gpu}.ec2Configuration`]: [{ imageType: "ECS_AL2" }, { imageType: "ECS_AL2" }] },
        finds: [`${gpu}.ec2Configuration[1].imageType repeats that of ec2Configuration[0], not "ECS_AL2"`],
      },
    },
  },
  {
    rule: instanceTags,
    complies: {
      "the most": { [`${cpu}.tags`]: tags(50) },
      "any characters": { [`${cpu}.tags`]: { "a b#": "*", ["k".repeat(128)]: "v".repeat(256) } },
    },
    violates: {
      "one too many": { changes: { [`${cpu}.tags`]: tags(51) }, finds: [`${cpu}.tags are too many, not 51`] },
      "keys of AWS, none and long ones": {
        changes: { [`${cpu}.tags`]: { "AWS:x": "", "": "", ["k".repeat(129)]: "" } },
        finds: ['["AWS:x"]', '[""]', `.${"k".repeat(129)}`].map(
          (key) => `${cpu}.tags${key} is not a key that a tag can have`,
        ),
      },
      "a long value": {
        changes: { [`${cpu}.tags`]: { Name: "v".repeat(257) } },
        finds: [`${cpu}.tags.Name is too long, not 257`],
      },
    },
  },
  {
    rule: scaleDownDelay,
    complies: { none: { [`${gpu}.scalingPolicy.minScaleDownDelayMinutes`]: 0 } },
    violates: {
      "too short": {
        changes: { [`${gpu}.scalingPolicy.minScaleDownDelayMinutes`]: 19 },
        finds: [`${gpu}.scalingPolicy.minScaleDownDelayMinutes must be in range, not 19`],
      },
    },
  },
  {
    rule: launchTemplate,
    complies: { "overrides alone": { [`${template}.launchTemplateName`]: undefined } },
    violates: {
      "both names": {
        changes: { [`${template}.launchTemplateId`]: "lt-1" },
        finds: [`${template} must have one of its two names`],
      },
      "no name, no overrides": {
        changes: { [template]: { version: "1" } },
        finds: [`${template} must have one of its two names`],
      },
      "an override without a name": {
        changes: { [`${template}.overrides.0.launchTemplateId`]: undefined },
        finds: [`${template}.overrides[0] must have one of its two names`],
      },
    },
  },
  {
    rule: overrideTargets,
    complies: {
      "a type of a family": { [`${gpu}.instanceTypes`]: ["g5"] },
      "what may be in a bundle": { [`${gpu}.instanceTypes`]: ["optimal"] },
    },
    violates: {
      "no target": {
        changes: { [`${template}.overrides`]: [{ launchTemplateId: "lt-1" }] },
        finds: [`${template}.overrides[0].targetInstanceTypes must name at least one`],
      },
      "a bundle": {
        changes: { [`${template}.overrides`]: [target("optimal")] },
        finds: [`${template}.overrides[0].targetInstanceTypes[0] ${rule}, not "optimal"`],
      },
      "another type": {
        changes: { [`${template}.overrides`]: [target("g5.48xlarge")] },
        finds: [
          `${template}.overrides[0].targetInstanceTypes[0] is not among the instance types of the environment, not "g5.48xlarge"`,
        ],
      },
      "one twice": {
        changes: { [`${template}.overrides`]: [target("g5.xlarge"), target("g5.xlarge")] },
        finds: [
          `${template}.overrides[1].targetInstanceTypes[0] is targeted by an earlier entry, too, not "g5.xlarge"`,
        ],
      },
      "a type and its family": {
        changes: { [`${gpu}.instanceTypes`]: ["g5"], [`${template}.overrides`]: [target("g5", "g5.xlarge")] },
        finds: [
          `${template}.overrides[0].targetInstanceTypes[1] is covered by its family g5, which is targeted, too, not "g5.xlarge"`,
        ],
      },
    },
  },
];
