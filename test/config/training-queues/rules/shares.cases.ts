import {
  borrowLimit,
  overAllotment,
  queueWithoutShares,
  quotaShareQueue,
  quotaShareRegion,
  quotaShareUnits,
  quotaSharesPerQueue,
} from "../../../../config/training-queues/rules/shares";
import { at, many, valid } from "../fixture";
import type { RuleCases } from "./cases";

const sharing = (path: string) => `${path}.resourceSharingConfiguration`;
const shares = (count: number) => ({
  QuotaShares: many(count, (i) => ({
    [`S${i}_QS_NAME`]: `s${i}`,
    [`S${i}_QS_CREATE_REQUEST`]: { ...valid.QuotaShares.B_QS_CREATE_REQUEST, quotaShareName: `s${i}` },
  })),
});

/** There is one `ml.p4d.24xlarge` beside the three `ml.g5.xlarge`; the share `a` has so many. */
const twoTypes = (ofSecond: number) => ({
  [`${at.g5}.capacityLimits.1`]: { maxCapacity: 1, capacityUnit: "ml.p4d.24xlarge" },
  [`${at.a}.capacityLimits.1`]: { maxCapacity: ofSecond, capacityUnit: "ml.p4d.24xlarge" },
});

export const shareCases: readonly RuleCases[] = [
  {
    rule: quotaShareQueue,
    complies: {
      "a queue that is not declared": { [`${at.a}.jobQueue`]: "arn:aws:batch:eu-west-1:123456789012:job-queue/x" },
    },
    violates: {
      "a queue without a policy": {
        changes: { [`${at.a}.jobQueue`]: "fifo" },
        finds: [`${at.a}.jobQueue cannot be C5, which has no policy`],
      },
      "a queue with a fair-share policy": {
        changes: { [`${at.a}.jobQueue`]: "fair-share" },
        finds: [`${at.a}.jobQueue cannot be G6, which has a fair-share policy`],
      },
    },
  },
  {
    rule: quotaSharesPerQueue,
    complies: { "20": shares(20) },
    violates: {
      "21": {
        changes: shares(21),
        finds: ["QuotaShares.S20_QS_CREATE_REQUEST.jobQueue already has 20 quota shares, not 21"],
      },
    },
  },
  {
    rule: borrowLimit,
    complies: { unlimited: { [`${sharing(at.a)}.borrowLimit`]: -1 }, nothing: { [`${sharing(at.a)}.borrowLimit`]: 0 } },
    violates: {
      "less than unlimited": {
        changes: { [`${sharing(at.a)}.borrowLimit`]: -2 },
        finds: [`${sharing(at.a)}.borrowLimit must be a whole number in range, not -2`],
      },
      "of a share that only lends": {
        changes: { [`${sharing(at.a)}.strategy`]: "LEND" },
        finds: [`${sharing(at.a)}.borrowLimit has no place in a share that does not borrow (strategy LEND), not 200`],
      },
      "of a share that reserves": {
        changes: { [`${sharing(at.b)}.borrowLimit`]: -1 },
        finds: [`${sharing(at.b)}.borrowLimit has no place in a share that does not borrow (strategy RESERVE), not -1`],
      },
    },
  },
  {
    rule: quotaShareUnits,
    complies: { "a unit of the environment": {} },
    violates: {
      "another instance type": {
        changes: { [`${at.b}.capacityLimits.0.capacityUnit`]: "ml.p5.4xlarge" },
        finds: [
          `${at.b}.capacityLimits[0].capacityUnit is not a unit of the service environment G5, not "ml.p5.4xlarge"`,
        ],
      },
    },
  },
  {
    rule: overAllotment,
    complies: { "exactly all of it": {}, "exactly all of two instance types": twoTypes(1) },
    violates: {
      "one more than there are": {
        changes: { [`${at.b}.capacityLimits.0.maxCapacity`]: 2 },
        finds: [
          `${at.g5}.capacityLimits[0].maxCapacity is less than the 4 ml.g5.xlarge that the shares of the queue G5 have`,
        ],
      },
      "one more than there are of the second of two instance types": {
        changes: twoTypes(2),
        finds: [
          `${at.g5}.capacityLimits[1].maxCapacity is less than the 2 ml.p4d.24xlarge that the shares of the queue G5 have`,
        ],
      },
    },
  },
  {
    rule: queueWithoutShares,
    complies: { "queues of other kinds": {} },
    violates: {
      "no shares": {
        changes: { QuotaShares: {} },
        finds: [`${at.quotaShare} has a quota-share policy and no quota share; no job can be submitted`],
      },
    },
  },
  {
    rule: quotaShareRegion,
    complies: { "a Region that has them": {} },
    violates: {
      Bahrain: {
        changes: {},
        region: "me-south-1",
        finds: ["QuotaShares are not known to be available in me-south-1"],
      },
    },
  },
];
