import { type ComputeModel, computeArns, loadCompute } from "../config/compute";
import type { Environment } from "../config/environment";
import { loadTrainingQueues, queueContext } from "../config/training-queues";
import { asLive } from "./declared";
import { asLiveCompute } from "./declared-compute";
import { NoQueuesError } from "./errors";
import type { LiveQueues } from "./live-queues";

/** A team that may use a queue. */
export interface TeamOfQueue {
  readonly team: string;
  /** That its jobs may have there; of a queue in order of submission none. A * at the end stands for all that begin so. */
  readonly shares: readonly string[];
}

/** What an environment declares, of training queues and of shared compute. */
export interface DeclaredQueues {
  /** What AWS Batch would tell if exactly that were live. */
  readonly live: LiveQueues;
  /** Whether it has a file of training queues, be it one without any. */
  readonly training: boolean;
  /** The teams of each queue, by its ARN. */
  readonly teams: ReadonlyMap<string, readonly TeamOfQueue[]>;
  /** What AWS accepts and is probably not meant. */
  readonly warnings: readonly string[];
}

/** @throws ConfigError, NoQueuesError */
export function declaredQueues(environment: Environment): DeclaredQueues {
  const queues = loadTrainingQueues(environment);
  const compute = loadCompute(environment);
  if (queues === undefined && compute === undefined) throw new NoQueuesError(environment.name, environment.file);
  const pictures = [
    ...(queues === undefined ? [] : [asLive(queues, queueContext(environment))]),
    ...(compute === undefined ? [] : [asLiveCompute(compute)]),
  ];
  const all = <G extends keyof LiveQueues>(group: G) => pictures.map((picture) => picture[group]);
  return {
    live: {
      serviceEnvironments: together(all("serviceEnvironments")),
      computeEnvironments: together(all("computeEnvironments")),
      schedulingPolicies: together(all("schedulingPolicies")),
      jobQueues: together(all("jobQueues")),
      quotaShares: together(all("quotaShares")),
      consumableResources: together(all("consumableResources")),
      jobDefinitions: together(all("jobDefinitions")),
    },
    training: queues !== undefined,
    teams: compute === undefined ? new Map() : teamsOf(compute),
    warnings: [...(queues?.warnings ?? []), ...(compute?.warnings ?? [])].map(({ message }) => message),
  };
}

function together<V>(maps: readonly ReadonlyMap<string, V>[]): ReadonlyMap<string, V> {
  return new Map(maps.flatMap((map) => [...map]));
}

function teamsOf(compute: ComputeModel): ReadonlyMap<string, readonly TeamOfQueue[]> {
  const arns = computeArns(compute).jobQueues;
  const fair = new Set(compute.jobQueues.filter(({ scheduling }) => scheduling === "FAIR_SHARE").map(({ key }) => key));
  const found = new Map<string, TeamOfQueue[]>();
  for (const { name: team, queues, request } of compute.teams) {
    for (const queue of queues) {
      const arn = queue.kind === "declared" ? (arns.get(queue.key) ?? "") : queue.arn;
      const shares = queue.kind === "declared" && !fair.has(queue.key) ? [] : request.shareIdentifiers;
      found.set(arn, [...(found.get(arn) ?? []), { team, shares }]);
    }
  }
  return found;
}
