/** Rules of fair-share policies, whichever queues have them. */
import type { CreateSchedulingPolicyRequest } from "@aws-sdk/client-batch";
import { COMPUTE_RESERVATION, isWithin, QUOTAS, SHARE_DECAY_SECONDS, WEIGHT_FACTOR } from "../../../aws/batch/limits";
import { SHARE_PATTERN } from "../../../aws/batch/names";
import type { Checked } from "../../../aws/fields/field";
import type { DeclaredRequest } from "../declare";
import { apiReference, serviceMessage, span, wholeNumber, type Finding, type Rule } from "./rule";

type Policy = DeclaredRequest<string, Checked<CreateSchedulingPolicyRequest>>;

/** What declares scheduling policies. */
export interface WithPolicies {
  readonly schedulingPolicies: readonly Policy[];
}

/** One entry of the share distribution of a fair-share policy, with its place. */
interface PlacedShare {
  readonly path: readonly PropertyKey[];
  readonly shareIdentifier: string | undefined;
  readonly weightFactor: number | undefined;
}

/** @returns the entries that are there, with their paths. */
export function sharesOf({ path, request }: Policy): readonly PlacedShare[] {
  return (request.fairsharePolicy?.shareDistribution ?? []).map((share, index) => ({
    path: [...path, "fairsharePolicy", "shareDistribution", index],
    shareIdentifier: share?.shareIdentifier,
    weightFactor: share?.weightFactor,
  }));
}

export const shareDecay: Rule<WithPolicies> = {
  demand: "A share decays over 0 seconds to a week",
  source: apiReference("FairsharePolicy"),
  severity: "error",
  check: ({ schedulingPolicies }) =>
    schedulingPolicies.flatMap(({ path, request: { fairsharePolicy: policy } }) =>
      wholeNumber([...path, "fairsharePolicy", "shareDecaySeconds"], policy?.shareDecaySeconds, SHARE_DECAY_SECONDS),
    ),
};

export const computeReservation: Rule<WithPolicies> = {
  demand: `A compute reservation is ${span(COMPUTE_RESERVATION)} percent`,
  source: apiReference("FairsharePolicy"),
  severity: "error",
  check: ({ schedulingPolicies }) =>
    schedulingPolicies.flatMap(({ path, request: { fairsharePolicy: policy } }) =>
      wholeNumber([...path, "fairsharePolicy", "computeReservation"], policy?.computeReservation, COMPUTE_RESERVATION),
    ),
};

export const shareDistributionSize: Rule<WithPolicies> = {
  demand: `A fair-share policy has at most ${QUOTAS.shareIdentifiers} share identifiers`,
  source: serviceMessage("ShareDistribution size cannot be greater than 500."),
  severity: "error",
  check: ({ schedulingPolicies }) =>
    schedulingPolicies.flatMap((policy) => {
      const count = sharesOf(policy).length;
      if (count <= QUOTAS.shareIdentifiers) return [];
      const path = [...policy.path, "fairsharePolicy", "shareDistribution"];
      return [{ path, rule: "has too many entries", found: count, allowed: [`up to ${QUOTAS.shareIdentifiers}`] }];
    }),
};

export const shareIdentifier: Rule<WithPolicies> = {
  demand: "A share identifier has 1 to 255 letters, digits, _ and -; a * at its end makes it a prefix",
  source: serviceMessage("ShareIdentifier name should match a valid pattern."),
  severity: "error",
  check: ({ schedulingPolicies }) =>
    schedulingPolicies.flatMap(sharesOf).flatMap(({ path, shareIdentifier: found }) => {
      if (found === undefined || SHARE_PATTERN.test(found)) return [];
      const allowed = ["1 to 255 characters of A-Z a-z 0-9 _ -, and * at the end"];
      return [{ path: [...path, "shareIdentifier"], rule: "must be a share identifier", found, allowed }];
    }),
};

export const overlappingShares: Rule<WithPolicies> = {
  demand: "No share identifier stands twice or is covered by a prefix among them, as UserA1 is by UserA*",
  source: apiReference("ShareAttributes"),
  severity: "error",
  check: ({ schedulingPolicies }) => schedulingPolicies.flatMap(overlaps),
};

function overlaps(policy: Policy): Finding[] {
  const shares = sharesOf(policy).flatMap(({ path, shareIdentifier: identifier }) =>
    identifier === undefined ? [] : [{ path: [...path, "shareIdentifier"], identifier }],
  );
  // Where each identifier and each prefix stands first.
  const first = new Map(shares.map(({ identifier }, index) => [identifier, index] as const).reverse());
  const hasPrefixes = shares.some(({ identifier }) => identifier.endsWith("*"));
  return shares.flatMap(({ path, identifier }, index) => {
    const earlier = first.get(identifier);
    if (earlier !== undefined && earlier !== index) {
      return [{ path, rule: `repeats shareDistribution[${earlier}]`, hint: `${JSON.stringify(identifier)} twice` }];
    }
    const prefix = hasPrefixes ? prefixesOf(identifier).find((candidate) => first.has(candidate)) : undefined;
    if (prefix === undefined) return [];
    const rule = `overlaps with ${JSON.stringify(prefix)} of shareDistribution[${first.get(prefix) ?? 0}]`;
    return [{ path, rule, found: identifier, hint: "a job would belong to both" }];
  });
}

/** @returns every other identifier with a `*` that covers this one, the shortest first. */
function prefixesOf(identifier: string): string[] {
  const stem = identifier.replace(/\*$/, "");
  const longest = identifier.endsWith("*") ? stem.length - 1 : stem.length;
  return Array.from({ length: longest + 1 }, (_, length) => `${stem.slice(0, length)}*`);
}

export const weightFactor: Rule<WithPolicies> = {
  demand: `A weight factor is ${span(WEIGHT_FACTOR)}; the lower, the more resources`,
  source: serviceMessage("Weight factor should be between 0.0001 and 999.9999."),
  severity: "error",
  check: ({ schedulingPolicies }) =>
    schedulingPolicies.flatMap(sharesOf).flatMap(({ path, weightFactor: found }) => {
      if (found === undefined || isWithin(WEIGHT_FACTOR, found)) return [];
      const allowed = [`${WEIGHT_FACTOR.least}..${WEIGHT_FACTOR.most}`];
      return [{ path: [...path, "weightFactor"], rule: "must be in range", found, allowed }];
    }),
};
