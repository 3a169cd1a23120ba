/** Rules of scheduling policies. Messages as recorded by badmintoncryer/cdk-preflight, rules/batch/pf-batch-sp-*. */
import type { FairsharePolicy, QuotaSharePolicy, ShareAttributes } from "@aws-sdk/client-batch";
import { COMPUTE_RESERVATION, QUOTAS, SHARE_DECAY_SECONDS, WEIGHT_FACTOR } from "../../../aws/batch/limits";
import { SHARE_PATTERN } from "../../../aws/batch/names";
import { schedulingKind } from "../../../aws/batch/scheduling-kind";
import { ClientException, InvalidRequest } from "../plumbing/errors";
import { requireRange } from "./range";

export interface Policies {
  readonly quotaSharePolicy?: QuotaSharePolicy | undefined;
  readonly fairsharePolicy?: FairsharePolicy | undefined;
}

export function requirePolicies(policies: Policies): void {
  const { quotaSharePolicy, fairsharePolicy } = policies;
  if (quotaSharePolicy !== undefined && fairsharePolicy !== undefined) {
    throw new InvalidRequest("A scheduling policy can have either fairsharePolicy or quotaSharePolicy");
  }
  if (quotaSharePolicy !== undefined) requireIdleStrategy(quotaSharePolicy);
  if (fairsharePolicy !== undefined) requireFairShare(fairsharePolicy);
}

function requireIdleStrategy(policy: QuotaSharePolicy): void {
  if (policy.idleResourceAssignmentStrategy !== "FIFO") {
    throw new InvalidRequest("Idle resource assignment strategy must be one of [FIFO].");
  }
}

function requireFairShare(policy: FairsharePolicy): void {
  requireRange("Share decay seconds should", policy.shareDecaySeconds, SHARE_DECAY_SECONDS);
  requireRange("Compute reservation should", policy.computeReservation, COMPUTE_RESERVATION);
  const shares = policy.shareDistribution ?? [];
  if (shares.length > QUOTAS.shareIdentifiers) {
    throw new InvalidRequest(`ShareDistribution size cannot be greater than ${QUOTAS.shareIdentifiers}.`);
  }
  for (const share of shares) requireShare(share);
  requireNoOverlap(shares.map(({ shareIdentifier }) => shareIdentifier ?? ""));
}

function requireShare({ shareIdentifier, weightFactor }: ShareAttributes): void {
  if (!SHARE_PATTERN.test(shareIdentifier ?? "")) {
    throw new InvalidRequest("ShareIdentifier name should match a valid pattern.");
  }
  requireRange("Weight factor should", weightFactor, WEIGHT_FACTOR);
}

// ShareAttributes: "the list of share identifiers ... can't overlap": `UserA*` covers `UserA1` and `UserA1*`.
function requireNoOverlap(identifiers: readonly string[]): void {
  if (new Set(identifiers).size < identifiers.length) {
    throw new InvalidRequest("Cannot have two or more identical shareIdentifiers.");
  }
  for (const prefix of identifiers.filter((one) => one.endsWith("*"))) {
    const covered = identifiers.find((other) => other !== prefix && other.startsWith(prefix.slice(0, -1)));
    if (covered !== undefined) {
      throw new InvalidRequest(`Share identifier ${covered} matches another share identifier ${prefix}.`);
    }
  }
}

/** CreateSchedulingPolicy: the kind of a policy can never be removed or swapped. */
export function requireSameKind(old: Policies, wanted: Policies): void {
  const { quotaSharePolicy, fairsharePolicy } = wanted;
  if ((quotaSharePolicy ?? fairsharePolicy) !== undefined && schedulingKind(old) !== schedulingKind(wanted)) {
    throw new ClientException("The kind of a scheduling policy cannot be changed.");
  }
}
