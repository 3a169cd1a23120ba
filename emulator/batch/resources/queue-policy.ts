import { schedulingKind } from "../../../aws/batch/scheduling-kind";
import type { QueuePolicy } from "../../../scheduling";
import type { Call } from "../plumbing/operation";

/** The policy of a queue, as the scheduling engine has it. */
export function policyOf({ state, now }: Call, policyArn: string | undefined): QueuePolicy {
  const policy = policyArn === undefined ? undefined : state.schedulingPolicies.find(policyArn, now);
  const kind = schedulingKind(policy);
  if (kind !== "FAIR_SHARE") return { kind };
  const { shareDecaySeconds = 0, computeReservation = 0, shareDistribution = [] } = policy?.fairsharePolicy ?? {};
  const weights = shareDistribution.map(({ shareIdentifier = "", weightFactor = 1 }) => [
    shareIdentifier,
    weightFactor,
  ]);
  return { kind, shareDecaySeconds, computeReservation, weights: Object.fromEntries(weights) };
}
