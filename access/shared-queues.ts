import { computeArns, loadCompute } from "../config/compute";
import type { Environment } from "../config/environment";

/** ARNs of what commands look at of shared compute by name. */
export interface SharedQueues {
  readonly jobQueues: readonly string[];
  readonly consumableResources: readonly string[];
}

/** @throws ConfigError when the file of the compute is wrong */
export function sharedQueues(environment: Environment): SharedQueues {
  const compute = loadCompute(environment);
  if (compute === undefined) return { jobQueues: [], consumableResources: [] };
  const { jobQueues, consumableResources } = computeArns(compute);
  return { jobQueues: [...jobQueues.values()], consumableResources: [...consumableResources.values()] };
}
