import {
  capacityLimitCount,
  capacityUnit,
  knownInstanceType,
  maxCapacity,
  mixedCapacityUnits,
  repeatedCapacityUnit,
} from "../../../../config/training-queues/rules/capacity";
import { at } from "../fixture";
import type { RuleCases } from "./cases";

const limits = (...units: string[]) => units.map((unit) => ({ maxCapacity: 1, capacityUnit: unit }));
const six = limits(
  "ml.g5.xlarge",
  "ml.g5.2xlarge",
  "ml.g5.4xlarge",
  "ml.g5.8xlarge",
  "ml.p5.48xlarge",
  "ml.p5.4xlarge",
);

export const capacityCases: readonly RuleCases[] = [
  {
    rule: capacityLimitCount,
    complies: {
      "five limits": { [`${at.g5}.capacityLimits`]: six.slice(1), [`${at.a}.capacityLimits`]: six.slice(1) },
    },
    violates: {
      none: {
        changes: { [`${at.g5}.capacityLimits`]: [] },
        finds: [`${at.g5}.capacityLimits has too few or too many entries, not 0`],
      },
      "six, of a share too": {
        changes: { [`${at.g5}.capacityLimits`]: six, [`${at.a}.capacityLimits`]: six },
        finds: [at.g5, at.a].map((path) => `${path}.capacityLimits has too few or too many entries, not 6`),
      },
    },
  },
  {
    rule: maxCapacity,
    complies: { "the largest": { [`${at.g5}.capacityLimits.0.maxCapacity`]: 2_147_483_647 } },
    violates: {
      "none, a part, more than an Integer, less than none": {
        changes: {
          [`${at.c5}.capacityLimits.0.maxCapacity`]: 0,
          [`${at.g5}.capacityLimits.0.maxCapacity`]: 1.5,
          [`${at.a}.capacityLimits.0.maxCapacity`]: 2_147_483_648,
          [`${at.b}.capacityLimits.0.maxCapacity`]: -1,
        },
        finds: [
          `${at.c5}.capacityLimits[0].maxCapacity must be a whole number in range, not 0`,
          `${at.g5}.capacityLimits[0].maxCapacity must be a whole number in range, not 1.5`,
          `${at.a}.capacityLimits[0].maxCapacity must be a whole number in range, not 2147483648`,
          `${at.b}.capacityLimits[0].maxCapacity must be a whole number in range, not -1`,
        ],
      },
    },
  },
  {
    rule: capacityUnit,
    complies: { "a family with a hyphen": { [`${at.g5}.capacityLimits.0.capacityUnit`]: "ml.p6-b200.48xlarge" } },
    violates: {
      "an EC2 instance type": {
        changes: { [`${at.g5}.capacityLimits.0.capacityUnit`]: "g5.xlarge" },
        finds: [`${at.g5}.capacityLimits[0].capacityUnit must be a capacity unit, not "g5.xlarge"`],
      },
      "a share that counts instances": {
        changes: { [`${at.a}.capacityLimits.0.capacityUnit`]: "NUM_INSTANCES" },
        finds: [`${at.a}.capacityLimits[0].capacityUnit must be a capacity unit, not "NUM_INSTANCES"`],
      },
    },
  },
  {
    rule: knownInstanceType,
    complies: { "instances of any type": {} },
    violates: {
      "a slip": {
        changes: { [`${at.g5}.capacityLimits.0.capacityUnit`]: "ml.g5.xlagre" },
        finds: [`${at.g5}.capacityLimits[0].capacityUnit is not a known instance type, not "ml.g5.xlagre"`],
      },
    },
  },
  {
    rule: mixedCapacityUnits,
    complies: { "two instance types": { [`${at.g5}.capacityLimits`]: six.slice(0, 2) } },
    violates: {
      "instances and an instance type": {
        changes: { [`${at.c5}.capacityLimits`]: limits("NUM_INSTANCES", "ml.c5.xlarge") },
        finds: [`${at.c5}.capacityLimits mixes NUM_INSTANCES with ml.c5.xlarge`],
      },
    },
  },
  {
    rule: repeatedCapacityUnit,
    complies: { "the same unit in two lists": {} },
    violates: {
      "the same unit in one list": {
        changes: { [`${at.a}.capacityLimits`]: limits("ml.g5.xlarge", "ml.p5.4xlarge", "ml.g5.xlarge") },
        finds: [`${at.a}.capacityLimits[2].capacityUnit repeats the unit of capacityLimits[0]`],
      },
    },
  },
];
