import {
  computeReservation,
  overlappingShares,
  shareDecay,
  shareDistributionSize,
  shareIdentifier,
  weightFactor,
} from "../../../../config/declarations/rules/fair-share";
import { onePolicyKind } from "../../../../config/training-queues/rules/policies";
import { at } from "../fixture";
import type { RuleCases } from "./cases";

const policy = `${at.fair}.fairsharePolicy`;
const distribution = `${policy}.shareDistribution`;
const shares = (...identifiers: string[]) => ({
  [distribution]: identifiers.map((shareIdentifier) => ({ shareIdentifier })),
});
const numbered = (count: number) => shares(...Array.from({ length: count }, (_, i) => `share${i}`));

export const policyCases: readonly RuleCases[] = [
  {
    rule: onePolicyKind,
    complies: {
      "an empty fair-share policy": { [policy]: {} },
      "a policy of a wrong type, which is told elsewhere": { [policy]: "FIFO" },
    },
    violates: {
      both: {
        changes: { [`${at.fair}.quotaSharePolicy`]: { idleResourceAssignmentStrategy: "FIFO" } },
        finds: [`${at.fair} has both kinds of policy`],
      },
      none: { changes: { [policy]: undefined }, finds: [`${at.fair} has no policy in it`] },
    },
  },
  {
    rule: shareDecay,
    complies: {
      "no time": { [`${policy}.shareDecaySeconds`]: 0 },
      "a week": { [`${policy}.shareDecaySeconds`]: 604_800 },
    },
    violates: {
      "more than a week": {
        changes: { [`${policy}.shareDecaySeconds`]: 604_801 },
        finds: [`${policy}.shareDecaySeconds must be a whole number in range, not 604801`],
      },
      "a negative time": {
        changes: { [`${policy}.shareDecaySeconds`]: -1 },
        finds: [`${policy}.shareDecaySeconds must be a whole number in range, not -1`],
      },
    },
  },
  {
    rule: computeReservation,
    complies: { nothing: { [`${policy}.computeReservation`]: 0 }, "99": { [`${policy}.computeReservation`]: 99 } },
    violates: {
      everything: {
        changes: { [`${policy}.computeReservation`]: 100 },
        finds: [`${policy}.computeReservation must be a whole number in range, not 100`],
      },
    },
  },
  {
    rule: shareDistributionSize,
    complies: { "500": numbered(500) },
    violates: { "501": { changes: numbered(501), finds: [`${distribution} has too many entries, not 501`] } },
  },
  {
    rule: shareIdentifier,
    complies: {
      "_ and -, a prefix": shares("team_a-1", "B*"),
      "255 characters, and an asterisk": shares("x".repeat(255), `${"y".repeat(255)}*`),
    },
    violates: {
      "a star within, alone, 256 characters, none": {
        changes: shares("a*b", "*", "x".repeat(256), ""),
        finds: [
          `${distribution}[0].shareIdentifier must be a share identifier, not "a*b"`,
          `${distribution}[1].shareIdentifier must be a share identifier, not "*"`,
          `${distribution}[2].shareIdentifier must be a share identifier, not "${"x".repeat(79)}...`,
          `${distribution}[3].shareIdentifier must be a share identifier, not ""`,
        ],
      },
    },
  },
  {
    rule: overlappingShares,
    complies: { "names with the same beginning": shares("User", "UserA", "UserB*") },
    violates: {
      twice: {
        changes: shares("A", "B", "A"),
        finds: [`${distribution}[2].shareIdentifier repeats shareDistribution[0]`],
      },
      "covered by a prefix, before or after it": {
        changes: shares("UserA1", "UserA*", "UserA"),
        finds: [0, 2].map(
          (index) =>
            `${distribution}[${index}].shareIdentifier overlaps with "UserA*" of shareDistribution[1], not ${index === 0 ? '"UserA1"' : '"UserA"'}`,
        ),
      },
      "a prefix of a prefix": {
        changes: shares("Us*", "User*"),
        finds: [`${distribution}[1].shareIdentifier overlaps with "Us*" of shareDistribution[0], not "User*"`],
      },
    },
  },
  {
    rule: weightFactor,
    complies: {
      "the least": { [`${distribution}.0.weightFactor`]: 0.0001 },
      "the most": { [`${distribution}.0.weightFactor`]: 999.9999 },
    },
    violates: {
      nothing: {
        changes: { [`${distribution}.0.weightFactor`]: 0 },
        finds: [`${distribution}[0].weightFactor must be in range, not 0`],
      },
      "a thousand": {
        changes: { [`${distribution}.1.weightFactor`]: 1000 },
        finds: [`${distribution}[1].weightFactor must be in range, not 1000`],
      },
    },
  },
];
