/** What the environments of a project declare, seen together: names that two of them give, and quotas that they share. */
import { QUOTAS } from "../aws/batch/limits";
import { loadCompute } from "./compute/load";
import type { Environment } from "./environment";
import { ConfigError, type ConfigProblem } from "./errors";
import { groupBy } from "./group-by";
import { loadTrainingQueues } from "./training-queues";

/** Something that cannot be deployed together with what another environment, or another file of it, declares. */
export interface NeighbourWarning {
  /** The environment that comes second. */
  readonly environment: string;
  readonly problem: ConfigProblem;
}

/** Kinds of things with names that are given once, in a Region or in the whole account. */
const KINDS = {
  "service environment": "Region",
  "compute environment": "Region",
  "scheduling policy": "Region",
  "job queue": "Region",
  "consumable resource": "Region",
  "job definition": "Region",
  "job role": "account",
} as const;
type Kind = keyof typeof KINDS;

/** A file of declarations, with what it declares. */
interface Declaring {
  readonly environment: Environment;
  readonly file: string;
  readonly names: readonly (readonly [kind: Kind, name: string])[];
}

/**
 * Loads what several environments declare, and compares it.
 *
 * @returns what AWS would refuse if all of the environments were deployed, which need not be meant
 * @throws ConfigError with every problem of every file
 */
export function checkDeclarations(environments: readonly Environment[]): NeighbourWarning[] {
  const problems: ConfigProblem[] = [];
  const declaring = environments.flatMap((environment) =>
    [ofTrainingQueues, ofCompute].flatMap((load) => {
      try {
        return load(environment);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        problems.push(...error.problems);
        return [];
      }
    }),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  const accounts = groupBy(declaring, ({ environment: { settings } }) => settings.account_number);
  const places = groupBy(declaring, ({ environment: { settings } }) => `${settings.account_number}/${settings.region}`);
  return [
    ...[...accounts.values()].flatMap((neighbours) => collisions(neighbours, "account")),
    ...[...places.values()].flatMap((neighbours) => [
      ...collisions(neighbours, "Region"),
      ...tooMany(neighbours, "service environment", QUOTAS.serviceEnvironments),
      ...tooMany(neighbours, "compute environment", QUOTAS.computeEnvironments),
      ...tooMany(neighbours, "job queue", QUOTAS.jobQueues),
    ]),
  ];
}

type Named = readonly { readonly name: string }[];
const named = (kind: Kind, all: Named) => all.map(({ name }) => [kind, name] as const);

function ofTrainingQueues(environment: Environment): Declaring[] {
  const queues = loadTrainingQueues(environment);
  if (queues === undefined) return [];
  const names = [
    ...named("service environment", queues.serviceEnvironments),
    ...named("scheduling policy", queues.schedulingPolicies),
    ...named("job queue", queues.jobQueues),
  ];
  return [{ environment, file: queues.file, names }];
}

function ofCompute(environment: Environment): Declaring[] {
  const compute = loadCompute(environment);
  if (compute === undefined) return [];
  const names = [
    ...named("compute environment", compute.computeEnvironments),
    ...named("scheduling policy", compute.schedulingPolicies),
    ...named("job queue", compute.jobQueues),
    ...named("consumable resource", compute.consumableResources),
    ...named("job definition", compute.jobDefinitions),
    ...named("job role", compute.jobRoles),
  ];
  return [{ environment, file: compute.file, names }];
}

const SOURCES: Readonly<Record<(typeof KINDS)[Kind], string>> = {
  Region: "AWS Batch answers: Object already exists",
  account: "IAM answers: EntityAlreadyExists",
};

function collisions(neighbours: readonly Declaring[], scope: (typeof KINDS)[Kind]): NeighbourWarning[] {
  const first = new Map<string, Declaring>();
  return neighbours.flatMap((one) =>
    one.names
      .filter(([kind]) => KINDS[kind] === scope)
      .flatMap(([kind, name]) => {
        const key = `${kind} ${name}`;
        const other = first.get(key);
        if (other === undefined) first.set(key, one);
        if (other === undefined || other === one) return [];
        const source = kind === "job definition" ? REVISIONS : SOURCES[scope];
        const problem = { file: one.file, path: "", ...collision(one, other, kind, name), source };
        return [{ environment: one.environment.name, problem }];
      }),
  );
}

const REVISIONS = "AWS Batch API Reference, RegisterJobDefinition: each would make revisions of the other's";

function collision(one: Declaring, other: Declaring, kind: Kind, name: string): Pick<ConfigProblem, "rule" | "hint"> {
  const what = `declares the ${kind} ${JSON.stringify(name)}`;
  const rename = "rename one of the two";
  if (one.environment === other.environment)
    return { rule: `${what}, which ${other.file} declares, too`, hint: rename };
  const where = KINDS[kind] === "Region" ? "account and Region" : "account";
  const rule = `${what}, which ${other.environment.name} declares in the same ${where}`;
  return { rule, hint: one.file === other.file ? "give each environment a file of its own" : rename };
}

/** One file with too many is told by its own rules. */
function tooMany(neighbours: readonly Declaring[], kind: Kind, most: number): NeighbourWarning[] {
  const having = neighbours.filter(({ names }) => names.some(([one]) => one === kind));
  const count = having.reduce((sum, { names }) => sum + names.filter(([one]) => one === kind).length, 0);
  const last = having.at(-1);
  if (last === undefined || having.length === 1 || count <= most) return [];
  const environments = [...new Set(having.map(({ environment }) => environment.name))];
  const shared = environments.length === 1 ? "" : ", which share an account and Region,";
  const rule = `brings the ${kind}s of ${environments.join(", ")}${shared} to ${count}`;
  const source = "https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html";
  const problem = { file: last.file, path: "", rule, allowed: [`up to ${most}`], source };
  return [{ environment: last.environment.name, problem }];
}
