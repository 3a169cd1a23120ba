/** Rules of scheduling policies. Messages as recorded by badmintoncryer/cdk-preflight, rules/batch/pf-batch-sp-*. */
import type { FairsharePolicy, QuotaSharePolicy, ShareAttributes } from "@aws-sdk/client-batch";
import { schedulingKind } from "../../../aws/batch/scheduling-kind";
import { ClientException } from "../plumbing/errors";
import { QUOTAS } from "../plumbing/settings";

export interface Policies {
  readonly quotaSharePolicy?: QuotaSharePolicy | undefined;
  readonly fairsharePolicy?: FairsharePolicy | undefined;
}

export function requirePolicies(policies: Policies): void {
  const { quotaSharePolicy, fairsharePolicy } = policies;
  if (quotaSharePolicy !== undefined && fairsharePolicy !== undefined) {
    throw new ClientException("A scheduling policy can have either fairsharePolicy or quotaSharePolicy");
  }
  if (quotaSharePolicy !== undefined) requireIdleStrategy(quotaSharePolicy);
  if (fairsharePolicy !== undefined) requireFairShare(fairsharePolicy);
}

function requireIdleStrategy(policy: QuotaSharePolicy): void {
  if (policy.idleResourceAssignmentStrategy !== "FIFO") {
    throw new ClientException("Idle resource assignment strategy must be one of [FIFO].");
  }
}

function requireFairShare(policy: FairsharePolicy): void {
  // FairsharePolicy: shareDecaySeconds 0..604800 (one week), computeReservation 0..99.
  requireRange("Share decay seconds", policy.shareDecaySeconds, 604_800);
  requireRange("Compute reservation", policy.computeReservation, 99);
  const shares = policy.shareDistribution ?? [];
  if (shares.length > QUOTAS.shareIdentifiers) {
    throw new ClientException(`ShareDistribution size cannot be greater than ${QUOTAS.shareIdentifiers}.`);
  }
  for (const share of shares) requireShare(share);
  requireNoOverlap(shares.map(({ shareIdentifier }) => shareIdentifier ?? ""));
}

function requireRange(what: string, value: number | undefined, maximum: number): void {
  if (value !== undefined && (value < 0 || value > maximum)) {
    throw new ClientException(`${what} should be between 0 and ${maximum}.`);
  }
}

// ShareAttributes: up to 255 characters, alphanumeric, an optional trailing asterisk; the service takes - and _ as well.
const SHARE_IDENTIFIER = /^(?=.{1,255}$)[A-Za-z0-9_-]+\*?$/;

function requireShare({ shareIdentifier, weightFactor }: ShareAttributes): void {
  if (!SHARE_IDENTIFIER.test(shareIdentifier ?? "")) {
    throw new ClientException("ShareIdentifier name should match a valid pattern.");
  }
  // ShareAttributes: "The smallest supported value is 0.0001, and the largest supported value is 999.9999."
  if (weightFactor !== undefined && (weightFactor < 0.0001 || weightFactor > 999.9999)) {
    throw new ClientException("Weight factor should be between 0.0001 and 999.9999.");
  }
}

// ShareAttributes: "the list of share identifiers ... can't overlap": `UserA*` covers `UserA1` and `UserA1*`.
function requireNoOverlap(identifiers: readonly string[]): void {
  if (new Set(identifiers).size < identifiers.length) {
    throw new ClientException("Cannot have two or more identical shareIdentifiers.");
  }
  for (const prefix of identifiers.filter((one) => one.endsWith("*"))) {
    const covered = identifiers.find((other) => other !== prefix && other.startsWith(prefix.slice(0, -1)));
    if (covered !== undefined) {
      throw new ClientException(`Share identifier ${covered} matches another share identifier ${prefix}.`);
    }
  }
}

/** CreateSchedulingPolicy: the kind of a policy can never be removed or swapped. */
export function requireSameKind(old: Policies, wanted: Policies): void {
  const names = Object.entries(wanted).filter(([, policy]) => policy !== undefined);
  if (names.length === 0) return;
  if (schedulingKind(old) !== schedulingKind(wanted)) {
    throw new ClientException("The kind of a scheduling policy cannot be changed.");
  }
}
