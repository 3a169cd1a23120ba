/** What the words of `dapf local simulate` say of a compute environment. */
import type { EnvironmentRule, SimulationRule } from "../../../emulator";
import { UsageError } from "../../usage-error";
import type { JobFlags } from "./simulate-jobs";

export interface EnvironmentFlags {
  readonly computeEnvironment?: string;
  readonly reason?: string;
  readonly instanceTypes?: string;
}

const CONDITIONS: Readonly<Record<EnvironmentRule["reason"], string>> = {
  "insufficient-capacity": "EC2 has no more instances",
  "service-role": "the service role lacks permissions",
  "unsupported-instances": "the instance types are not supported",
  invalid: "it is INVALID",
  undetermined: "nothing starts, and nobody knows why",
};
/** What happens once instead, and what ends a condition. */
const SPOT_RECLAIM = "spot-reclaim";
const NONE = "none";

const REASONS = [...Object.keys(CONDITIONS), SPOT_RECLAIM, NONE];

export const reasonHelp = [
  `what is wrong with it: ${Object.entries(CONDITIONS)
    .map(([reason, meaning]) => `${reason} (${meaning})`)
    .join(", ")}`,
  `${SPOT_RECLAIM} (EC2 takes its Spot capacity back, once)`,
  `${NONE} (nothing any more)`,
].join("; ");

/** What is to be done. */
type Change =
  | { readonly kind: "reclaim"; readonly computeEnvironment: string }
  | { readonly kind: "rules"; apply(before: readonly SimulationRule[]): readonly SimulationRule[] };

/**
 * @returns undefined when the words are about jobs, or about nothing
 * @throws UsageError when the words say nothing that can be done
 */
export function environmentChange(
  variables: readonly string[],
  flags: EnvironmentFlags & JobFlags,
): Change | undefined {
  const { computeEnvironment, reason, instanceTypes } = flags;
  if (computeEnvironment === undefined) {
    if (reason !== undefined) throw new UsageError("of which environment? Give --compute-environment with its name");
    if (instanceTypes !== undefined) throw new UsageError("--instance-types needs --compute-environment and --reason");
    return undefined;
  }
  const ofJobs = [flags.trainingJobs, flags.outcome, flags.exitCode, flags.duration, ...variables];
  if (ofJobs.some((word) => word !== undefined)) {
    throw new UsageError("--compute-environment is not about jobs: say it in a command of its own");
  }
  if (reason === undefined) throw new UsageError(`what about ${computeEnvironment}? Give --reason`);
  if (instanceTypes !== undefined && reason !== "insufficient-capacity" && reason !== "unsupported-instances") {
    throw new UsageError("--instance-types goes with --reason insufficient-capacity and unsupported-instances only");
  }
  if (reason === SPOT_RECLAIM) return { kind: "reclaim", computeEnvironment };
  const added = reason === NONE ? [] : [{ computeEnvironment, reason: condition(reason), ...typesIn(instanceTypes) }];
  const isMeant = (rule: SimulationRule) =>
    "computeEnvironment" in rule && rule.computeEnvironment === computeEnvironment;
  return {
    kind: "rules",
    apply: (before) => [...before.filter((rule) => !isMeant(rule)), ...added],
  };
}

function condition(reason: string): EnvironmentRule["reason"] {
  // Cast: the keys of the table are the conditions, by its type.
  const known = (Object.keys(CONDITIONS) as EnvironmentRule["reason"][]).find((one) => one === reason);
  if (known !== undefined) return known;
  throw new UsageError(`--reason cannot be ${reason}; give ${REASONS.join(", ")}`);
}

function typesIn(text: string | undefined): { instanceTypes?: string[] } {
  if (text === undefined) return {};
  const types = text.split(",").map((type) => type.trim());
  if (types.includes("")) throw new UsageError(`--instance-types cannot be ${text}`);
  return { instanceTypes: types };
}
