import type { DeclarationsFile } from "../declarations/declarations-file";
import { ConfigError, renderPath, renderProblem, type ConfigProblem } from "../errors";
import { inFile, type ValueProblem } from "../zod-problems";
import type { GroupName } from "./convention";
import type { Declaration, JobQueueDeclaration, Reference, TrainingQueues } from "./declared-queues";
import type { Declared, Link, QueueContext, QueueModel } from "./model";
import { readModel } from "./read-model";
import { RULES, type Rule } from "./rules";

/**
 * Validates the value of a queues file.
 *
 * @throws ConfigError with every problem: of names, shapes, links and AWS's rules
 */
export function parseTrainingQueues(source: DeclarationsFile, context: QueueContext): TrainingQueues {
  const { model, problems: misshapen } = readModel(source.value, context);
  const problems = [...misshapen, ...findings(model, "error")].map((one) => placeIn(source, one));
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    file: source.file,
    context,
    serviceEnvironments: model.serviceEnvironments.map(declaration),
    schedulingPolicies: model.schedulingPolicies.map(declaration),
    jobQueues: model.jobQueues.map((queue) => jobQueueDeclaration(model, queue)),
    quotaShares: model.quotaShares.map((share) => ({
      ...declaration(share),
      jobQueue: reference(share, model.jobQueueOf(share)),
    })),
    warnings: findings(model, "warning").map((finding) => {
      const problem = placeIn(source, finding);
      return { message: renderProblem(problem), problem };
    }),
  };
}

function findings(model: QueueModel, severity: Rule["severity"]): ValueProblem[] {
  return RULES.filter((rule) => rule.severity === severity).flatMap((rule) =>
    rule.check(model).map((finding) => ({ ...finding, source: rule.source })),
  );
}

function placeIn({ file, locate }: DeclarationsFile, problem: ValueProblem): ConfigProblem {
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
