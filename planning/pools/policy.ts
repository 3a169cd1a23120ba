import type { FairSharePolicy } from "../../scheduling";

/** What a scheduling policy says of fair shares. */
interface FairShare {
  readonly shareDecaySeconds?: number;
  readonly computeReservation?: number;
  readonly shareDistribution?: readonly { readonly shareIdentifier?: string; readonly weightFactor?: number }[];
}

/** API Reference, FairsharePolicy and ShareAttributes: 0, 0 and 1 where nothing is said. */
export function fairSharePolicy({
  shareDecaySeconds = 0,
  computeReservation = 0,
  shareDistribution = [],
}: FairShare): FairSharePolicy {
  const weights = shareDistribution.map(({ shareIdentifier = "", weightFactor = 1 }) => [
    shareIdentifier,
    weightFactor,
  ]);
  return { kind: "FAIR_SHARE", shareDecaySeconds, computeReservation, weights: Object.fromEntries(weights) };
}
