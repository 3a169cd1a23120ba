import { QUOTAS } from "../../aws/batch/limits";
import type { Environment } from "../environment";
import type { ConfigProblem } from "../errors";
import { groupBy } from "../group-by";
import { GROUPS } from "./convention";
import type { TrainingQueues } from "./declared-queues";
import { userGuide } from "./rules/rule";

/** An environment with the queues that it declares. */
export interface WithQueues {
  readonly environment: Environment;
  readonly queues: TrainingQueues;
}

/** Something that cannot be deployed together with what another environment declares. */
export interface NeighbourWarning {
  /** The environment that comes second. */
  readonly environment: string;
  readonly problem: ConfigProblem;
}

/** @returns what is wrong between the queues of environments that share an account and Region. */
export function neighbourWarnings(all: readonly WithQueues[]): NeighbourWarning[] {
  const places = groupBy(all, ({ environment: { settings } }) => `${settings.account_number}/${settings.region}`);
  return [...places.values()].flatMap((neighbours) => [
    ...collisions(neighbours, "serviceEnvironments", GROUPS.ServiceEnvs.kind),
    ...collisions(neighbours, "schedulingPolicies", GROUPS.SchedulingPolicies.kind),
    ...collisions(neighbours, "jobQueues", GROUPS.TrainingJobQueues.kind),
    ...tooMany(neighbours, "serviceEnvironments", "service environments"),
    ...tooMany(neighbours, "jobQueues", "job queues"),
  ]);
}

type Kind = "serviceEnvironments" | "schedulingPolicies" | "jobQueues";

function collisions(neighbours: readonly WithQueues[], kind: Kind, what: string): NeighbourWarning[] {
  const first = new Map<string, WithQueues>();
  return neighbours.flatMap((one) =>
    one.queues[kind].flatMap(({ name }) => {
      const other = first.get(name);
      if (other === undefined) first.set(name, one);
      if (other === undefined || other === one) return [];
      const rule = `declares the ${what} ${JSON.stringify(name)}, which ${other.environment.name} declares in the same account and Region`;
      const file = one.queues.file;
      const hint = file === other.queues.file ? "give each environment a file of its own" : "rename one of the two";
      const source = "AWS Batch answers: Object already exists";
      return [{ environment: one.environment.name, problem: { file, path: "", rule, hint, source } }];
    }),
  );
}

/** One environment with too many is told by the rules of its file. */
function tooMany(
  neighbours: readonly WithQueues[],
  kind: Exclude<Kind, "schedulingPolicies">,
  what: string,
): NeighbourWarning[] {
  const count = neighbours.reduce((sum, { queues }) => sum + queues[kind].length, 0);
  const last = neighbours.at(-1);
  if (last === undefined || neighbours.length === 1 || count <= QUOTAS[kind]) return [];
  const names = neighbours.map(({ environment }) => environment.name).join(", ");
  const rule = `brings the ${what} of ${names}, which share an account and Region, to ${count}`;
  const { file } = last.queues;
  const problem = { file, path: "", rule, allowed: [`up to ${QUOTAS[kind]}`], source: userGuide("service_limits") };
  return [{ environment: last.environment.name, problem }];
}
