import type { SchedulingKind } from "../aws/batch/scheduling-kind";
import { placeIn } from "../aws/place";
import type { Environment } from "./environment";
import { ConfigError, renderPath, renderProblem, type ConfigProblem } from "./errors";
import { environmentTags } from "./tags";
import type { GroupName } from "./training-queues/convention";
import type { Declared, Link, QueueContext, QueueModel } from "./training-queues/model";
import { neighbourWarnings, type NeighbourWarning } from "./training-queues/neighbours";
import { readQueuesFile, type QueuesFile } from "./training-queues/queues-file";
import { readModel } from "./training-queues/read-model";
import { RULES, type Rule } from "./training-queues/rules";
import type { CompleteRequests } from "./training-queues/shapes";
import { inFile, type ValueProblem } from "./zod-problems";

export {
  defineTrainingQueues,
  type QuotaShares,
  type SchedulingPolicies,
  type ServiceEnvs,
  type TrainingJobQueues,
  type TrainingQueuesInput,
} from "./training-queues/convention";
export type { QueueContext } from "./training-queues/model";
export { queueArns, type QueueArns } from "./training-queues/queue-arns";
export type {
  JobQueueRequest,
  QuotaShareRequest,
  SchedulingPolicyRequest,
  ServiceEnvironmentRequest,
} from "./training-queues/shapes";

/** The training queues of an environment, validated. */
export interface TrainingQueues {
  /** Path of the file that declares them, relative to the repository root. */
  readonly file: string;
  readonly serviceEnvironments: readonly Declaration<"ServiceEnvs">[];
  readonly schedulingPolicies: readonly Declaration<"SchedulingPolicies">[];
  readonly jobQueues: readonly JobQueueDeclaration[];
  readonly quotaShares: readonly QuotaShareDeclaration[];
  /** What AWS accepts and is probably not meant: errors under `--strict`. */
  readonly warnings: readonly QueueWarning[];
}

/** One object of AWS Batch that the file declares. */
export interface Declaration<G extends GroupName> {
  /** What stands before `_SE_NAME`, `_QUEUE_NAME`, ... in the file; unique in its group, whatever the case. */
  readonly key: string;
  /** The name at AWS. */
  readonly name: string;
  readonly request: CompleteRequests[G];
}

export interface JobQueueDeclaration extends Declaration<"TrainingJobQueues"> {
  readonly serviceEnvironment: Reference;
  /** Absent for a queue in order of submission. */
  readonly schedulingPolicy?: Reference;
  /** Undefined when the policy is not declared in the file. */
  readonly scheduling: SchedulingKind | undefined;
}

export interface QuotaShareDeclaration extends Declaration<"QuotaShares"> {
  readonly jobQueue: Reference;
}

/** What a request names in another group: a declaration by its key, or something that exists without the file. */
export type Reference = { readonly kind: "declared"; readonly key: string } | Extract<Link<GroupName>, { arn: string }>;

export interface QueueWarning {
  /** For people. */
  readonly message: string;
  readonly problem: ConfigProblem;
}

/**
 * Reads and validates the training queues of an environment.
 *
 * @returns undefined when the environment has none (no `training_queues` in its settings)
 * @throws ConfigError with every problem of the file
 */
export function loadTrainingQueues(environment: Environment): TrainingQueues | undefined {
  const { settings, root, file } = environment;
  if (settings.training_queues === undefined) return undefined;
  const known = loaded.get(environment);
  if (known !== undefined) return known;
  const queues = parseTrainingQueues(
    readQueuesFile(root, settings.training_queues.path, file),
    queueContext(environment),
  );
  loaded.set(environment, queues);
  return queues;
}

/** Environments never change, and neither do their queues. */
const loaded = new WeakMap<Environment, TrainingQueues>();

/**
 * Loads the training queues of several environments, and compares them with each other.
 *
 * @returns what AWS would refuse if all of the environments were deployed, which need not be meant
 * @throws ConfigError with every problem of every file
 */
export function checkTrainingQueues(environments: readonly Environment[]): NeighbourWarning[] {
  const problems: ConfigProblem[] = [];
  const valid = environments.flatMap((environment) => {
    try {
      const queues = loadTrainingQueues(environment);
      return queues === undefined ? [] : [{ environment, queues }];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return neighbourWarnings(valid);
}

/** @returns where the queues of an environment are, and the tags that they get. */
export function queueContext({ settings }: Environment): QueueContext {
  const { region, account_number: account } = settings;
  return { ...placeIn(region, account), tags: environmentTags(settings) };
}

/**
 * Validates the value of a queues file.
 *
 * @throws ConfigError with every problem: of names, shapes, links and AWS's rules
 */
export function parseTrainingQueues(source: QueuesFile, context: QueueContext): TrainingQueues {
  const { model, problems: misshapen } = readModel(source.value, context);
  const problems = [...misshapen, ...findings(model, "error")].map((one) => locatedIn(source, one));
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    file: source.file,
    serviceEnvironments: model.serviceEnvironments.map(declaration),
    schedulingPolicies: model.schedulingPolicies.map(declaration),
    jobQueues: model.jobQueues.map((queue) => jobQueueDeclaration(model, queue)),
    quotaShares: model.quotaShares.map((share) => ({
      ...declaration(share),
      jobQueue: reference(share, model.jobQueueOf(share)),
    })),
    warnings: findings(model, "warning").map((finding) => {
      const problem = locatedIn(source, finding);
      return { message: renderProblem(problem), problem };
    }),
  };
}

function findings(model: QueueModel, severity: Rule["severity"]): ValueProblem[] {
  return RULES.filter((rule) => rule.severity === severity).flatMap((rule) =>
    rule.check(model).map((finding) => ({ ...finding, source: rule.source })),
  );
}

function locatedIn({ file, locate }: QueuesFile, problem: ValueProblem): ConfigProblem {
  const { line, column } = locate?.(problem.path) ?? {};
  return inFile(problem, { file, line, column });
}

function jobQueueDeclaration(model: QueueModel, queue: Declared<"TrainingJobQueues">): JobQueueDeclaration {
  const policy = model.schedulingPolicyOf(queue);
  return {
    ...declaration(queue),
    serviceEnvironment: reference(queue, model.serviceEnvironmentOf(queue)),
    ...(policy === undefined ? {} : { schedulingPolicy: reference(queue, policy) }),
    scheduling: model.schedulingOf(queue),
  };
}

function declaration<G extends GroupName>({ key, name, complete, path }: Declared<G>): Declaration<G> {
  if (complete === undefined || name === undefined) throw new IncompleteError(path);
  return { key, name, request: complete };
}

function reference({ path }: Declared<GroupName>, link: Link<GroupName> | undefined): Reference {
  if (link === undefined) throw new IncompleteError(path);
  return link.kind === "declared" ? { kind: "declared", key: link.target.key } : link;
}

/** A declaration with a hole in it that no problem tells of: a mistake of this program, not of the file. */
class IncompleteError extends Error {
  constructor(readonly path: readonly PropertyKey[]) {
    super(`${renderPath(path)} is incomplete, and no rule says so`);
  }
}
